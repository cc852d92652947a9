import CKernels
import Foundation

/// The marginal likelihood of unidimensional logistic items, the ability integrated out over a standard normal
/// distribution by quadrature.
///
/// Each model is summed over its own window of the grid, outside which its posterior is negligible.
struct MarginalLikelihood: Sendable {
  /// The points.
  let grid: AbilityGrid
  /// For each model the vectors of the grid that it is summed over.
  private let windows: [Range<Int>]
  /// The answers that are not all wrong.
  private let answers: ScoredAnswers
  /// The models in the order of their windows, so that those worked on together share most of the points.
  private let order: [Int]
  /// The number of threads.
  let threadCount: Int

  /// Models, and items, that are worked on together, so that sums do not depend on the threads.
  private static let chunk = 256
  private static let itemChunk = 32

  /// Makes the likelihood on the 61 points from −6 to 6.
  ///
  /// - Parameter responses: a row per item, a column per model.
  init(_ responses: SourceResponses, threads: Int) {
    answers = ScoredAnswers(responses)
    threadCount = threads
    grid = .coarse
    windows = [Range<Int>](repeating: 0..<grid.vectors, count: responses.columns)
    order = Array(0..<responses.columns)
  }

  private init(_ other: MarginalLikelihood, extents: [ClosedRange<Double>], spacing: Double) {
    answers = other.answers
    threadCount = other.threadCount
    let (grid, windows) = AbilityGrid.covering(extents, spacing: spacing)
    (self.grid, self.windows) = (grid, windows)
    order = windows.indices.sorted { first, second in
      let (a, b) = (windows[first].lowerBound, windows[second].lowerBound)
      return a == b ? first < second : a < b
    }
  }

  /// Returns the same likelihood on points that cover a range of ability for each model.
  func covering(_ extents: [ClosedRange<Double>], spacing: Double) -> MarginalLikelihood {
    MarginalLikelihood(self, extents: extents, spacing: spacing)
  }

  /// The number of vectors of points that models are summed over.
  var work: Int { windows.reduce(0) { $0 + $1.count } }

  /// What an expectation step finds.
  struct Expectation: Sendable {
    /// Σ over models of the logarithm of the marginal likelihood.
    var logLikelihood = 0.0
    /// For each node the expected number of models there.
    var counts: [Double]
    /// For each item, node by node, the expected sum of the scores of the models there.
    var right: [Double]
    /// The models' posteriors, if they were asked for.
    var posteriors = AbilityPosteriors()
  }

  /// Finds the posterior of every model's ability and the expected counts at the nodes (Bock and Aitkin 1981).
  ///
  /// - Complexity: O(right answers × nodes in a model's window + items × nodes).
  func expectation(of items: [LogisticItem], keepsPosteriors: Bool = false) -> Expectation {
    let width = grid.nodes.count
    let (base, rise) = logChances(items)
    let chunks = (windows.count + MarginalLikelihood.chunk - 1) / MarginalLikelihood.chunk
    let parts = parallelMap(count: chunks, threads: threadCount) { chunk in
      let places = chunk * MarginalLikelihood.chunk..<min(windows.count, (chunk + 1) * MarginalLikelihood.chunk)
      return part(order[places], items: items.count, base: base, rise: rise, keepsPosteriors: keepsPosteriors)
    }
    var sum = Expectation(
      counts: [Double](repeating: 0, count: width), right: [Double](repeating: 0, count: items.count * width))
    for part in parts {
      sum.logLikelihood += part.logLikelihood
      let start = part.span.lowerBound
      for (node, count) in part.counts.enumerated() { sum.counts[start + node] += count }
      let length = part.counts.count
      sum.right.withUnsafeMutableBufferPointer { right in
        part.right.withUnsafeBufferPointer { own in
          for item in items.indices {
            let (to, from) = (item * width + start, item * length)
            for node in 0..<length { right[to + node] += own[from + node] }
          }
        }
      }
      sum.posteriors.append(part.posteriors)
    }
    if keepsPosteriors { sum.posteriors = sum.posteriors.inOrder(of: order) }
    return sum
  }

  /// The log-likelihood of no right answer at each node, weight included, and what a right answer adds to it.
  private func logChances(_ items: [LogisticItem]) -> (base: [Double], rise: [Double]) {
    let width = grid.nodes.count
    let chunks = (items.count + MarginalLikelihood.itemChunk - 1) / MarginalLikelihood.itemChunk
    let parts = parallelMap(count: chunks, threads: threadCount) { chunk in
      let range = chunk * MarginalLikelihood.itemChunk..<min(items.count, (chunk + 1) * MarginalLikelihood.itemChunk)
      var base = [Double](repeating: 0, count: width)
      var rise = [Double](repeating: 0, count: range.count * width)
      for item in range {
        let start = (item - range.lowerBound) * width
        for (node, ability) in grid.nodes.enumerated() {
          let (right, wrong) = items[item].logChances(at: ability)
          base[node] += wrong
          rise[start + node] = right - wrong
        }
      }
      return (base, rise)
    }
    var base = grid.logWeights
    var rise: [Double] = []
    rise.reserveCapacity(items.count * width)
    for part in parts {
      for node in 0..<width { base[node] += part.0[node] }
      rise += part.1
    }
    return (base, rise)
  }

  /// What some models add.
  private struct Part: Sendable {
    /// The points that any of the models is summed over.
    let span: Range<Int>
    var logLikelihood = 0.0
    /// Of the points in the span.
    var counts: [Double] = []
    var right: [Double] = []
    var posteriors = AbilityPosteriors()
  }

  private func part(
    _ models: ArraySlice<Int>, items: Int, base: [Double], rise: [Double], keepsPosteriors: Bool
  ) -> Part {
    let first = models.reduce(grid.vectors) { min($0, windows[$1].lowerBound) } * AbilityGrid.lanes
    let last = models.reduce(0) { max($0, windows[$1].upperBound) } * AbilityGrid.lanes
    var part = Part(span: first..<max(first, last))
    let (nodes, width) = (grid.nodes.count, part.span.count)
    part.counts = [Double](repeating: 0, count: width)
    part.right = [Double](repeating: 0, count: items * width)
    var sums = base
    rise.withUnsafeBufferPointer { rise in
      part.right.withUnsafeMutableBufferPointer { right in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let posterior = sums.baseAddress else { return }
          for model in models {
            let window = windows[model].lowerBound * AbilityGrid.lanes..<windows[model].upperBound * AbilityGrid.lanes
            let (start, length) = (window.lowerBound, window.count)
            for node in window { posterior[node] = base[node] }
            answers.withAnswers(of: model) { count, items, scores in
              guard let rise = rise.baseAddress else { return }
              mdad_add_chosen_double(rise + start, nodes, items, count, scores, posterior + start, length)
            }
            part.logLikelihood += MarginalLikelihood.normalise(sums, window)
            for node in window { part.counts[node - first] += posterior[node] }
            answers.withAnswers(of: model) { count, items, scores in
              guard let right = right.baseAddress else { return }
              mdad_add_to_chosen_double(
                right + (start - first), width, items, count, scores, posterior + start, length)
            }
            if keepsPosteriors { part.posteriors.append(weights: sums[window], start: start) }
          }
        }
      }
    }
    return part
  }

  /// Turns logarithms into shares of their sum, and returns the logarithm of that.
  private static func normalise(_ sums: UnsafeMutableBufferPointer<Double>, _ window: Range<Int>) -> Double {
    var largest = -Double.infinity
    for node in window { largest = max(largest, sums[node]) }
    var total = 0.0
    for node in window {
      let weight = exp(sums[node] - largest)
      sums[node] = weight
      total += weight
    }
    let share = 1 / total
    for node in window { sums[node] *= share }
    return largest + log(total)
  }
}
