import Simulate

/// Holds what is known of a benchmark from its item matrix: its MDAD–k table and its profile.
public struct BenchmarkTable: Sendable {
  /// Holds who was measured in one part of a table.
  public struct MeasuredRegime: Sendable, Equatable {
    /// `full` or `half`.
    public let split: ItemSplit
    /// How targets were chosen.
    public let targets: String
    /// Target models in each trial.
    public let targetCount: Int
    /// Source models in the trial that has the fewest.
    public let sourceCount: Int
    /// The largest gap with enough pairs of possible targets at or beyond it, a fraction; nil if that was not looked
    /// at.
    public let largestGap: Double?
  }

  /// The benchmark's name.
  public let benchmark: String
  /// M, the distinct models of the matrix.
  public let models: Int
  /// The models that were left out because they answer every item as another does.
  public let duplicates: Int
  /// The oldest and the newest date among the models; nil if dates are not known.
  public let dates: ClosedRange<String>?
  /// N, the items of the matrix.
  public let items: Int
  /// The number of subtasks; 0 if items carry none.
  public let subtasks: Int
  /// The SHA-256 of the matrix's content.
  public let matrixHash: String
  /// The version of the program that made the table.
  public let version: String
  /// The seed of the simulations.
  public let seed: UInt64
  /// The trials of each simulation.
  public let trials: Int
  /// Who was measured, part by part.
  public let regimes: [MeasuredRegime]
  /// Items to choose from under the half split; 0 if the table has no such rows.
  public let seenItems: Int
  /// Accuracy quantiles: 0, 10, 25, 50, 75, 90 and 100 %, fractions.
  public let accuracyQuantiles: [Double]
  /// Kuder–Richardson formula 20; nil for graded scores or a single item.
  public let reliability: Double?
  /// Discordance by gap, or nil if no pair has a gap.
  package let discordance: DiscordanceProfile?
  /// The correlation of answers by accuracy, or nil if too few pairs have one.
  package let correlation: CorrelationProfile?
  /// All pairs of the matrix by discordance and difference, from which `random` is exact at every k; nil for graded
  /// scores.
  package let population: PairPopulation?
  /// A row per split, choice of targets, method, size and reference.
  package let rows: [TableRow]

  /// The quantiles that `accuracyQuantiles` holds.
  public static let quantileLevels = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]

  /// The models, for people who ask whether theirs are like them.
  public var measured: MeasuredModels {
    MeasuredModels(
      count: models, duplicates: duplicates, dates: dates,
      accuracies: .init(low: accuracyQuantiles[1], median: accuracyQuantiles[3], high: accuracyQuantiles[5]))
  }

  /// The source models in each trial with targets at random.
  package var sourceCount: Int { regimes.first?.sourceCount ?? 0 }
}

/// Says which models a table or a matrix knows.
public struct MeasuredModels: Sendable, Equatable {
  /// How many there are.
  public let count: Int
  /// How many more were left out because they answer every item as one of these does.
  public let duplicates: Int
  /// The oldest and the newest date among them; nil if dates are not known.
  public let dates: ClosedRange<String>?
  /// The 10, 50 and 90 % points of their accuracies.
  public let accuracies: Accuracies

  /// Holds points of the distribution of accuracies, fractions.
  public struct Accuracies: Sendable, Equatable {
    /// The 10 % point.
    public let low: Double
    /// The median.
    public let median: Double
    /// The 90 % point.
    public let high: Double
  }
}

/// Holds one row of an MDAD–k table: a method at a size.
package struct TableRow: Sendable, Equatable {
  /// `full` or `half`.
  package let split: ItemSplit
  /// How targets were chosen.
  package let targets: String
  /// The method's identifier.
  package let method: String
  /// The size k.
  package let size: Int
  /// What the ranking was compared with.
  package let reference: Reference
  /// How agreement and MDAD were obtained.
  package let basis: ResultBasis
  /// The smoothed MDAD with its interval, fractions.
  package let mdad: Estimate
  /// Tells whether the MDAD is an upper bound.
  package let isUpperBound: Bool
  /// The paper's reading, a fraction.
  package let first: Double?
  /// The sustained reading, a fraction.
  package let sustained: Double?
  /// Mean absolute estimation error with its interval, a fraction.
  package let error: Estimate
  /// Kendall's τ-b with its interval.
  package let kendallTau: Estimate
  /// The pairs behind the curve.
  package let pairs: Int
  /// The smoothed agreement curve.
  package let curve: SmoothedCurve
  /// The agreement at the curve's gaps by the trials that methods are chosen by; empty if there are none.
  package let choice: [Double]

  /// The curve by the trials that methods are chosen by, or nil if there are none.
  package var choiceCurve: SmoothedCurve? {
    choice.isEmpty ? nil : SmoothedCurve(gaps: curve.gaps, agreement: choice)
  }

  /// Returns the smoothed agreement at a gap, a fraction, with its interval.
  package func agreement(atGap gap: Double) -> Estimate { curve.agreement(atGap: gap) }
}

/// Holds smoothed agreement by gap with its interval, read by linear interpolation.
package struct SmoothedCurve: Sendable, Equatable {
  /// Bin centres in ascending order, fractions.
  package let gaps: [Double]
  /// Smoothed agreement at each.
  package let agreement: [Double]
  /// The lower limits; empty if there are none.
  package let low: [Double]
  /// The upper limits; empty if there are none.
  package let high: [Double]
  /// Tells whether a curve without limits is exact; otherwise its limits are not known.
  package let isExact: Bool

  /// Creates a curve from its points.
  package init(gaps: [Double], agreement: [Double], low: [Double] = [], high: [Double] = [], isExact: Bool = true) {
    self.isExact = isExact && low.isEmpty
    self.gaps = gaps
    self.agreement = agreement
    self.low = low
    self.high = high
  }

  /// Creates the curve of a simulation's row.
  package init(_ row: ResultRow) {
    let lows = row.smoothed.compactMap(\.low)
    let highs = row.smoothed.compactMap(\.high)
    let complete = row.basis == .simulated || lows != row.curve.smoothed
    self.init(
      gaps: row.curve.centers, agreement: row.curve.smoothed,
      low: complete && lows.count == row.smoothed.count ? lows : [],
      high: complete && highs.count == row.smoothed.count ? highs : [], isExact: !complete)
  }

  /// Returns the agreement at a gap, a fraction, with its interval.
  package func agreement(atGap gap: Double) -> Estimate {
    let place = InterpolationPlace(ofGap: gap, among: gaps)
    let value = place?.value(of: agreement)
    guard !low.isEmpty else { return isExact ? Estimate(exactly: value) : Estimate(value: value, low: nil, high: nil) }
    return Estimate(value: value, low: place?.value(of: low), high: place?.value(of: high))
  }

  /// Returns the curve without the part where agreement is 1 to four decimals, which reading beyond the last point
  /// restores.
  func trimmed() -> SmoothedCurve {
    func isOne(_ index: Int) -> Bool {
      agreement[index] >= 0.99995 && (low.isEmpty || low[index] >= 0.99995)
    }
    var count = gaps.count
    while count > 1, isOne(count - 1), isOne(count - 2) { count -= 1 }
    return SmoothedCurve(
      gaps: Array(gaps.prefix(count)), agreement: Array(agreement.prefix(count)), low: Array(low.prefix(count)),
      high: Array(high.prefix(count)), isExact: isExact)
  }
}
