/// Resamples of trials with replacement, the same for every method, size and reference.
///
/// Trials are the independent unit: the pairs within a trial share models, so that a bootstrap over pairs would be too
/// narrow. Intervals are 95 % percentile intervals (Efron and Tibshirani 1993, chapter 13) with expanded tails.
struct TrialBootstrap: Sendable {
  let trials: Int
  let resamples: Int
  /// How often each resample holds each trial, resample by resample.
  private let multiplicity: [Double]

  init(trials: Int, resamples: Int, seed: UInt64) {
    self.trials = trials
    self.resamples = resamples
    var multiplicity = [Double](repeating: 0, count: trials * resamples)
    for resample in 0..<resamples {
      var generator = Philox(seed: seed, trial: resample, purpose: .bootstrap)
      for _ in 0..<trials { multiplicity[resample * trials + generator.uniform(below: trials)] += 1 }
    }
    self.multiplicity = multiplicity
  }

  /// Tells whether there is anything to resample: one trial says nothing about the spread of trials.
  var isMeaningful: Bool { trials > 1 && resamples > 1 }

  /// The share of resamples to leave out at either end for an interval that covers 95 %.
  ///
  /// The percentiles of resamples of n numbers are those of a normal distribution with their variance divided by n, not
  /// n − 1; taken at Φ(−t·√(n/(n − 1))), t being Student's, they are as far out as a t interval (Hesterberg 2015).
  var tail: Double {
    guard trials > 1 else { return 0.025 }
    let degrees = Double(trials - 1)
    let quantile = StudentDistribution.quantile(0.975, degreesOfFreedom: degrees)
    return NormalDistribution.cumulative(-quantile * (Double(trials) / degrees).squareRoot())
  }

  /// Returns how often a resample holds a trial.
  func times(_ trial: Int, inResample resample: Int) -> Double { multiplicity[resample * trials + trial] }

  /// Sums the rows of the trials over each resample.
  ///
  /// - Parameters:
  ///   - rows: trials × width, trial by trial.
  ///   - body: called with each resample's sums in turn.
  func forEachResample(ofRows rows: [Double], width: Int, _ body: (UnsafeBufferPointer<Double>) -> Void) {
    precondition(rows.count == trials * width)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, width)) { sums in
      rows.withUnsafeBufferPointer { rows in
        multiplicity.withUnsafeBufferPointer { multiplicity in
          for resample in 0..<resamples {
            for column in 0..<width { sums[column] = 0 }
            for trial in 0..<trials {
              let times = multiplicity[resample * trials + trial]
              if times == 0 { continue }
              let row = UnsafeBufferPointer(rebasing: rows[trial * width..<(trial + 1) * width])
              for column in 0..<width { sums[column] += times * row[column] }
            }
            body(UnsafeBufferPointer(rebasing: sums[..<width]))
          }
        }
      }
    }
  }
}
