import Foundation
import Simulate

extension StoppingDesign {
  /// The schema of the file.
  package static let schema = "mdad.design/1"

  /// The design as a file: JSON that ends in a digest of its content.
  package var file: String { report.written(as: .json) }

  /// The design as a report, schema `mdad.design/1`. The gap is in points.
  private var report: Report {
    let all = Figure.Digits.upTo(4, exact: nil)
    let items = Table(
      order,
      [
        Column<Item>("item") { .text($0.name) }, Column("position") { .count($0.position) },
        Column("size") { .plain($0.size, all) },
      ])
    var report = Report(
      schema: StoppingDesign.schema,
      [
        .fact("benchmark", .text(benchmark)), .fact("method", .text(method)), .fact("items", .count(itemCount)),
        .fact("numbers_from", .count(numbersFrom)), .fact("gap", .points(gap, .upTo(4, exact: 8))),
        .fact("agreement", .share(agreement, all)), .fact("bound", .plain(bound, all)), .fact("batch", .count(batch)),
        .fact("largest_k", .count(largest)), .fact("expected_k", .plain(expectedItems, all)),
        .section("order", table: items), .fact("other_sizes", .list(otherSizes.map { .plain($0, all) })),
      ], provenance: Provenance(matrixHash: matrixHash, seed: seed))
    report.isSealed = true
    return report
  }

  /// Reads a file.
  ///
  /// - Parameter file: what messages call it.
  /// - Throws: ``PlannerError/malformedSelection(file:message:)``.
  package init(json data: Data, file: String) throws(PlannerError) {
    let document = try Document.read(json: data, file: file)
    let sizes = document.order.map(\.size) + document.otherSizes
    guard !document.order.isEmpty, document.batch >= 1, document.bound > 0,
      document.otherSizes.isEmpty || sizes.count == document.items, document.order.count <= document.items,
      sizes.allSatisfy({ $0 > 0 && $0.isFinite }), Set(document.order.map(\.item)).count == document.order.count
    else {
      throw .malformedSelection(file: file, message: "its items and its rule do not fit together; \(Document.remedy)")
    }
    self.init(
      benchmark: document.benchmark, method: document.method, itemCount: document.items,
      numbersFrom: document.numbersFrom,
      order: document.order.map { Item(name: $0.item, position: $0.position, size: $0.size) },
      otherSizes: document.otherSizes, bound: document.bound, batch: document.batch,
      gap: fraction(ofPoints: document.gap), agreement: document.agreement, expectedItems: document.expectedItems,
      seed: UInt64(document.seed), matrixHash: document.matrixHash)
  }

  /// Mirrors the file's layout.
  private struct Document: SealedFile {
    static var expectedSchema: String { StoppingDesign.schema }
    static let kind = "a design that mdad plan wrote with --design"
    static let remedy = "plan again, since its promise holds only for a design made before the first answer"

    let schema: String
    let benchmark: String?
    let method: String
    let items: Int
    let numbersFrom: Int?
    let gap: Double
    let agreement: Double
    let bound: Double
    let batch: Int
    let expectedItems: Double
    let order: [Item]
    let otherSizes: [Double]
    let seed: Int
    let matrixHash: String?

    struct Item: Decodable {
      let item: String
      let position: Int
      let size: Double
    }

    private enum CodingKeys: String, CodingKey {
      case schema, benchmark, method, items, gap, agreement, bound, batch, order, seed
      case numbersFrom = "numbers_from"
      case expectedItems = "expected_k"
      case otherSizes = "other_sizes"
      case matrixHash = "matrix_sha256"
    }
  }
}
