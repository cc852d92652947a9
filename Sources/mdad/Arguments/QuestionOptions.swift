import Planner
import Simulate

/// The options of a planning question: which gap, on which benchmark, and how models differ.
extension AnyOption {
  static let gap = Option(
    "gap", short: "g", .points(above: 0), "the gap on the full benchmark that you want to resolve", example: "5")

  static let agreement = Option(
    "agreement", .number("P", in: 0.5...0.9999, unit: "a probability"),
    "the probability of ranking two models as the full benchmark does", default: 0.8, example: "0.8")

  static let benchmark = Option(
    "benchmark", short: "b", .text("NAME"), "a benchmark with a table; mdad table show lists them", example: "gpqa")

  static let tables = Option("tables", .folder, "read tables from a folder instead of the shipped ones")

  static let items = Option(
    "items", short: "n", .integer("N", in: 1...100_000_000), "the benchmark's size", otherwise: "unlimited")

  static let discordance = Option(
    "discordance", short: "d", .number("D", above: 0, upTo: 1, unit: "a fraction"),
    "the share of items that exactly one of two models answers right", example: "0.3")

  static let accuracy = Option("accuracy", .points(in: 0...100), "the two models' mean accuracy", example: "62")

  static let correlation = Option(
    "correlation", .number("PHI", in: -1...1, unit: "a correlation"),
    "the correlation of the two models' right answers over items", otherwise: "as on the benchmarks with tables",
    example: "0.5", needs: .given(.accuracy))

  static let pricePerItem = Option(
    "price-per-item", .amount("PRICE"), "the price of one model's answer to one item", example: "0.002")
}

extension AnyOption {
  /// The ways to name a benchmark whose models' differences a formula needs: after a table or published figures, by a
  /// matrix, or by how models differ.
  static let differences: [AnyOption] =
    [
      .benchmark.described(as: "a benchmark with a table or published figures: its size, and how its models differ"),
      .matrix.excluding(.given(.benchmark)),
      .discordance.excluding(.given(.benchmark), .given(.matrix)),
      .accuracy.excluding(.given(.discordance)),
      .correlation.excluding(.given(.benchmark), .given(.matrix)),
      .tables,
    ]
}

extension ParsedArguments {
  /// Returns the discordance that `--discordance`, or `--accuracy` with `--correlation`, gives; of an accuracy alone,
  /// what follows from how alike models of that accuracy answer the benchmarks with tables.
  func discordanceSource() throws -> DiscordanceSource {
    if let value = self[.discordance] { return .given(value) }
    guard let accuracy = self[.accuracy] else {
      throw UsageError("give --discordance D, or --accuracy POINTS, with --correlation PHI if you know it")
    }
    guard let correlation = self[.correlation] else {
      return .profile(try tableLibrary().comparableDiscordance(atAccuracy: accuracy.fraction))
    }
    return .correlated(accuracy: accuracy.fraction, correlation: correlation)
  }

  /// Returns what `--benchmark` or `--matrix` says of how models differ, for models of the accuracy that `--accuracy`
  /// gives, or nil if neither is given.
  func benchmarkFacts(console: Console) throws -> BenchmarkFacts? {
    let accuracy = self[.accuracy]?.fraction
    if let name = self[.benchmark] { return try tableLibrary().facts(of: name, accuracy: accuracy) }
    guard let path = self[.matrix] else { return nil }
    return try BenchmarkFacts(
      try readMatrix(path, console: console), name: ParsedArguments.benchmarkName(of: path), accuracy: accuracy)
  }

  /// Returns the library that `--tables` names, or the shipped one.
  func tableLibrary() throws -> TableLibrary {
    try self[.tables].map { try TableLibrary(folder: $0) } ?? TableLibrary.shipped()
  }
}
