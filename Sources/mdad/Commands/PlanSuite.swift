import Planner
import Simulate

extension AnyOption {
  static let suiteWeights = Option(
    "weights", .numbers("W,…", unit: "weights"), "of several benchmarks: their weights in the average",
    otherwise: "equal", example: "2,1,1", needs: .given(.benchmark))

  static let suitePrices = Option(
    "prices", .numbers("PRICE,…", unit: "prices"),
    "of several benchmarks: the price of one model's answer to an item of each", otherwise: "equal",
    example: "0.01,0.002,0.002", needs: .given(.benchmark), excludes: [.given(.pricePerItem)])
}

extension ValueKind where Value == [Double] {
  /// Takes numbers above 0, separated by commas; the same one may come again.
  fileprivate static func numbers(_ placeholder: String, unit: String) -> ValueKind {
    ValueKind(.text(placeholder)) { text throws(ValueError) in
      var values: [Double] = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let value = Double(plainDecimal: String(word)), value > 0, value <= 1e12 else {
          throw ValueError("\(quoted(String(word))) is not a number above 0", give: "\(unit) separated by commas")
        }
        values.append(value)
      }
      return values
    }
  }
}

extension ParsedArguments {
  /// The benchmarks of a suite, or nil if a single one or none is named.
  var suite: [String]? {
    guard let names = self[.benchmark]?.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }),
      names.count > 1
    else { return nil }
    return names
  }
}

/// Plans for a gap in the average of several benchmarks.
func planSuite(_ names: [String], _ arguments: ParsedArguments) throws -> CommandOutput {
  let taken: [AnyOption] =
    [
      .goal, .gap, .benchmark, .suiteWeights, .suitePrices, .agreement, .askedPower, .testLevel, .testSubject, .tables,
      .pricePerItem, .threads, .progress,
    ] + AnyOption.writing
  if let option = arguments.command.options.first(where: { option in
    arguments.isGiven(option) && !taken.contains { $0.name == option.name }
  }) {
    throw UsageError("several benchmarks do not take --\(option.name); leave it out, or plan for each benchmark")
  }
  let goal = arguments[.goal] ?? .order
  guard goal == .order || goal == .difference else {
    throw UsageError("--goal \(goal.name) takes one benchmark; for the average of several give order or difference")
  }
  if arguments.isGiven(.testSubject), arguments[.testSubject] == .items {
    throw UsageError("several benchmarks do not take --about items; leave it out")
  }
  let gap = try arguments.required(.gap).fraction
  let library = try arguments.tableLibrary()
  var known: [BenchmarkFacts] = []
  for name in names {
    let facts = try library.facts(of: name)
    guard !known.contains(where: { $0.name == facts.name }) else {
      throw UsageError("--benchmark: \(quoted(name)) is listed twice; once is enough")
    }
    known.append(facts)
  }
  func list(_ option: Option<[Double]?>) throws -> [Double]? {
    guard let values = arguments[option] else { return nil }
    guard values.count == names.count else {
      throw UsageError(
        "--\(option.name): there are \(names.count) benchmarks and \(values.count) values; give one for each, in order")
    }
    return values
  }
  let weights = try list(.suiteWeights)
  let common = arguments[.pricePerItem].map { price in names.map { _ in price.nearest } }
  let prices = try list(.suitePrices) ?? common
  let isOrder = goal == .order
  let plan = try SuitePlan(
    known.enumerated().map { SuitePlan.Part($1, weight: weights?[$0] ?? 1, price: prices?[$0]) }, gap: gap,
    target: isOrder ? arguments[.agreement] : arguments[.askedPower] ?? PowerQuestion.standardPower,
    alpha: isOrder ? nil : arguments[.testLevel])
  var report = plan.report
  let drawn = zip(known, plan.allocation?.sizes ?? []).filter { $1 < $0.items }
  for (position, (benchmark, size)) in drawn.enumerated() {
    report.advice.append(
      (position == 0 ? "Next: " : "And:  ")
        + "mdad select --items \(benchmark.items) --size \(size) --emit lm-eval --task \(benchmark.name)")
  }
  return CommandOutput(report)
}
