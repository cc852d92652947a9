/// Simulates what k random items say of several models at once: whether the best one is found, or all are ranked.
///
/// Each trial draws the models from a matrix, and the items one by one, so that the first k are a random sample at
/// every k. A trial's draws depend on the seed and its number alone.
package struct ManyModelsSimulation: Sendable {
  /// Tells what the items are to achieve.
  package enum Aim: Sendable, Equatable {
    /// The model with the highest score on the items is within a gap, a fraction, of the best. Of models with equal
    /// highest scores one is taken at random.
    case best(within: Double)
    /// Every two models at least a gap apart come out in their order; equal scores are wrong.
    case ranking(apart: Double)
  }

  private let matrix: ItemMatrix
  /// Each model's score on all items, in items.
  private let sums: [Double]
  /// The models that a trial draws.
  package let models: Int
  /// What is to be achieved.
  package let aim: Aim
  /// The sizes, ascending.
  package let sizes: [Int]
  private let seed: UInt64

  /// Creates a simulation.
  ///
  /// - Parameters:
  ///   - models: from 2 to the number of models in the matrix.
  ///   - sizes: ascending, each at most N; nil for every size up to 200 and some 2 % apart beyond, below N.
  /// - Throws: ``SimulateError/unsatisfiable(_:remedies:)`` if the matrix has too few models.
  package init(
    matrix: ItemMatrix, models: Int, aim: Aim, sizes: [Int]? = nil, seed: UInt64 = 1
  ) throws(SimulateError) {
    guard matrix.modelCount >= models, models >= 2 else {
      throw .unsatisfiable(
        "\(plural(models, "model")) cannot be drawn from \(plural(matrix.modelCount, "distinct model")); give at most "
          + "\(matrix.modelCount)")
    }
    self.matrix = matrix
    self.models = models
    self.aim = aim
    self.seed = seed
    sums = matrix.accuracies().map { $0 * Double(matrix.itemCount) }
    self.sizes = sizes ?? ManyModelsSimulation.sizes(below: matrix.itemCount)
  }

  /// Every size up to 200, and some 2 % apart beyond.
  static func sizes(below items: Int) -> [Int] {
    var sizes = Array(1..<max(2, min(201, items)))
    while let last = sizes.last, last >= 200 {
      let next = max(last + 1, Int((Double(last) * 1.02).rounded()))
      if next >= items { break }
      sizes.append(next)
    }
    return sizes
  }

  /// Holds what a trial drew and achieved.
  struct Trial: Sendable {
    /// The models.
    let models: [Int]
    /// Whether it succeeded at each size: from 0 to 1, where equal highest scores are shared.
    let successes: [Double]
  }

  /// Carries out a trial.
  func trial(_ number: Int) -> Trial {
    var drawing = Philox(seed: seed, trial: number, purpose: .models, method: "several", size: models)
    let drawn = drawing.sample(models, from: Array(sums.indices)).sorted { sums[$0] < sums[$1] }
    var sampling = Philox(seed: seed, trial: number, purpose: .selection, method: "several")
    let items = sampling.shuffled(Array(0..<matrix.itemCount))
    let full = drawn.map { sums[$0] }
    var scores = [Double](repeating: 0, count: models)
    var taken = 0
    let successes = sizes.map { size in
      for item in items[taken..<size] {
        for position in drawn.indices { scores[position] += matrix.score(model: drawn[position], item: item) }
      }
      taken = size
      return success(scores, full: full)
    }
    return Trial(models: drawn, successes: successes)
  }

  /// Returns whether scores on some items achieve the aim.
  ///
  /// - Parameter full: the scores on all items, ascending.
  func success(_ scores: [Double], full: [Double]) -> Double {
    // Sums of whole answers are exact; those of graded ones are right to far less than this.
    let slack = 1e-6
    switch aim {
    case .best(let gap):
      let highest = (scores.max() ?? 0) - slack
      let chosen = scores.indices.filter { scores[$0] >= highest }
      let limit = (full.last ?? 0) - gap * Double(matrix.itemCount) - slack
      return Double(chosen.count { full[$0] >= limit }) / Double(chosen.count)
    case .ranking(let gap):
      let distance = gap * Double(matrix.itemCount) - slack
      // The highest score among models far enough below; it and the model grow together.
      var (below, highest) = (0, -Double.infinity)
      for position in scores.indices {
        while full[position] - full[below] >= distance, below < position {
          highest = max(highest, scores[below])
          below += 1
        }
        if scores[position] <= highest + slack { return 0 }
      }
      return 1
    }
  }

  /// Runs trials and returns the share that achieve the aim at each size, with 95 % intervals that allow for other
  /// models than those of the matrix.
  ///
  /// - Parameters:
  ///   - threads: at least 1; the result does not depend on it.
  ///   - progress: called from any thread after each finished trial.
  package func shares(trials: Int, threads: Int = 1, progress: (@Sendable () -> Void)? = nil) -> [Estimate] {
    let found = parallelMap(count: trials, threads: threads) { number in
      defer { progress?() }
      return trial(number)
    }
    let count = Double(trials)
    return sizes.indices.map { size in
      let mean = found.reduce(0) { $0 + $1.successes[size] } / count
      guard trials > 1 else { return Estimate(value: mean, low: nil, high: nil) }
      // By model, the sum of what its trials deviate, and of the squares.
      var deviations = [Double](repeating: 0, count: sums.count)
      var squares = deviations
      var total = 0.0
      for trial in found {
        let deviation = (trial.successes[size] - mean) / count
        total += deviation * deviation
        for model in trial.models {
          deviations[model] += deviation
          squares[model] += deviation * deviation
        }
      }
      var variance = SamplingVariance(overTrials: total, count: trials)
      if sums.count > models {
        // Trials that share a model: twice if they share two, as the first terms of the variance of such a mean do
        // (Hoeffding 1948).
        let shared = zip(deviations, squares).reduce(0) { $0 + $1.0 * $1.0 - $1.1 }
        variance.add(overModels: shared, count: sums.count, degree: models)
      }
      return Estimate(share: mean, variance: variance, assuming: count)
    }
  }
}
