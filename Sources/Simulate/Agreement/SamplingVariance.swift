import Foundation

/// Holds the expected squared error of a figure and how well that is known, split into the part of the trials and the
/// part of the models.
struct SamplingVariance: Sendable, Equatable {
  /// What another set of as many trials with these models would change.
  private(set) var trials = 0.0
  /// What other models would change in addition; 0 if the question is about the models at hand only.
  private(set) var models = 0.0
  private var trialDegrees = 1.0
  private var modelDegrees = 1.0

  /// Creates a variance over trials.
  ///
  /// - Parameters:
  ///   - sum: of the products of terms that share a trial, about the mean.
  ///   - count: the number of trials, 2 or more.
  init(overTrials sum: Double, count: Int) {
    trials = sum * Double(count) / Double(count - 1)
    trialDegrees = Double(count - 1)
  }

  /// Adds the contribution of models.
  ///
  /// - Parameters:
  ///   - sum: of the products that share a model and no trial. It is right on average about the true mean and can be
  ///     below 0, which counts as 0.
  ///   - count: the number of models, more than `degree`.
  ///   - degree: how many models a term is about, 1 or 2. About the mean of the terms themselves the sum is too small,
  ///     by the factors with which the jackknife makes up for it.
  mutating func add(overModels sum: Double, count: Int, degree: Int) {
    let (count, rest) = (Double(count), Double(count - degree))
    models = max(0, sum) * (degree == 1 ? count / rest : count * (count - 1) / (rest * rest))
    modelDegrees = count - 1
  }

  /// Returns the variance of a share of the draws, or of several times as many.
  func scaled(by factor: Double) -> SamplingVariance {
    var result = self
    result.trials *= factor
    result.models *= factor
    return result
  }

  /// The factor by which models widen the standard error of the trials; infinite if trials show no variance, 1 without
  /// either.
  var stretch: Double { models > 0 ? (total / trials).squareRoot() : 1 }

  /// Both parts.
  var total: Double { trials + models }

  /// The half width of a 95 % interval: Student's t with the degrees of freedom of a sum of two variances
  /// (Satterthwaite 1946), times the standard error.
  var halfWidth: Double { quantile * total.squareRoot() }

  /// Student's t.
  var quantile: Double {
    let parts = trials * trials / trialDegrees + models * models / modelDegrees
    return StudentDistribution.quantile(0.975, degreesOfFreedom: parts > 0 ? total * total / parts : trialDegrees)
  }
}

extension Estimate {
  /// Creates a mean with its t interval.
  ///
  /// - Parameter range: what values are possible; the limits stay within.
  init(mean value: Double?, variance: SamplingVariance?, within range: ClosedRange<Double>) {
    guard let value, let half = variance?.halfWidth else {
      self.init(value: value, low: nil, high: nil)
      return
    }
    self.init(
      value: value, low: max(range.lowerBound, value - half), high: min(range.upperBound, value + half))
  }

  /// Creates a correlation with the t interval of its inverse hyperbolic tangent (Fisher 1921), whose spread does not
  /// shrink near 1.
  init(correlation value: Double?, variance: SamplingVariance?) {
    guard let value, let half = variance?.halfWidth else {
      self.init(value: value, low: nil, high: nil)
      return
    }
    guard abs(value) < 1, half > 0 else {
      self.init(exactly: value)
      return
    }
    let (transformed, width) = (0.5 * log((1 + value) / (1 - value)), half / (1 - value * value))
    self.init(value: value, low: tanh(transformed - width), high: tanh(transformed + width))
  }

  /// Creates a share with Wilson's interval (1927) for as many independent draws as its variance stands for: p·(1 −
  /// p)/variance (Korn and Graubard 1998 do the same in Clopper and Pearson's).
  ///
  /// Near 0 and 1 a variance is estimated from a few events and is small if the share is extreme by chance. The
  /// number of draws it stands for is not affected.
  ///
  /// - Parameter draws: the number of independent draws to assume of a share of exactly 0 or 1, which shows no
  ///   variance.
  init(share value: Double?, variance: SamplingVariance?, assuming draws: @autoclosure () -> Double) {
    guard let value, let variance else {
      self.init(value: value, low: nil, high: nil)
      return
    }
    let spread = value * (1 - value)
    let perDraw = spread > 0 ? variance.total / spread : 1 / draws()
    // z²/n: at 0 the share is known.
    let share = variance.quantile * variance.quantile * perDraw
    let center = (value + share / 2) / (1 + share)
    let half = (max(0, spread) * share + share * share / 4).squareRoot() / (1 + share)
    self.init(value: value, low: min(value, max(0, center - half)), high: max(value, min(1, center + half)))
  }
}
