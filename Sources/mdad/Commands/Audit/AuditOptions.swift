import Planner
import Simulate

/// The options that several kinds of audit share.
extension AnyOption {
  static let auditItems = Option(
    "items", short: "i", .text("LIST|N"),
    "the items' names separated by commas, a file with one a line, or the JSON of mdad select (audit subset); the "
      + "benchmark's size (other kinds)", example: "micro.json")

  static let auditInput = Option(
    "input", .file,
    "a CSV file with a row per model (audit scores), or with columns benchmark, method, k and mdad (audit table)",
    example: "scores.csv")

  static let discordanceRange = Option(
    "discordance", short: "d", .discordanceRange, "the share of items that exactly one of two models answers right",
    example: "0.3 or 0.2,0.4")
}

/// A discordance or its range, with the text it was given as.
struct DiscordanceRange {
  let text: String
  let limits: ClosedRange<Double>
}

extension ValueKind where Value == DiscordanceRange {
  static var discordanceRange: ValueKind {
    ValueKind(.text("D|LOW,HIGH"), range: "above 0, at most 1") { text throws(ValueError) in
      let limits = text.split(separator: ",", omittingEmptySubsequences: false).map { Double(plainDecimal: $0) }
      guard let low = limits.first ?? nil, let high = limits.last ?? nil, limits.count <= 2, low > 0, low <= high,
        high <= 1
      else { throw ValueError("\(quoted(text)) is neither a fraction nor LOW,HIGH", give: "fractions up to 1") }
      return DiscordanceRange(text: text, limits: low...high)
    }.written { $0.text }
  }
}

/// What an audit reads of its options, and how it names the one at fault.
extension ParsedArguments {
  /// Returns the benchmark's size that `--items` gives, or nil.
  func auditedSize() throws -> Int? { try self[.auditItems].flatMap { try AnyOption.items.value(of: $0) } }

  /// Returns the discordance that `--discordance` gives, or nil.
  func givenBand() -> DiscordanceBand? {
    self[.discordanceRange].map { DiscordanceBand(.given($0.limits), sentence: "Discordance \($0.text) as given.") }
  }
}

/// Returns the discordance assumed if nothing is known about the two models.
func usualBand(accuracy: Double) -> DiscordanceBand {
  let usual = DiscordanceBand.usualCorrelations
  return DiscordanceBand(
    .correlated(accuracy: accuracy, correlations: usual),
    sentence:
      "How alike the two models answer is unknown; correlations of \(compact(usual.lowerBound)) to "
      + "\(compact(usual.upperBound)) are assumed, as among the models of the shipped tables. To narrow this down, "
      + "give --benchmark, --discordance or a matrix.")
}

/// Carries out a part of an audit. An error of the libraries that names neither file nor option is about the option.
func naming<Result>(_ option: AnyOption, _ work: () throws -> Result) throws -> Result {
  do {
    return try work()
  } catch PlannerError.invalidQuantity(let message) {
    throw UsageError("--\(option.name): \(message)")
  } catch SimulateError.unsatisfiable(let message, let remedies) where remedies.isEmpty {
    throw UsageError("--\(option.name): \(message)")
  }
}
