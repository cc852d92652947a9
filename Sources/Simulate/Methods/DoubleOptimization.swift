import CKernels
import Foundation

/// Finds items and weights together by gradient descent. Which items are chosen is a point of the simplex of k items;
/// how much each counts is a free weight.
///
/// Zhang, Dorner and Hardt 2025 (arXiv 2506.07673), with their settings. The k largest shares are the chosen items;
/// gradients pass through that choice unchanged (straight-through). Adam (Kingma and Ba 2015) moves the weights by 0.1
/// and the shares by 0.001 a step, the latter projected back on {Σ = k, 0 ≤ p ≤ 1}. A fifth of the sources decides when
/// to stop: the best of at most 1,000 steps is kept, and 100 steps without a gain end the search.
struct DoubleOptimization: ItemSelector {
  private static let steps = 1000
  private static let patience = 100

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    Prepared(items: context.items, responses: context.sourceResponses(), scores: context.sourceScores())
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let responses: SourceResponses
    let scores: [Double]

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let sources = responses.columns
      let order = generator.shuffled(Array(0..<sources))
      let trained = max(1, sources * 4 / 5)
      let search = Search(
        training: Part(responses, scores: scores, sources: Array(order.prefix(trained))),
        validation: Part(responses, scores: scores, sources: Array(order.dropFirst(trained))), size: size)
      let found = search.run(weights: items.map { _ in generator.normal() })
      let share = 1 / Double(size)
      return MicroBenchmark(
        items: found.chosen.map { items[$0] },
        score: LinearScore(constant: 0, weights: found.weights.map { $0 * share }))
    }
  }

  /// Holds some sources' responses, item by item, and their full scores.
  private struct Part {
    let count: Int
    let values: [Double]
    let scores: [Double]

    init(_ responses: SourceResponses, scores: [Double], sources: [Int]) {
      count = sources.count
      values = (0..<responses.rows).flatMap { item in sources.map { responses[item, $0] } }
      self.scores = sources.map { scores[$0] }
    }

    /// Computes how far the weighted mean of chosen items is from each source's full score.
    func residuals(_ chosen: [Int], _ weights: [Double]) -> [Double] {
      var residuals = scores.map { -$0 }
      let share = 1 / Double(chosen.count)
      let factors = chosen.map { weights[$0] * share }
      mdad_add_chosen_double(values, count, chosen, chosen.count, factors, &residuals, count)
      return residuals
    }

    /// Computes for each item twice the mean of its responses' products with residuals.
    func gradient(_ residuals: [Double]) -> [Double] {
      let factor = 2 / Double(count)
      return dotProducts(residuals, values, count: values.count / count).map { factor * $0 }
    }
  }

  private struct Search {
    let training: Part
    let validation: Part
    let size: Int

    func run(weights start: [Double]) -> (chosen: [Int], weights: [Double]) {
      var weights = start
      var shares = projectedOnCappedSimplex(start.map { _ in 1 }, total: Double(size))
      var weightSteps = Adam(rate: 0.1, count: start.count)
      var shareSteps = Adam(rate: 0.001, count: start.count)
      var best = (loss: Double.infinity, chosen: [Int](), weights: [Double]())
      var idle = 0
      // Without sources to check with, those of the training have to serve.
      let judges = validation.count > 0 ? validation : training
      for _ in 0..<DoubleOptimization.steps {
        let chosen = positionsOfGreatest(size, of: shares)
        let misses = judges.residuals(chosen, weights)
        let loss = dot(misses, misses)
        if loss < best.loss {
          best = (loss, chosen, chosen.map { weights[$0] })
          idle = 0
        } else {
          idle += 1
          if idle > DoubleOptimization.patience { break }
        }
        let gradient = training.gradient(training.residuals(chosen, weights)).map { $0 / Double(size) }
        var ofWeights = [Double](repeating: 0, count: weights.count)
        for item in chosen { ofWeights[item] = gradient[item] }
        let ofShares = zip(gradient, weights).map { $0 * $1 }
        weightSteps.step(&weights, gradient: ofWeights)
        shareSteps.step(&shares, gradient: ofShares)
        shares = projectedOnCappedSimplex(shares, total: Double(size))
      }
      return (best.chosen, best.weights)
    }
  }
}

/// Takes steps of about the same length in every variable: Adam, with a small weight decay.
///
/// Kingma and Ba, ICLR 2015, with its usual constants.
private struct Adam {
  private static let decay = 1e-4
  private let rate: Double
  private var first: [Double]
  private var second: [Double]
  private var corrections = (first: 1.0, second: 1.0)

  init(rate: Double, count: Int) {
    self.rate = rate
    first = [Double](repeating: 0, count: count)
    second = first
  }

  mutating func step(_ point: inout [Double], gradient: [Double]) {
    corrections.first *= 0.9
    corrections.second *= 0.999
    let (rate, rest) = (rate, (first: 1 - corrections.first, second: 1 - corrections.second))
    point.withUnsafeMutableBufferPointer { point in
      gradient.withUnsafeBufferPointer { gradient in
        first.withUnsafeMutableBufferPointer { first in
          second.withUnsafeMutableBufferPointer { second in
            for index in point.indices {
              let slope = gradient[index] + Adam.decay * point[index]
              first[index] += 0.1 * (slope - first[index])
              second[index] += 0.001 * (slope * slope - second[index])
              let mean = first[index] / rest.first
              let spread = (second[index] / rest.second).squareRoot()
              point[index] -= rate * mean / (spread + 1e-8)
            }
          }
        }
      }
    }
  }
}

extension Method {
  /// Items and weights by gradient descent.
  static let doubleOptimize = Method(
    name: "double-optimize",
    summary: "items and weights found together by projected gradient descent on the k-simplex; scored by the weights",
    source: "Zhang, Dorner and Hardt 2025", needs: .sourceResponses, minimumSources: 2, effort: .heavy,
    selector: DoubleOptimization(), estimator: ScoreOfSelection())
}
