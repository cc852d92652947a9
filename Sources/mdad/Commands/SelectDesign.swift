import Planner
import Simulate

extension AnyOption {
  /// A design that was written before.
  static let designFile = Option(
    "design", .file, "a design that mdad plan wrote: gives a batch of its items, in its order", example: "design.json")

  /// Which batch of a design.
  static let batchNumber = Option(
    "batch", .integer("I", in: 1...1_000_000), "which batch of the design, 1 the first", default: 1,
    needs: .given(.designFile))

  /// The whole order of a design.
  static let wholeOrder = Option(
    "order", "all items of the design, in its order", needs: .given(.designFile), excludes: [.given(.batchNumber)])
}

extension ParsedArguments {
  /// Reads the design that `--design` names.
  func design(_ path: String) throws -> StoppingDesign {
    try StoppingDesign(json: try ByteSource.contents(of: path), file: path)
  }
}

/// The items of a design that a command line asks for.
struct DesignedItems {
  let design: StoppingDesign
  /// The number of the batch, or nil for all.
  let batch: Int?
  let items: ArraySlice<StoppingDesign.Item>

  /// Reads a design and finds the items.
  init(_ arguments: ParsedArguments, path: String) throws {
    design = try arguments.design(path)
    if arguments[.wholeOrder] {
      (batch, items) = (nil, design.order[...])
      return
    }
    let number = arguments[.batchNumber]
    guard number <= design.batchCount else {
      throw UsageError("--batch: \(number) is none of the design's batches, 1 to \(design.batchCount)")
    }
    (batch, items) = (number, design.items(ofBatch: number))
  }

  /// The items as a report, schema `mdad.batch/1`.
  var report: Report {
    let first = (items.startIndex + 1, items.endIndex)
    let table = Table(
      items.enumerated().map { (place: items.startIndex + $0 + 1, item: $1) },
      [
        Column("place", "place") { .count($0.place) }, Column("item", "item") { .text($0.item.name) },
        Column("position", "position") { .count($0.item.position) },
      ])
    let subject = batch.map { "Batch \($0) of \(design.batchCount): items" } ?? "Items"
    return Report(
      schema: "mdad.batch/1", sentence: "\(subject) \(first.0) to \(first.1) of the design's order.",
      [
        .fact("benchmark", .text(design.benchmark)), .fact("method", .text(design.method)),
        .fact("batch", .count(batch)), .fact("batches", .count(design.batchCount)),
        .fact("items", .count(design.itemCount)), .section("selected", table: table),
      ], provenance: Provenance(matrixHash: design.matrixHash, seed: design.seed), csv: table)
  }
}
