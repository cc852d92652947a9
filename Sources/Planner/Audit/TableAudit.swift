import Simulate

/// Compares published MDADs of uniform random sampling with what theory allows.
package struct TableAudit: Sendable {
  /// Holds a published figure.
  package struct Claim: Sendable {
    /// Its line in the file.
    package let line: Int
    /// The benchmark.
    package let benchmark: String
    /// The method as printed.
    package let method: String
    /// k.
    package let size: Int
    /// The MDAD, a fraction.
    package let mdad: Double
  }

  /// Holds what is known of a benchmark.
  package struct Knowledge: Sendable {
    /// N.
    package let items: Int
    /// The items that micro-benchmarks may have been chosen from: as few as a seen half.
    package let fewestItems: Int
    /// The discordance of its pairs.
    package let band: DiscordanceBand

    /// Records what is known.
    package init(items: Int, fewestItems: Int, band: DiscordanceBand) {
      self.items = items
      self.fewestItems = fewestItems
      self.band = band
    }
  }

  /// Holds a judged figure.
  package struct Row: Sendable {
    /// The figure.
    package let claim: Claim
    /// The agreement that theory gives at the claimed gap and k, over the band.
    package let agreement: ClosedRange<Double>
    /// The MDADs that an honest simulation could have printed, or nil if no gap is ranked often enough.
    package let attainable: (low: Double?, high: Double?)
    /// The discordance at the claimed gap.
    package let discordance: ClosedRange<Double>
    /// Tells whether the figure is possible.
    package let verdict: AuditVerdict
  }

  /// τ.
  package let agreement: Double
  /// The judged rows.
  package let rows: [Row]
  /// Rows of other methods than uniform random sampling, about which theory says nothing.
  package let unjudged: [Claim]
  /// The verdict on all.
  package let findings: AuditFindings
  /// What else a person should know, a sentence each.
  package let notes: [String]

  /// How far agreement measured in half-point bins over some fifty trials may be from its expectation.
  ///
  /// The subset is drawn once a trial, so that all pairs of a trial err together; and the first bin that reaches τ is
  /// the luckiest of several. Measured on honest tables simulated after the paper's protocol (`Studies/audit.py`).
  package static let samplingAllowance = 0.08

  /// Judges published figures.
  ///
  /// A figure is attainable if some gap within its resolution (half a step of rounding, half a half-point bin) has an
  /// agreement within ``samplingAllowance`` of τ at some discordance of the band.
  ///
  /// - Parameters:
  ///   - agreement: τ that the MDADs are at.
  ///   - knowledge: what is known of a benchmark, or nil if nothing is.
  package init(
    _ claims: [Claim], agreement: Double, knowledge: (String) throws(PlannerError) -> Knowledge?
  ) throws(PlannerError) {
    self.agreement = agreement
    var rows: [Row] = []
    var notes: [String] = []
    var findings = AuditFindings()
    var bands: [String: Knowledge] = [:]
    for claim in claims where TableAudit.isRandom(claim.method) {
      if bands[claim.benchmark] == nil {
        guard let known = try knowledge(claim.benchmark) else {
          throw .invalidQuantity(
            "line \(claim.line): nothing is known of benchmark \"\(claim.benchmark)\"; give its number of items")
        }
        bands[claim.benchmark] = known
        notes.append("\(claim.benchmark): \(known.items) items. \(known.band.sentence)")
      }
      guard let known = bands[claim.benchmark] else { continue }
      guard claim.size <= known.items else {
        throw .invalidQuantity(
          "line \(claim.line): k = \(claim.size) of \(known.items) items; a micro-benchmark has fewer than the "
            + "benchmark")
      }
      let step = TableAudit.step(of: claims.filter { $0.benchmark == claim.benchmark }.map(\.mdad))
      rows.append(Row(claim, known: known, slack: max(0.005, step / 2 + 0.0025), threshold: agreement))
    }
    self.rows = rows
    unjudged = claims.filter { !TableAudit.isRandom($0.method) }
    guard !rows.isEmpty else {
      findings.add(
        .weak, "No row is of uniform random sampling, the only method whose MDAD theory predicts: nothing was judged.")
      self.findings = findings
      self.notes = notes
      return
    }
    let wrong = rows.filter { $0.verdict == .impossible }
    for row in wrong {
      findings.add(
        .impossible,
        "\(row.claim.benchmark), k = \(row.claim.size): \(row.claimed.shown) "
          + "\(row.claim.mdad == 0.01 ? "point" : "points") cannot be the MDAD of random sampling: agreement there is "
          + "\(Figure.between(row.agreement) { .share($0) }.shown), not \(compact(agreement)); attainable is "
          + "\(row.attainableMDAD.shown) points.")
    }
    if wrong.isEmpty {
      findings.add(
        .sound,
        "\(rows.count == 1 ? "The row" : "All \(rows.count) rows") of uniform random sampling "
          + "\(rows.count == 1 ? "is" : "are") what theory allows.")
    }
    self.findings = findings
    self.notes = notes
  }

  /// Tells whether a printed name means uniform random sampling.
  package static func isRandom(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter }
    return [
      "random", "randomuniform", "uniformrandom", "uniform", "randomsampling", "uniformrandomsampling",
      "randomlysampled",
    ].contains(plain)
  }

  /// Finds the coarsest step of 1, 0.5, 0.25, 0.1 … points that all figures are multiples of; fractions.
  static func step(of figures: [Double]) -> Double {
    [0.01, 0.005, 0.0025, 0.001, 0.0005, 0.0001].first { step in
      figures.allSatisfy { abs(($0 / step).rounded() * step - $0) < 1e-8 }
    } ?? 0.00001
  }
}

extension TableAudit.Row {
  /// Judges a claim.
  fileprivate init(
    _ claim: TableAudit.Claim, known: TableAudit.Knowledge, slack: Double, threshold: Double
  ) {
    self.claim = claim
    let gap = min(1, max(0.0001, claim.mdad))
    discordance = known.band.range(atGap: gap)
    let allowance = TableAudit.samplingAllowance
    let few = max(claim.size, min(known.fewestItems, known.items))
    let ofAll = known.band.agreement(gap: gap, size: claim.size, items: known.items)
    let ofFew = known.band.agreement(gap: gap, size: claim.size, items: few)
    agreement = min(ofAll.lowerBound, ofFew.lowerBound)...max(ofAll.upperBound, ofFew.upperBound)
    func detectable(_ items: Int, _ threshold: Double) -> (low: Double?, high: Double?) {
      known.band.detectableDifference(size: claim.size, items: items, threshold: threshold)
    }
    let low = detectable(few, max(0.5, threshold - allowance)).low
    let high = detectable(known.items, min(0.9999, threshold + allowance)).high
    attainable = (low.map { max(0, $0 - slack) }, high.map { $0 + slack })
    let isAbove = low.map { claim.mdad >= $0 - slack - 1e-11 } ?? false
    let isBelow = high.map { claim.mdad <= $0 + slack + 1e-11 } ?? true
    verdict = isAbove && isBelow ? .sound : .impossible
  }

  /// The claim as people read it, points.
  var claimed: Figure { .points(claim.mdad, .upTo(4)) }

  /// What is attainable as people read it, points.
  var attainableMDAD: Figure {
    .between(.points(attainable.low, .fixed(2)), and: .points(attainable.high, .fixed(2)))
  }
}
