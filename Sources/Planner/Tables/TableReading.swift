import Foundation
import Simulate

extension BenchmarkTable {
  /// Reads a table's JSON file.
  ///
  /// - Parameters:
  ///   - file: what messages call it.
  ///   - split: the split whose rows to read, against the items that were chosen from; nil for all rows.
  public init(json data: Data, file: String, split wanted: ItemSplit? = nil) throws(PlannerError) {
    let document: Document
    do {
      let decoder = JSONDecoder()
      if let wanted, let key = Document.wantedSplit { decoder.userInfo[key] = wanted.rawValue }
      document = try decoder.decode(Document.self, from: data)
    } catch let error as DecodingError {
      throw .malformedTable(file: file, message: "not a table this program wrote: \(error.reason)")
    } catch {
      throw .malformedTable(file: file, message: "not a table this program wrote")
    }
    guard document.schema == BenchmarkTable.schema else {
      throw .malformedTable(
        file: file,
        message: "schema \"\(document.schema)\"; this version reads \"\(BenchmarkTable.schema)\"; make the table again")
    }
    if let fault = document.fault { throw .malformedTable(file: file, message: fault) }
    var population: PairPopulation?
    if let text = document.profile.pairs {
      guard let kinds = PairText.read(text), kinds.allSatisfy({ $0.discordant <= document.items }),
        kinds.reduce(0.0, { $0 + Double($1.pairs) }) < AgreementTally.largestCount
      else {
        throw .malformedTable(file: file, message: "the list of pairs is damaged; make the table again")
      }
      population = PairPopulation(
        itemCount: document.items, kinds: kinds, zeroGapPairs: document.profile.zeroGapPairs ?? 0)
    }
    let bands = document.profile.discordance.map {
      PairBand(
        center: fraction(ofPoints: $0.gap), pairs: $0.pairs, low: $0.q10, median: $0.q50, high: $0.q90)
    }
    var rows: [TableRow] = []
    rows.reserveCapacity(document.rows.count)
    for row in document.rows.compactMap(\.row) {
      guard let split = ItemSplit(rawValue: row.split), let reference = Reference(rawValue: row.reference),
        let basis = ResultBasis(rawValue: row.basis), row.fits(items: document.items)
      else {
        throw .malformedTable(
          file: file, message: "the row of \(row.method) at k = \(row.k) is damaged; make the table again")
      }
      rows.append(
        TableRow(
          split: split, targets: row.targets, method: row.method, size: row.k, reference: reference, basis: basis,
          mdad: Estimate(points: row.mdad.smoothed, low: row.mdad.low, high: row.mdad.high),
          isUpperBound: row.mdad.upperBound, first: row.mdad.first.map(fraction(ofPoints:)),
          sustained: row.mdad.sustained.map(fraction(ofPoints:)),
          error: Estimate(points: row.error, low: row.errorLow, high: row.errorHigh),
          kendallTau: Estimate(value: row.kendallTau, low: row.kendallTauLow, high: row.kendallTauHigh),
          pairs: row.pairs,
          curve: SmoothedCurve(
            gaps: row.gap.map(fraction(ofPoints:)), agreement: row.agreement, low: row.agreementLow,
            high: row.agreementHigh),
          choice: row.choice))
    }
    var regimes: [MeasuredRegime] = []
    for regime in document.settings.regimes {
      guard let split = ItemSplit(rawValue: regime.split) else {
        throw .malformedTable(file: file, message: "settings.regimes is damaged; make the table again")
      }
      regimes.append(
        MeasuredRegime(
          split: split, targets: regime.targets, targetCount: regime.targetModels, sourceCount: regime.sourceModels,
          largestGap: regime.largestGap.map(fraction(ofPoints:))))
    }
    let profile = document.profile
    let correlations = profile.correlation.map {
      PairBand(
        center: fraction(ofPoints: $0.accuracy), pairs: $0.pairs, low: $0.q10, median: $0.q50, high: $0.q90)
    }
    var dates: ClosedRange<String>?
    if let from = profile.from, let to = profile.to, from <= to { dates = from...to }
    self.init(
      benchmark: document.benchmark, models: document.models, duplicates: profile.duplicates, dates: dates,
      items: document.items, subtasks: profile.subtasks, matrixHash: document.matrixSha256, version: document.version,
      seed: document.settings.seed, trials: document.settings.trials, regimes: regimes,
      seenItems: document.settings.seenItems,
      accuracyQuantiles: BenchmarkTable.quantileLevels.map {
        fraction(ofPoints: profile.accuracy["q\(Int($0 * 100))"] ?? .nan)
      },
      reliability: profile.kr20, discordance: bands.isEmpty ? nil : DiscordanceProfile(bands: bands),
      correlation: correlations.isEmpty ? nil : CorrelationProfile(bands: correlations), population: population,
      rows: rows)
  }

  /// Mirrors the file's layout: accuracies, errors, gaps and MDADs are in accuracy points.
  private struct Document: Decodable {
    let schema: String
    let benchmark: String
    let models: Int
    let items: Int
    let matrixSha256: String
    let version: String
    let settings: Settings
    let profile: Profile
    let rows: [WantedRow]

    struct Settings: Decodable {
      let trials: Int
      let seenItems: Int
      let seed: UInt64
      let regimes: [Regime]

      enum CodingKeys: String, CodingKey {
        case trials, seed, regimes
        case seenItems = "seen_items"
      }
    }

    struct Regime: Decodable {
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

    struct Profile: Decodable {
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

    struct Band: Decodable {
      let gap: Double
      let pairs: Int
      let q10: Double
      let q50: Double
      let q90: Double
    }

    struct CorrelationBand: Decodable {
      let accuracy: Double
      let pairs: Int
      let q10: Double
      let q50: Double
      let q90: Double
    }

    struct Readings: Decodable {
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
    struct WantedRow: Decodable {
      let row: Row?

      private struct Head: Decodable {
        let split: String
        let reference: String
      }

      init(from decoder: any Decoder) throws {
        if let key = Document.wantedSplit, let wanted = decoder.userInfo[key] as? String {
          let head = try Head(from: decoder)
          guard head.split == wanted, head.reference != Reference.unseen.rawValue else {
            row = nil
            return
          }
        }
        row = try Row(from: decoder)
      }
    }

    struct Row: Decodable {
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
          && (agreement + agreementLow + agreementHigh + choice).allSatisfy { (0...1).contains($0) }
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
}

extension Estimate {
  /// Creates an estimate from a file's accuracy points.
  fileprivate init(points value: Double?, low: Double?, high: Double?) {
    self.init(
      value: value.map(fraction(ofPoints:)), low: low.map(fraction(ofPoints:)), high: high.map(fraction(ofPoints:)))
  }
}
