import Foundation
import Simulate

extension BenchmarkTable {
  /// Reads a table's JSON file.
  ///
  /// - Parameters:
  ///   - file: what messages call it.
  ///   - split: the split whose rows to read, against the items that were chosen from; nil for all rows.
  public init(json data: Data, file: String, split wanted: ItemSplit? = nil) throws(PlannerError) {
    let document: TableDocument
    do {
      document = try TableDocument(json: data, split: wanted)
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
    // Rows of one regime have the same gaps.
    var (points, gaps): ([Double], [Double]) = ([], [])
    for row in document.rows.compactMap(\.row) {
      guard let split = ItemSplit(rawValue: row.split), let reference = Reference(rawValue: row.reference),
        let basis = ResultBasis(rawValue: row.basis), row.fits(items: document.items)
      else {
        throw .malformedTable(
          file: file, message: "the row of \(row.method) at k = \(row.k) is damaged; make the table again")
      }
      if row.gap != points { (points, gaps) = (row.gap, row.gap.map(fraction(ofPoints:))) }
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
            gaps: gaps, agreement: row.agreement, low: row.agreementLow,
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
}

extension Estimate {
  /// Creates an estimate from a file's accuracy points.
  fileprivate init(points value: Double?, low: Double?, high: Double?) {
    self.init(
      value: value.map(fraction(ofPoints:)), low: low.map(fraction(ofPoints:)), high: high.map(fraction(ofPoints:)))
  }
}
