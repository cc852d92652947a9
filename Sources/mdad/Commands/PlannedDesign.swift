import Planner
import Simulate

extension AnyOption {
  /// The file for a design.
  static let newDesign = Option(
    "design", .newFile,
    "also write a design for a comparison that stops early: the items in random order, and the lead that stops it; for "
      + "mdad select and mdad compare", needs: .given(.gap), excludes: [.value(.split, "half")])

  /// How often a design looks.
  static let designBatch = Option(
    "batch", .integer("G", in: 1...100_000), "items between two looks of the design at the lead", default: 10,
    needs: .given(.newDesign))
}

/// The most items of which a design holds an order.
private let mostItems = 1_000_000

/// Makes the design that `--design` asks for, writes it, and returns what to say of it, a paragraph each; nil if none
/// is asked for.
func writeDesign(_ arguments: ParsedArguments) throws -> [String]? {
  guard let path = arguments[.newDesign], let gap = arguments[.gap]?.fraction else { return nil }
  let design = try plannedDesign(arguments, gap: gap)
  try OutputFile.write(design.file, to: path)
  let lead = Figure.plain(design.bound, .upTo(2)).shown
  let average = Figure.plain(design.expectedItems, .fixed(0)).shown
  return [
    "Design: \(path) looks after every \(plural(design.batch, "item")) and stops at a lead of \(lead), or after "
      + "\(design.largest); \(average) items on average.",
    "Next: mdad select --design \(shellQuoted(path)) --batch 1 --emit lm-eval --task TASK",
  ]
}

private func plannedDesign(_ arguments: ParsedArguments, gap: Double) throws -> StoppingDesign {
  let method = try drawingMethod(arguments)
  let (agreement, ties, batch) = (arguments[.agreement], arguments[.ties], arguments[.designBatch])
  let matrix = try arguments[.matrix].map { try MatrixFile.read(path: $0, options: arguments.readingOptions).matrix }
  let benchmark = arguments[.matrix].map { ParsedArguments.benchmarkName(of: $0) } ?? arguments[.benchmark]
  if method.readsFrame {
    guard let matrix else {
      throw UsageError("--design: the rule for --method \(method.name) is found by simulation, which needs --matrix")
    }
    return try StoppingDesign(
      simulating: method, on: matrix, gap: gap, target: agreement, ties: ties, batch: batch, benchmark: benchmark,
      seed: arguments.seed, threads: arguments.threads)
  }
  if let matrix {
    guard matrix.isBinary else {
      throw UsageError("--design: a graded matrix; give --method \(drawsUnequally), whose rule is found by simulation")
    }
    let stopping = EarlyStopping(
      matrix: matrix, gap: gap, target: agreement, ties: ties, batch: batch, threads: arguments.threads)
    guard let stopping else {
      throw UsageError("--design: no two models are that far apart, or no rule reaches agreement \(compact(agreement))")
    }
    var design = StoppingDesign(
      stopping, items: BenchmarkItems(matrix.items), benchmark: benchmark, seed: arguments.seed)
    design.matrixHash = matrix.contentHash()
    return design
  }
  let (items, source) = try itemsAndDiscordance(arguments)
  guard
    let stopping = try EarlyStopping(
      gap: gap, source: source, items: items.names.count, target: agreement, ties: ties, batch: batch)
  else {
    throw UsageError("--design: no number of items below \(items.names.count) reaches agreement \(compact(agreement))")
  }
  return StoppingDesign(stopping, items: items, benchmark: benchmark, seed: arguments.seed)
}

/// Returns the items to draw an order of, and how often two models answer one differently, without a matrix.
private func itemsAndDiscordance(_ arguments: ParsedArguments) throws -> (BenchmarkItems, DiscordanceSource) {
  if let benchmark = arguments[.benchmark] {
    let library = try arguments.tableLibrary()
    let facts = try library.facts(of: benchmark, accuracy: arguments[.accuracy]?.fraction)
    let items = try library.frame(of: benchmark).map { BenchmarkItems($0.items) } ?? BenchmarkItems(count: facts.items)
    return (items, .profile(facts.discordance))
  }
  guard let count = arguments[.items], count <= mostItems else {
    throw UsageError("--design needs --items, at most \(mostItems), to draw their order")
  }
  return (BenchmarkItems(count: count), try arguments.discordanceSource())
}

/// The methods whose draws have unequal chances.
private var drawsUnequally: String {
  Method.all.filter { $0.nestedDraw == .unequal }.map(\.name).joined(separator: " or ")
}

/// Returns the method whose chances the order is drawn with: the baseline, unless one with other chances is named.
private func drawingMethod(_ arguments: ParsedArguments) throws -> Method {
  let named = (arguments.namedMethods ?? []).compactMap { Method.named($0) }
  let possible = Method.all.filter { $0.nestedDraw != nil }
  guard named.count == 1 else { return .baseline }
  guard possible.contains(where: { $0.name == named[0].name }) else {
    let names = possible.map(\.name).joined(separator: " or ")
    throw UsageError("--design: \(named[0].name) draws no random order of all items; give --method \(names)")
  }
  return named[0]
}
