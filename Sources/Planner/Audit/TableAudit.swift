import Simulate

/// Published MDADs of uniform random sampling, held against what theory allows.
public struct TableAudit: Sendable {
  /// A published figure.
  public struct Claim: Sendable {
    /// The line it stands in.
    public let line: Int
    /// The benchmark.
    public let benchmark: String
    /// The method as printed.
    public let method: String
    /// k.
    public let size: Int
    /// The MDAD, points.
    public let mdad: Double
  }

  /// What is known of a benchmark.
  public struct Knowledge: Sendable {
    /// N.
    public let items: Int
    /// The items that micro-benchmarks may have been chosen from: as few as a seen half.
    public let fewestItems: Int
    /// The discordance of its pairs.
    public let band: DiscordanceBand

    /// What is known.
    public init(items: Int, fewestItems: Int, band: DiscordanceBand) {
      self.items = items
      self.fewestItems = fewestItems
      self.band = band
    }
  }

  /// A judged figure.
  public struct Row: Sendable {
    /// The figure.
    public let claim: Claim
    /// The agreement that theory gives at the claimed gap and k, over the band.
    public let agreement: ClosedRange<Double>
    /// The MDADs that an honest simulation could have printed, points; nil where no gap is ranked often enough.
    public let attainable: (low: Double?, high: Double?)
    /// The discordance at the claimed gap.
    public let discordance: ClosedRange<Double>
    /// Whether the claim can have come about.
    public let verdict: AuditVerdict
  }

  /// τ.
  public let agreement: Double
  /// The judged rows.
  public let rows: [Row]
  /// Rows that theory says nothing about, as they are not of uniform random sampling.
  public let unjudged: [Claim]
  /// The verdict on all.
  public let findings: AuditFindings
  /// What a person should know besides, a sentence each.
  public let notes: [String]

  /// How far agreement measured in half-point bins over some fifty trials may be from its expectation.
  ///
  /// The subset is drawn once a trial, so that all pairs of a trial err together; and the first bin that reaches τ is the
  /// luckiest of several. Measured on honest tables simulated after the paper's protocol (`Studies/audit.py`).
  public static let samplingAllowance = 0.08

  /// Judges published figures.
  ///
  /// A claim is attainable where some gap within its resolution (half a step of rounding, half a half-point bin) has an
  /// agreement within ``samplingAllowance`` of τ at some discordance of the band.
  ///
  /// - Parameters:
  ///   - agreement: τ that the MDADs are at.
  ///   - knowledge: what is known of a benchmark; nil where nothing is.
  public init(
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
            "line \(claim.line): nothing is known of benchmark \"\(claim.benchmark)\"; give --items N, or a column items"
          )
        }
        bands[claim.benchmark] = known
        notes.append("\(claim.benchmark): \(known.items) items. \(known.band.sentence)")
      }
      guard let known = bands[claim.benchmark] else { continue }
      guard claim.size <= known.items else {
        throw .invalidQuantity(
          "line \(claim.line): k = \(claim.size) of \(known.items) items; a micro-benchmark has fewer than the benchmark"
        )
      }
      let step = TableAudit.step(of: claims.filter { $0.benchmark == claim.benchmark }.map(\.mdad))
      rows.append(Row(claim, known: known, slack: max(0.5, step / 2 + 0.25), threshold: agreement))
    }
    self.rows = rows
    unjudged = claims.filter { !TableAudit.isRandom($0.method) }
    guard !rows.isEmpty else {
      findings.add(
        .weak, "No row is of uniform random sampling, the one method that theory foretells: nothing was judged.")
      self.findings = findings
      self.notes = notes
      return
    }
    let wrong = rows.filter { $0.verdict == .impossible }
    for row in wrong {
      findings.add(
        .impossible,
        "\(row.claim.benchmark), k = \(row.claim.size): \(compact(row.claim.mdad)) \(row.claim.mdad == 1 ? "point" : "points") cannot be the MDAD of random "
          + "sampling: agreement there is \(rangeText(row.agreement, 2)), not \(compact(agreement)); attainable is "
          + "\(row.attainableText) points.")
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

  /// Whether a printed name means uniform random sampling.
  public static func isRandom(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter }
    return [
      "random", "randomuniform", "uniformrandom", "uniform", "randomsampling", "uniformrandomsampling",
      "randomlysampled",
    ].contains(plain)
  }

  /// The coarsest step of 1, 0.5, 0.25, 0.1 … points that all figures are multiples of.
  static func step(of figures: [Double]) -> Double {
    [1, 0.5, 0.25, 0.1, 0.05, 0.01].first { step in
      figures.allSatisfy { abs(($0 / step).rounded() * step - $0) < 1e-6 }
    } ?? 0.001
  }
}

extension TableAudit.Row {
  /// Judges a claim.
  fileprivate init(
    _ claim: TableAudit.Claim, known: TableAudit.Knowledge, slack: Double, threshold: Double
  ) {
    self.claim = claim
    let gap = min(1, max(0.0001, claim.mdad / 100))
    discordance = known.band.range(atGap: gap)
    let allowance = TableAudit.samplingAllowance
    let few = max(claim.size, min(known.fewestItems, known.items))
    let ofAll = known.band.agreement(gap: gap, size: claim.size, items: known.items)
    let ofFew = known.band.agreement(gap: gap, size: claim.size, items: few)
    agreement = min(ofAll.lowerBound, ofFew.lowerBound)...max(ofAll.upperBound, ofFew.upperBound)
    func detectable(_ items: Int, _ threshold: Double) -> (low: Double?, high: Double?) {
      let found = known.band.detectableDifference(size: claim.size, items: items, threshold: threshold)
      return (found.low.map { $0 * 100 }, found.high.map { $0 * 100 })
    }
    let low = detectable(few, max(0.5, threshold - allowance)).low
    let high = detectable(known.items, min(0.9999, threshold + allowance)).high
    attainable = (low.map { max(0, $0 - slack) }, high.map { $0 + slack })
    let isAbove = low.map { claim.mdad >= $0 - slack - 1e-9 } ?? false
    let isBelow = high.map { claim.mdad <= $0 + slack + 1e-9 } ?? true
    verdict = isAbove && isBelow ? .sound : .impossible
  }

  /// What is attainable, points.
  var attainableText: String { rangeText(attainable.low, attainable.high, 2) }
}
