import Foundation
import Simulate

/// Mirrors the layout of a table's JSON file: accuracies, errors, gaps and MDADs are in accuracy points.
struct TableDocument: Decodable, Equatable {
  let schema: String
  let benchmark: String
  let models: Int
  let items: Int
  let matrixSha256: String
  let version: String
  let settings: Settings
  let profile: Profile
  let rows: [WantedRow]

  struct Settings: Decodable, Equatable {
    let trials: Int
    let seenItems: Int
    let seed: UInt64
    let regimes: [Regime]

    enum CodingKeys: String, CodingKey {
      case trials, seed, regimes
      case seenItems = "seen_items"
    }
  }

  struct Regime: Decodable, Equatable {
    let split: String
    let targets: String
    let targetModels: Int
    let sourceModels: Int
    let largestGap: Double?

    enum CodingKeys: String, CodingKey {
      case split, targets
      case targetModels = "target_models"
      case sourceModels = "source_models"
      case largestGap = "largest_gap"
    }
  }

  struct Profile: Decodable, Equatable {
    let subtasks: Int
    let accuracy: [String: Double]
    let kr20: Double?
    let duplicates: Int
    let from: String?
    let to: String?
    let discordance: [Band]
    let correlation: [CorrelationBand]
    let zeroGapPairs: Int?
    let pairs: String?

    enum CodingKeys: String, CodingKey {
      case subtasks, accuracy, kr20, duplicates, from, to, discordance, correlation, pairs
      case zeroGapPairs = "zero_gap_pairs"
    }
  }

  struct Band: Decodable, Equatable {
    let gap: Double
    let pairs: Int
    let q10: Double
    let q50: Double
    let q90: Double
  }

  struct CorrelationBand: Decodable, Equatable {
    let accuracy: Double
    let pairs: Int
    let q10: Double
    let q50: Double
    let q90: Double
  }

  struct Readings: Decodable, Equatable {
    let first: Double?
    let sustained: Double?
    let smoothed: Double?
    let low: Double?
    let high: Double?
    let upperBound: Bool

    enum CodingKeys: String, CodingKey {
      case first, sustained, smoothed, low, high
      case upperBound = "upper_bound"
    }
  }

  /// The key under which a decoder finds the split that is wanted.
  static let wantedSplit = CodingUserInfoKey(rawValue: "split")

  /// Holds a row, or nothing if it is not wanted: most of the time to read a table goes into the curves of its rows.
  struct WantedRow: Equatable {
    let row: Row?
  }

  struct Row: Decodable, Equatable {
    let split: String
    let targets: String
    let method: String
    let k: Int
    let reference: String
    let basis: String
    let mdad: Readings
    let error: Double?
    let errorLow: Double?
    let errorHigh: Double?
    let kendallTau: Double?
    let kendallTauLow: Double?
    let kendallTauHigh: Double?
    let pairs: Int
    let gap: [Double]
    let agreement: [Double]
    let agreementLow: [Double]
    let agreementHigh: [Double]
    let choice: [Double]

    /// Tells whether all figures are in the range that a row can have.
    func fits(items: Int) -> Bool {
      let limits = [mdad.first, mdad.sustained, mdad.smoothed, mdad.low, mdad.high, error, errorLow, errorHigh]
      let correlations = [kendallTau, kendallTauLow, kendallTauHigh]
      return (1...items).contains(k) && pairs >= 0 && Double(pairs) < AgreementTally.largestCount
        && limits.allSatisfy { $0.map { (0...100).contains($0) } ?? true }
        && correlations.allSatisfy { $0.map { (-1...1).contains($0) } ?? true }
        && gap.count == agreement.count && agreementLow.count == agreementHigh.count
        && (agreementLow.isEmpty || agreementLow.count == gap.count)
        && (choice.isEmpty || choice.count == gap.count)
        && gap.allSatisfy { (0...100).contains($0) } && zip(gap, gap.dropFirst()).allSatisfy { $0 < $1 }
        && [agreement, agreementLow, agreementHigh, choice].allSatisfy { $0.allSatisfy { (0...1).contains($0) } }
    }

    enum CodingKeys: String, CodingKey {
      case split, targets, method, k, reference, basis, mdad, error, pairs, gap, agreement, choice
      case errorLow = "error_low"
      case errorHigh = "error_high"
      case kendallTau = "kendall_tau"
      case kendallTauLow = "kendall_tau_low"
      case kendallTauHigh = "kendall_tau_high"
      case agreementLow = "agreement_low"
      case agreementHigh = "agreement_high"
    }
  }

  /// What cannot be true of any benchmark, or nil if the document is sound.
  var fault: String? {
    let shares = profile.discordance.flatMap { [$0.q10, $0.q50, $0.q90] }
    let checks: [(String, Bool)] = [
      ("items", (1...16_777_215).contains(items)), ("models", (1...16_777_215).contains(models)),
      ("settings.trials", (1...1_000_000).contains(settings.trials)),
      ("settings.seen_items", (0...items).contains(settings.seenItems)),
      (
        "settings.regimes",
        settings.regimes.allSatisfy { regime in
          (0...models).contains(regime.targetModels) && (0...models).contains(regime.sourceModels)
            && (0...100).contains(regime.largestGap ?? 0)
        }
      ),
      ("profile.duplicates", (0...16_777_215).contains(profile.duplicates)),
      (
        "profile.correlation",
        profile.correlation.allSatisfy { band in
          (0...100).contains(band.accuracy) && band.pairs >= 0
            && [band.q10, band.q50, band.q90].allSatisfy { (-1...1).contains($0) }
        } && zip(profile.correlation, profile.correlation.dropFirst()).allSatisfy { $0.accuracy < $1.accuracy }
      ),
      ("profile.subtasks", (0...items).contains(profile.subtasks)),
      ("profile.accuracy", profile.accuracy.values.allSatisfy { (0...100).contains($0) }),
      ("profile.kr20", profile.kr20.map { $0 <= 1 && $0 > -1e6 } ?? true),
      ("profile.discordance", shares.allSatisfy { (0...1).contains($0) }),
      (
        "profile.discordance",
        profile.discordance.allSatisfy { (0...100).contains($0.gap) && $0.pairs >= 0 }
          && zip(profile.discordance, profile.discordance.dropFirst()).allSatisfy { $0.gap < $1.gap }
      ),
      ("profile.zero_gap_pairs", (0...Int(AgreementTally.largestCount)).contains(profile.zeroGapPairs ?? 0)),
    ]
    return checks.first { !$0.1 }.map { "\($0.0) is out of range; make the table again" }
  }

  enum CodingKeys: String, CodingKey {
    case schema, benchmark, models, items, version, settings, profile, rows
    case matrixSha256 = "matrix_sha256"
  }
}

extension TableDocument {
  /// Reads a file.
  ///
  /// - Parameter wanted: the split whose rows to read, against the items that were chosen from; nil for all rows.
  /// - Throws: `DecodingError`.
  init(json data: Data, split wanted: ItemSplit?) throws {
    if let plain = TableDocument(plain: data, split: wanted) {
      self = plain
    } else {
      try self.init(decoding: data, split: wanted)
    }
  }

  /// Reads a file by Foundation, which knows all of JSON and says what is wrong.
  init(decoding data: Data, split wanted: ItemSplit?) throws {
    let decoder = JSONDecoder()
    if let wanted, let key = TableDocument.wantedSplit { decoder.userInfo[key] = wanted.rawValue }
    self = try decoder.decode(TableDocument.self, from: data)
  }

  /// Tells whether a row belongs to a split and is against the items that were chosen from.
  static func isWanted(split: String, reference: String, _ wanted: String?) -> Bool {
    wanted == nil || split == wanted && reference != Reference.unseen.rawValue
  }
}

extension TableDocument.WantedRow: Decodable {
  private struct Head: Decodable {
    let split: String
    let reference: String
  }

  init(from decoder: any Decoder) throws {
    if let key = TableDocument.wantedSplit, let wanted = decoder.userInfo[key] as? String {
      let head = try Head(from: decoder)
      guard TableDocument.isWanted(split: head.split, reference: head.reference, wanted) else {
        row = nil
        return
      }
    }
    row = try TableDocument.Row(from: decoder)
  }
}
