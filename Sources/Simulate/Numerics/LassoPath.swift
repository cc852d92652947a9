import Foundation

/// The lasso for every penalty: the w that minimises Σ(y − b − x·w)²/(2S) + penalty·Σ|w|, S being the number of observations.
///
/// Tibshirani 1996; the path is followed from knot to knot by least-angle regression with the lasso's modification (Efron,
/// Hastie, Johnstone and Tibshirani, Annals of Statistics 2004), linear between knots. A feature that depends linearly on
/// those in use stays out while it does: its equals are as good.
struct LassoPath: Sendable {
  /// A point where the path bends: the penalty, and the features in use there with their coefficients.
  struct Knot: Sendable {
    let penalty: Double
    let coefficients: [(feature: Int, value: Double)]
  }

  /// Knots in descending order of penalty, from where no feature is in use.
  private(set) var knots: [Knot] = []
  /// Each feature's mean.
  let means: [Double]
  /// y's mean.
  let responseMean: Double

  /// Follows the path.
  ///
  /// - Parameters:
  ///   - features: a row per feature, a column per observation.
  ///   - responses: y, a number per observation.
  ///   - size: end when more features than this are in use and the penalty is below `penalty`.
  /// - Complexity: O(features · (observations + size)) a knot, of which there are about as many as features in use.
  init(_ features: SourceResponses, responses: [Double], size: Int, penalty floor: Double) {
    let (count, observations) = (features.rows, features.columns)
    let total = Double(observations)
    let means = (0..<count).map { features.sum($0) / total }
    self.means = means
    let responseMean = responses.reduce(0, +) / total
    self.responseMean = responseMean
    func product(_ first: Int, _ second: Int) -> Double {
      features.sumOfProducts(first, second) - total * means[first] * means[second]
    }
    let variances = (0..<count).map { product($0, $0) }
    let centred = responses.map { $0 - responseMean }
    let exact = (0..<count).map { variances[$0] > 1e-9 ? dot(features.row($0), centred) : 0 }
    // Right-or-wrong answers of few models tie in threes and more, from which the path cannot tell where to go: a billionth
    // of the largest correlation tells them apart.
    var generator = Philox(seed: 0, trial: 0, purpose: .selection)
    let grain = 1e-9 * (exact.map(abs).max() ?? 0)
    let start = exact.map { $0 + ($0 == 0 ? 0 : grain * generator.unit()) }
    var active: [Int] = []
    var signs: [Double] = []
    var coefficients: [Double] = []
    /// For each feature in use its products with all features.
    var columns: [[Double]] = []
    var factor = Cholesky(capacity: min(count, observations) + 1)
    var isActive = [Bool](repeating: false, count: count)
    var isBarred = variances.map { $0 <= 1e-9 }
    var level = start.map(abs).max() ?? 0
    let first = level
    guard level > 0 else { return }
    knots.append(Knot(penalty: level / total, coefficients: []))
    var leaving: Int?
    // Many times the knots of any path that was ever seen; degenerate data could go round in circles.
    var stepsLeft = 20 * min(count, observations) + 100
    while stepsLeft > 0 {
      var correlations = start
      for (column, coefficient) in zip(columns, coefficients) where coefficient != 0 {
        addMultiple(-coefficient, column, to: &correlations)
      }
      // The next feature in is the one that has reached the level; of those that depend on the ones in use, none.
      while leaving == nil {
        var entering: Int?
        for index in 0..<count where !isActive[index] && !isBarred[index] {
          let size = abs(correlations[index])
          if size >= level * (1 - 1e-12), size > abs(entering.map { correlations[$0] } ?? 0) { entering = index }
        }
        guard let entering else { break }
        // Centred features span one dimension less than there are observations.
        guard factor.size < min(count, observations - 1) else {
          isBarred = [Bool](repeating: true, count: count)
          break
        }
        let column = (0..<count).map { product($0, entering) }
        guard factor.append(active.map { column[$0] } + [column[entering]], tolerance: 1e-9) else {
          isBarred[entering] = true
          continue
        }
        active.append(entering)
        signs.append(correlations[entering] < 0 ? -1 : 1)
        coefficients.append(0)
        columns.append(column)
        isActive[entering] = true
        break
      }
      guard !active.isEmpty else { return }
      stepsLeft -= 1
      let direction = factor.solve(signs)
      var change = [Double](repeating: 0, count: count)
      for (column, share) in zip(columns, direction) {
        addMultiple(share, column, to: &change)
      }
      // How far the level can fall before another feature reaches it or one in use has no more to say.
      var step = level
      for index in 0..<count where !isActive[index] && !isBarred[index] && index != leaving {
        let (above, below) = (1 - change[index], 1 + change[index])
        if above > 1e-12 { step = min(step, max(0, (level - correlations[index]) / above)) }
        if below > 1e-12 { step = min(step, max(0, (level + correlations[index]) / below)) }
      }
      leaving = nil
      var dropped: Int?
      for position in active.indices {
        let reach = -coefficients[position] / direction[position]
        if direction[position] * signs[position] < 0, reach <= step, coefficients[position] != 0 || step > 0 {
          (step, dropped) = (max(0, reach), position)
        }
      }
      for position in active.indices { coefficients[position] += step * direction[position] }
      level -= step
      if let dropped {
        leaving = active[dropped]
        isActive[active[dropped]] = false
        active.remove(at: dropped)
        signs.remove(at: dropped)
        coefficients.remove(at: dropped)
        columns.remove(at: dropped)
        factor = Cholesky(capacity: min(count, observations) + 1)
        for position in active.indices {
          // Part of a set that was independent.
          _ = factor.append((0...position).map { columns[position][active[$0]] }, tolerance: 0)
        }
        // What depended on the set may no longer.
        isBarred = variances.map { $0 <= 1e-9 }
      }
      // What the features in use amount to here, from the correlations as they are.
      let settled = factor.solve(zip(active, signs).map { exact[$0] - max(0, level) * $1 })
      knots.append(Knot(penalty: max(0, level) / total, coefficients: zip(active, settled).map { ($0, $1) }))
      if level <= 1e-9 * first || active.count > size && level / total < floor { return }
    }
  }

  /// The coefficients at a penalty, of the features in use.
  func coefficients(at penalty: Double) -> [(feature: Int, value: Double)] {
    guard let next = knots.firstIndex(where: { $0.penalty <= penalty }) else { return knots.last?.coefficients ?? [] }
    guard next > 0, knots[next].penalty < penalty else { return knots[next].coefficients }
    let (upper, lower) = (knots[next - 1], knots[next])
    let share = (upper.penalty - penalty) / (upper.penalty - lower.penalty)
    var values: [Int: Double] = [:]
    for (feature, value) in upper.coefficients { values[feature] = (1 - share) * value }
    for (feature, value) in lower.coefficients { values[feature, default: 0] += share * value }
    return values.sorted { $0.key < $1.key }.filter { $0.value != 0 }.map { ($0.key, $0.value) }
  }

  /// The intercept that goes with some coefficients.
  func intercept(_ coefficients: [(feature: Int, value: Double)]) -> Double {
    coefficients.reduce(responseMean) { $0 - $1.value * means[$1.feature] }
  }
}
