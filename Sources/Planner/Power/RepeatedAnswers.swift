import Simulate

/// Splits what the scores of models vary by, from a matrix with counts c of n, after Miller 2024 (arXiv 2411.00640):
/// within items, as a model does not always answer alike, and between items.
///
/// All parts are estimated without bias. Several cells have too few answers for their part (two for the mean, 2K for
/// pass@K and pass^K); they are left out of means within items.
package struct RepeatedAnswers: Sendable {
  /// Holds a model and what its answers vary by.
  package struct Model: Sendable {
    /// Its name.
    package let name: String
    /// σ²: the mean variance of one answer to an item; for scores other than the mean, of the score of an item.
    package let within: Double?
    /// The standard error of its score that comes from sampling answers, a fraction.
    package let error: Double?
  }

  /// What items are scored by.
  package let score: SampleScore
  /// The fewest and the most answers of a model to an item.
  package let counts: ClosedRange<Int>
  /// σ² of all models, with the interval over items.
  package let within: Estimate
  /// The models, in the order of the matrix.
  package let models: [Model]
  /// ω²: the variance over items of the difference between two models' true scores; the median pair's. Nil if no pair
  /// has enough answers.
  package let between: Double?
  /// The share of the variance of a difference between single answers (of scores, unless these are means) that is
  /// within items; the median pair's.
  package let withinShare: Double?

  /// The most models whose pairs are looked at.
  private static let mostModels = 100

  /// Splits the variance; nil if the matrix has no counts.
  ///
  /// - Complexity: O(M · N · K + models² · N) for at most 100 models.
  package init?(_ matrix: ItemMatrix) {
    guard let samples = matrix.repeatedSamples else { return nil }
    score = samples.score
    counts = samples.range
    let items = Array(0..<matrix.itemCount)
    let variances = matrix.models.indices.map { model in
      items.map { matrix.samplingVariance(model: model, item: $0) }
    }
    let isMean = score == .mean
    // Of one answer where the score is a mean of answers, of the score otherwise.
    let single = matrix.models.indices.map { model in
      items.map { item in
        variances[model][item].map { isMean ? $0 * Double(matrix.samples(model: model, item: item).count) : $0 }
      }
    }
    models = matrix.models.indices.map { model in
      let known = variances[model].compactMap(\.self)
      let mean = RepeatedAnswers.mean(known)
      return Model(
        name: matrix.models[model], within: RepeatedAnswers.mean(single[model].compactMap(\.self)),
        error: mean.map { ($0 / Double(items.count)).squareRoot() })
    }
    within = RepeatedAnswers.interval(
      items.compactMap { item in RepeatedAnswers.mean(single.compactMap { $0[item] }) })
    let pairs = RepeatedAnswers.pairs(matrix, variances: variances, single: single)
    between = median(pairs.map(\.between)).map { max(0, $0) }
    withinShare = median(pairs.map { $0.within > 0 ? $0.within / ($0.within + max(0, $0.between)) : 0 })
  }

  /// Returns what the differences between two models vary by, between items and within them, for all pairs. Chance can
  /// take the first below 0.
  static func pairs(
    _ matrix: ItemMatrix, variances: [[Double?]], single: [[Double?]]
  ) -> [(between: Double, within: Double)] {
    var models = Array(matrix.models.indices)
    if models.count > mostModels {
      var generator = Philox(seed: 1, trial: 0, purpose: .models, method: "repeated")
      models = generator.sample(mostModels, from: models).sorted()
    }
    let count = Double(matrix.itemCount)
    guard count > 1 else { return [] }
    var found: [(between: Double, within: Double)] = []
    for first in models {
      for second in models where second > first {
        let differences = (0..<matrix.itemCount).map {
          matrix.score(model: first, item: $0) - matrix.score(model: second, item: $0)
        }
        let center = differences.reduce(0, +) / count
        let spread = differences.reduce(0) { $0 + ($1 - center) * ($1 - center) } / (count - 1)
        func mean(_ values: [[Double?]]) -> Double? {
          RepeatedAnswers.mean(
            zip(values[first], values[second]).compactMap { one, other in one.flatMap { one in other.map { one + $0 } }
            })
        }
        guard let noise = mean(variances), let within = mean(single) else { continue }
        found.append((spread - noise, within))
      }
    }
    return found
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Returns a mean with Student's interval, of which items are the independent units.
  private static func interval(_ values: [Double]) -> Estimate {
    guard let mean = mean(values) else { return Estimate(exactly: nil) }
    guard values.count > 1 else { return Estimate(value: mean, low: nil, high: nil) }
    let count = Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let half = StudentDistribution.quantile(0.975, degreesOfFreedom: count - 1) * (variance / count).squareRoot()
    return Estimate(value: mean, low: max(0, mean - half), high: mean + half)
  }
}

/// Returns the median; nil of no values.
func median(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : quantile(0.5, ofSorted: values.sorted())
}

extension DiscordanceProfile {
  /// Creates the profile of single answers from counts c of n, or nil if the matrix has none, or no pair has a gap.
  ///
  /// Two models that are right with chances p and q, independently, differ with p + q − 2pq, which c/n estimate without
  /// bias.
  ///
  /// - Complexity: O(models² · N).
  package init?(samplesOf matrix: ItemMatrix, models: [Int]) {
    guard matrix.repeatedSamples?.score == .mean else { return nil }
    let rows = models.map { model in (0..<matrix.itemCount).map { matrix.score(model: model, item: $0) } }
    let count = Double(matrix.itemCount)
    let means = rows.map { $0.reduce(0, +) / count }
    var ofBin: [Int: [Double]] = [:]
    for first in rows.indices {
      for second in rows.indices where second > first && means[first] != means[second] {
        let both = zip(rows[first], rows[second]).reduce(0) { $0 + $1.0 * $1.1 } / count
        let gap = abs(means[first] - means[second])
        ofBin[GapBins.centered.bin(ofGap: gap), default: []].append(means[first] + means[second] - 2 * both)
      }
    }
    guard !ofBin.isEmpty else { return nil }
    self.init(
      bands: ofBin.sorted { $0.key < $1.key }.map { bin, discordances in
        let sorted = discordances.sorted()
        return PairBand(
          center: GapBins.centered.center(of: bin), pairs: sorted.count, low: Simulate.quantile(0.1, ofSorted: sorted),
          median: Simulate.quantile(0.5, ofSorted: sorted), high: Simulate.quantile(0.9, ofSorted: sorted))
      })
  }
}
