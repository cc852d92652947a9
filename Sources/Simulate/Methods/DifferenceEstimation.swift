import Foundation

/// Estimates full scores from items drawn with unequal, known chances: the difference estimator.
///
/// Särndal, Swensson and Wretman 1992, section 6.3. What is expected of all items, plus the sum over the drawn items of
/// what the answer differs from that, each divided by N times its chance. Over the draw it is unbiased for every model,
/// whatever was expected of it; the nearer the expectation, the smaller its variance.
struct DifferenceEstimation: ScoreEstimator {
  typealias Fitted = DifferenceScore

  func prepare(_ context: SelectionContext) -> any PreparedEstimation {
    Prepared(context: context, expected: context.expectedAnswers())
  }

  private struct Prepared: PreparedEstimation {
    let context: SelectionContext
    let expected: ExpectedAnswers

    func fit(_ microBenchmark: MicroBenchmark) -> any FittedEstimator {
      let chances = DisagreementSampling.chances(of: expected, size: microBenchmark.items.count)
      let drawn = context.positions(of: microBenchmark.items)
      return DifferenceScore(
        population: context.items.count, meanExpected: expected.means.reduce(0, +) / Double(expected.means.count),
        expected: drawn.map { expected.means[$0] }, chances: drawn.map { chances[$0] })
    }
  }
}

/// Represents an estimator whose uncertainty follows from how items were drawn, for models of any strength.
package protocol DesignBasedEstimator: FittedEstimator {
  /// Computes an interval for each model's full score.
  ///
  /// - Parameter level: the share of draws whose interval should hold the score, such as 0.9.
  func intervals(from responses: TargetResponses, level: Double) -> [(low: Double, high: Double)]

  /// Computes the chance that one model is ahead of another on all items.
  ///
  /// - Parameters:
  ///   - first: the position of a model in `responses`.
  ///   - second: the other's.
  func probabilityAhead(of first: Int, over second: Int, from responses: TargetResponses) -> Double
}

/// Computes the difference estimate from the answers to the drawn items.
package struct DifferenceScore: DesignBasedEstimator, Equatable {
  /// N, the number of items drawn from.
  package let population: Int
  /// The mean over all N items of the expected scores.
  package let meanExpected: Double
  /// For each drawn item the expected score.
  package let expected: [Double]
  /// For each drawn item the chance with which it was drawn.
  package let chances: [Double]

  private enum CodingKeys: String, CodingKey {
    case population, expected, chances
    case meanExpected = "mean_expected"
  }

  /// Creates a score of the items drawn.
  package init(population: Int, meanExpected: Double, expected: [Double], chances: [Double]) {
    self.population = population
    self.meanExpected = meanExpected
    self.expected = expected
    self.chances = chances
  }

  /// The number of drawn items.
  package var itemCount: Int? {
    let isWhole =
      expected.count == chances.count && !chances.isEmpty && chances.count <= population && meanExpected.isFinite
      && chances.allSatisfy { $0 > 0 && $0 <= 1 } && expected.allSatisfy(\.isFinite)
    return isWhole ? chances.count : nil
  }

  /// The score as one linear function of the answers.
  package var linear: LinearScore {
    guard chances.count < population else { return .mean(of: chances.count) }
    let weights = chances.map { 1 / (Double(population) * $0) }
    return LinearScore(constant: meanExpected - zip(weights, expected).reduce(0) { $0 + $1.0 * $1.1 }, weights: weights)
  }

  /// Estimates the score of each model.
  package func scores(from responses: TargetResponses) -> [Double] { linear.scores(from: responses) }

  /// Computes for each model the estimate ± Student's quantile times the standard error, cut off at 0 and 1.
  package func intervals(from responses: TargetResponses, level: Double) -> [(low: Double, high: Double)] {
    let quantile = StudentDistribution.quantile((1 + level) / 2, degreesOfFreedom: degreesOfFreedom)
    return scores(from: responses).enumerated().map { model, estimate in
      let values = expected.indices.map { responses.response(model: model, selected: $0) - expected[$0] }
      // A single draw says nothing of how far it may be off.
      guard let error = standardError(of: values) else { return (0, 1) }
      return (max(0, min(1, estimate - quantile * error)), min(1, max(0, estimate + quantile * error)))
    }
  }

  /// Computes the chance from the estimated difference and its standard error, by the normal distribution.
  package func probabilityAhead(of first: Int, over second: Int, from responses: TargetResponses) -> Double {
    let values = expected.indices.map {
      responses.response(model: first, selected: $0) - responses.response(model: second, selected: $0)
    }
    let difference = zip(linear.weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    guard let error = standardError(of: values) else { return 0.5 }
    guard error > 0 else { return difference > 0 ? 1 : difference < 0 ? 0 : 0.5 }
    return NormalDistribution.cumulative(difference / error)
  }

  /// The degrees of freedom of a standard error: one less than the number of items drawn by chance.
  private var degreesOfFreedom: Double { max(1, Double(chances.count { $0 < 1 } - 1)) }

  /// Estimates the standard error of the estimated mean of a value over all items, from its values at the drawn ones.
  ///
  /// The variance of the Horvitz–Thompson estimate by Hájek's approximation for draws of fixed size (Hájek 1964; Brewer
  /// 2002): Σ c(e − ē)², e being a value over N times its chance π, c = (1 − π)·k/(k − 1), and ē the mean of e with
  /// weights c.
  /// Nil if a single item was drawn by chance, from which no variance can be estimated.
  func standardError(of values: [Double]) -> Double? {
    let drawn = chances.indices.filter { chances[$0] < 1 }
    let count = Double(drawn.count)
    guard count != 1 else { return nil }
    guard count > 0 else { return 0 }
    var (weight, sum) = (0.0, 0.0)
    func expanded(_ position: Int) -> Double { values[position] / (Double(population) * chances[position]) }
    for position in drawn {
      weight += 1 - chances[position]
      sum += (1 - chances[position]) * expanded(position)
    }
    let mean = sum / weight
    let squares = drawn.reduce(0) { total, position in
      let deviation = expanded(position) - mean
      return total + (1 - chances[position]) * deviation * deviation
    }
    return (squares * count / (count - 1)).squareRoot()
  }
}
