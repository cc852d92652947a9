import Foundation

/// The marginal likelihood of unidimensional logistic items, the ability integrated out over a standard normal
/// distribution by quadrature: 61 points from −6 to 6.
struct MarginalLikelihood: Sendable {
  /// Points of ability, padded to whole vectors.
  let nodes: [Double]
  private let logWeights: [Double]
  /// A row per model, a column per item.
  private let responses: SourceResponses
  let threadCount: Int

  /// The number of points with a weight.
  static let points = 61
  private static let vectors = 8
  /// Models that are summed up together, so that sums do not depend on the threads.
  private static let chunk = 256

  /// - Parameter responses: a row per item, a column per model.
  init(_ responses: SourceResponses, threads: Int) {
    self.responses = responses.transposed()
    threadCount = threads
    let padded = MarginalLikelihood.vectors * 8
    nodes = (0..<padded).map { $0 < MarginalLikelihood.points ? -6 + 0.2 * Double($0) : 0 }
    let densities = nodes.prefix(MarginalLikelihood.points).map { NormalDistribution.density($0) }
    let total = densities.reduce(0, +)
    logWeights = (0..<padded).map { $0 < densities.count ? log(densities[$0] / total) : -1e4 }
  }

  /// What an expectation step finds.
  struct Expectation: Sendable {
    /// Σ over models of the logarithm of the marginal likelihood.
    var logLikelihood = 0.0
    /// For each node the expected number of models there.
    var counts: [Double]
    /// For each item, node by node, the expected sum of the scores of the models there.
    var right: [Double]
    /// For each model, node by node, the posterior weight.
    var posteriors: [Double]
  }

  /// The posterior of every model's ability and the expected counts at the nodes (Bock and Aitkin 1981).
  ///
  /// - Complexity: O(right answers × nodes).
  func expectation(of items: [LogisticItem], keepsPosteriors: Bool = false) -> Expectation {
    let width = nodes.count
    var base = logWeights
    var rise = [SIMD8<Double>](repeating: SIMD8(), count: items.count * MarginalLikelihood.vectors)
    for (item, parameters) in items.enumerated() {
      for node in 0..<MarginalLikelihood.points {
        let p = min(max(parameters.probability(at: nodes[node]), 1e-12), 1 - 1e-12)
        let wrong = log1p(-p)
        base[node] += wrong
        rise[item * MarginalLikelihood.vectors + node / 8][node % 8] = log(p) - wrong
      }
    }
    let baseVectors = (0..<MarginalLikelihood.vectors).map { v in SIMD8<Double>((0..<8).map { base[v * 8 + $0] }) }
    let chunks = (responses.rows + MarginalLikelihood.chunk - 1) / MarginalLikelihood.chunk
    let riseVectors = rise
    let parts = parallelMap(count: chunks, threads: threadCount) { chunk in
      let models = chunk * MarginalLikelihood.chunk..<min(responses.rows, (chunk + 1) * MarginalLikelihood.chunk)
      return part(models, items: items.count, base: baseVectors, rise: riseVectors, keepsPosteriors: keepsPosteriors)
    }
    var sum = Expectation(
      counts: [Double](repeating: 0, count: width), right: [Double](repeating: 0, count: items.count * width),
      posteriors: [])
    for part in parts {
      sum.logLikelihood += part.logLikelihood
      for node in 0..<width { sum.counts[node] += part.counts[node] }
      for index in sum.right.indices { sum.right[index] += part.right[index] }
      sum.posteriors += part.posteriors
    }
    return sum
  }

  private func part(
    _ models: Range<Int>, items: Int, base: [SIMD8<Double>], rise: [SIMD8<Double>], keepsPosteriors: Bool
  ) -> Expectation {
    let vectors = MarginalLikelihood.vectors
    var counts = [SIMD8<Double>](repeating: SIMD8(), count: vectors)
    var right = [SIMD8<Double>](repeating: SIMD8(), count: items * vectors)
    var posteriors: [Double] = []
    var logLikelihood = 0.0
    var sums = base
    var scored: [(item: Int, score: Double)] = []
    rise.withUnsafeBufferPointer { rise in
      right.withUnsafeMutableBufferPointer { right in
        for model in models {
          scored.removeAll(keepingCapacity: true)
          for item in 0..<items {
            let score = responses[model, item]
            if score > 0 { scored.append((item, score)) }
          }
          sums = base
          sums.withUnsafeMutableBufferPointer { sums in
            for (item, score) in scored {
              let start = item * vectors
              if score == 1 {
                for v in 0..<vectors { sums[v] += rise[start + v] }
              } else {
                let factor = SIMD8<Double>(repeating: score)
                for v in 0..<vectors { sums[v] += factor * rise[start + v] }
              }
            }
            var largest = -Double.infinity
            for v in 0..<vectors { for lane in 0..<8 { largest = max(largest, sums[v][lane]) } }
            var total = 0.0
            for v in 0..<vectors {
              for lane in 0..<8 {
                let weight = exp(sums[v][lane] - largest)
                sums[v][lane] = weight
                total += weight
              }
            }
            logLikelihood += largest + log(total)
            let scale = SIMD8<Double>(repeating: 1 / total)
            for v in 0..<vectors {
              sums[v] *= scale
              counts[v] += sums[v]
            }
            for (item, score) in scored {
              let start = item * vectors
              if score == 1 {
                for v in 0..<vectors { right[start + v] += sums[v] }
              } else {
                let factor = SIMD8<Double>(repeating: score)
                for v in 0..<vectors { right[start + v] += factor * sums[v] }
              }
            }
            if keepsPosteriors { for v in 0..<vectors { for lane in 0..<8 { posteriors.append(sums[v][lane]) } } }
          }
        }
      }
    }
    func flat(_ vectors: [SIMD8<Double>]) -> [Double] { vectors.flatMap { vector in (0..<8).map { vector[$0] } } }
    return Expectation(
      logLikelihood: logLikelihood, counts: flat(counts), right: flat(right), posteriors: posteriors)
  }
}
