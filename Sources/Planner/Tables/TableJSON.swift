import Foundation
import Simulate

extension BenchmarkTable {
  /// The table as its JSON file.
  ///
  /// Gaps and MDADs are in points; agreement, error, accuracy and discordance are fractions. `pairs` lists all pairs of
  /// the matrix as text: for each number of discordant items `d:`, then `gap*count` for each difference in items, `count`
  /// left out where it is 1.
  public func json() -> JSONValue {
    .object([
      ("schema", .string("mdad.table/1")), ("benchmark", .string(benchmark)), ("models", .int(models)),
      ("items", .int(items)), ("matrix_sha256", .string(matrixHash)), ("version", .string(version)),
      (
        "settings",
        .object([
          ("trials", .int(trials)), ("targets", .int(targets)), ("sources", .int(sources)),
          ("frontier_targets", .int(frontierTargets)), ("frontier_sources", .int(frontierSources)),
          ("seen_items", .int(seenItems)), ("seed", .int(Int(seed))),
          ("bins", .string(GapBins.centered.rawValue)),
          ("ties", .string(TiePolicy.wrong.rawValue)), ("threshold", .number(0.8)),
        ])
      ),
      (
        "profile",
        .object([
          ("subtasks", .int(subtasks)),
          (
            "accuracy",
            .object(
              zip(BenchmarkTable.quantileLevels, accuracyQuantiles).map {
                ("q\(Int($0 * 100))", .rounded($1, 6))
              })
          ),
          ("kr20", .rounded(reliability, 6)),
          (
            "discordance",
            .array(
              (discordance?.bands ?? []).map { band in
                .object([
                  ("gap", .number(band.gap)), ("pairs", .int(band.pairs)), ("q10", .rounded(band.low, 6)),
                  ("q50", .rounded(band.median, 6)), ("q90", .rounded(band.high, 6)),
                ])
              })
          ),
          ("zero_gap_pairs", population.map { .int($0.zeroGapPairs) } ?? .null),
          ("pairs", population.map { .string(PairText.write($0.kinds)) } ?? .null),
        ])
      ),
      ("rows", .array(rows.map { $0.json() })),
    ])
  }
}

extension TableRow {
  fileprivate func json() -> JSONValue {
    let curve = curve.trimmed()
    func list(_ values: [Double]) -> JSONValue { .array(values.map { .rounded($0, 4) }) }
    return .object([
      ("split", .string(split.rawValue)), ("targets", .string(targets)), ("method", .string(method)), ("k", .int(size)),
      ("reference", .string(reference.rawValue)), ("basis", .string(basis.rawValue)),
      (
        "mdad",
        .object([
          ("first", .rounded(first, 4)), ("sustained", .rounded(sustained, 4)), ("smoothed", .rounded(mdad.value, 4)),
          ("low", .rounded(mdad.low, 4)), ("high", .rounded(mdad.high, 4)), ("upper_bound", .bool(isUpperBound)),
        ])
      ),
      ("error", .rounded(error.value, 6)), ("error_low", .rounded(error.low, 6)),
      ("error_high", .rounded(error.high, 6)), ("kendall_tau", .rounded(kendallTau.value, 6)),
      ("kendall_tau_low", .rounded(kendallTau.low, 6)), ("kendall_tau_high", .rounded(kendallTau.high, 6)),
      ("pairs", .int(pairs)), ("gap", .array(curve.gaps.map { .number($0) })), ("agreement", list(curve.agreement)),
      ("agreement_low", list(curve.low)), ("agreement_high", list(curve.high)),
    ])
  }
}

/// Kinds of pairs as text: `d:g*c,g*c;d:…`.
enum PairText {
  static func write(_ kinds: [PairPopulation.Kind]) -> String {
    var text = ""
    var discordant = -1
    for kind in kinds {
      if kind.discordant != discordant {
        text += (discordant < 0 ? "" : ";") + "\(kind.discordant):"
        discordant = kind.discordant
      } else {
        text += ","
      }
      text += kind.pairs == 1 ? "\(kind.difference)" : "\(kind.difference)*\(kind.pairs)"
    }
    return text
  }

  /// Reads what `write` wrote; nil for anything else.
  static func read(_ text: String) -> [PairPopulation.Kind]? {
    var kinds: [PairPopulation.Kind] = []
    var numbers = (discordant: 0, difference: 0, pairs: 0)
    var current = 0
    var hasDigits = false
    var hasFactor = false
    func finish() -> Bool {
      guard hasDigits else { return false }
      if hasFactor { numbers.pairs = current } else { (numbers.difference, numbers.pairs) = (current, 1) }
      let (d, g) = (numbers.discordant, numbers.difference)
      guard g > 0, g <= d, (d - g) % 2 == 0, numbers.pairs > 0 else { return false }
      kinds.append(.init(discordant: d, difference: g, pairs: numbers.pairs))
      (current, hasDigits, hasFactor) = (0, false, false)
      return true
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard current < 1 << 40 else { return nil }
        current = current * 10 + Int(byte - UInt8(ascii: "0"))
        hasDigits = true
      case UInt8(ascii: ":"):
        guard hasDigits, !hasFactor else { return nil }
        (numbers.discordant, current, hasDigits) = (current, 0, false)
      case UInt8(ascii: "*"):
        guard hasDigits, !hasFactor else { return nil }
        (numbers.difference, current, hasDigits, hasFactor) = (current, 0, false, true)
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        guard finish() else { return nil }
      default: return nil
      }
    }
    guard text.isEmpty || finish() else { return nil }
    return kinds
  }
}
