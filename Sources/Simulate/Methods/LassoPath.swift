import Foundation

/// Solves the lasso for every penalty: finds the w that minimises Σ(y − b − x·w)²/(2S) + penalty·Σ|w|, S being the
/// number of observations.
///
/// Tibshirani 1996; the path is followed from knot to knot by least-angle regression with the lasso's modification
/// (Efron, Hastie, Johnstone and Tibshirani, Annals of Statistics 2004), linear between knots. A feature that depends
/// linearly on those in use stays out while it does, since it has nothing to add.
struct LassoPath: Sendable {
  /// Represents a point where the path bends: the penalty, and the features in use there with their coefficients.
  struct Knot: Sendable {
    let penalty: Double
    let coefficients: [(feature: Int, value: Double)]
  }

  /// Knots in descending order of penalty, starting where no feature is in use.
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
    let total = Double(features.columns)
    means = (0..<features.rows).map { features.sum($0) / total }
    responseMean = responses.reduce(0, +) / total
    var walk = LeastAngleWalk(features, means: means, responses: responses.map { [responseMean] in $0 - responseMean })
    let first = walk.level
    guard first > 0 else { return }
    knots.append(Knot(penalty: first / total, coefficients: []))
    // Many times the knots of any path seen so far. Degenerate data could go round in circles.
    for _ in 0..<20 * min(features.rows, features.columns) + 100 {
      guard walk.advance() else { return }
      knots.append(Knot(penalty: walk.level / total, coefficients: walk.coefficientsInUse()))
      if walk.level <= 1e-9 * first || walk.active.count > size && walk.level / total < floor { return }
    }
  }

  /// Finds the coefficients of the features in use at a penalty.
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

  /// Computes the intercept that goes with some coefficients.
  func intercept(_ coefficients: [(feature: Int, value: Double)]) -> Double {
    coefficients.reduce(responseMean) { $0 - $1.value * means[$1.feature] }
  }
}

/// Follows least-angle regression: the features in use all correlate with the residual by `level`, and no other by
/// more.
private struct LeastAngleWalk {
  /// The features in use, in order of entry.
  private(set) var active: [Int] = []
  /// The correlation of every feature in use with the residual, up to its sign.
  private(set) var level: Double

  private let features: SourceResponses
  private let means: [Double]
  private let variances: [Double]
  /// The features' products with the responses, and the same with ties broken.
  private let exact: [Double]
  private let start: [Double]
  private var signs: [Double] = []
  private var coefficients: [Double] = []
  /// For each feature in use its products with all features.
  private var columns: [[Double]] = []
  private var factor: Cholesky
  private var isActive: [Bool]
  /// The features that depend on those in use or have no variance.
  private var isBarred: [Bool]
  /// The feature that has just left, which must not come back at the same place.
  private var leaving: Int?

  init(_ features: SourceResponses, means: [Double], responses: [Double]) {
    self.features = features
    self.means = means
    let total = Double(features.columns)
    let variances = means.indices.map { features.sumOfProducts($0, $0) - total * means[$0] * means[$0] }
    self.variances = variances
    let exact = means.indices.map { variances[$0] > 1e-9 ? dot(features.row($0), responses) : 0 }
    self.exact = exact
    // Right-or-wrong answers of few models tie in threes and more, and the path could not choose among them. A
    // billionth of the largest correlation breaks the ties.
    var generator = Philox(seed: 0, trial: 0, purpose: .selection)
    let grain = 1e-9 * (exact.map(abs).max() ?? 0)
    start = exact.map { $0 + ($0 == 0 ? 0 : grain * generator.unit()) }
    level = start.map(abs).max() ?? 0
    factor = Cholesky(capacity: min(features.rows, features.columns) + 1)
    isActive = means.map { _ in false }
    isBarred = variances.map { $0 <= 1e-9 }
  }

  /// Goes to the next knot. Returns false if there is none.
  mutating func advance() -> Bool {
    var correlations = start
    for (column, coefficient) in zip(columns, coefficients) where coefficient != 0 {
      addMultiple(-coefficient, column, to: &correlations)
    }
    if leaving == nil { enter(correlations) }
    guard !active.isEmpty else { return false }
    let direction = factor.solve(signs)
    var change = [Double](repeating: 0, count: means.count)
    for (column, share) in zip(columns, direction) { addMultiple(share, column, to: &change) }
    // How far the level can fall before another feature reaches it or the coefficient of one in use comes to 0.
    var step = level
    for index in means.indices where !isActive[index] && !isBarred[index] && index != leaving {
      let (above, below) = (1 - change[index], 1 + change[index])
      if above > 1e-12 { step = min(step, max(0, (level - correlations[index]) / above)) }
      if below > 1e-12 { step = min(step, max(0, (level + correlations[index]) / below)) }
    }
    leaving = nil
    var dropped: Int?
    for position in active.indices where direction[position] * signs[position] < 0 {
      let reach = -coefficients[position] / direction[position]
      if reach <= step, coefficients[position] != 0 || step > 0 { (step, dropped) = (max(0, reach), position) }
    }
    for position in active.indices { coefficients[position] += step * direction[position] }
    level = max(0, level - step)
    if let dropped { drop(dropped) }
    return true
  }

  /// Takes in the feature that has reached the level, unless it depends on those in use.
  private mutating func enter(_ correlations: [Double]) {
    while true {
      var entering: Int?
      for index in means.indices where !isActive[index] && !isBarred[index] {
        let size = abs(correlations[index])
        if size >= level * (1 - 1e-12), size > abs(entering.map { correlations[$0] } ?? 0) { entering = index }
      }
      guard let entering else { return }
      // Centred features span one dimension less than there are observations.
      guard factor.size < min(features.rows, features.columns - 1) else {
        isBarred = isBarred.map { _ in true }
        return
      }
      let total = Double(features.columns)
      let column = means.indices.map {
        features.sumOfProducts($0, entering) - total * means[$0] * means[entering]
      }
      guard factor.append(active.map { column[$0] } + [column[entering]], tolerance: 1e-9) else {
        isBarred[entering] = true
        continue
      }
      active.append(entering)
      signs.append(correlations[entering] < 0 ? -1 : 1)
      coefficients.append(0)
      columns.append(column)
      isActive[entering] = true
      return
    }
  }

  /// Drops a feature whose coefficient has come to 0.
  private mutating func drop(_ position: Int) {
    leaving = active[position]
    isActive[active[position]] = false
    active.remove(at: position)
    signs.remove(at: position)
    coefficients.remove(at: position)
    columns.remove(at: position)
    factor = Cholesky(capacity: min(features.rows, features.columns) + 1)
    for position in active.indices {
      // A part of an independent set is independent.
      _ = factor.append((0...position).map { columns[position][active[$0]] }, tolerance: 0)
    }
    // A feature that depended on the set may no longer do so.
    isBarred = variances.map { $0 <= 1e-9 }
  }

  /// Computes the coefficients of the features in use at this point, from the correlations as they are.
  func coefficientsInUse() -> [(feature: Int, value: Double)] {
    let settled = factor.solve(zip(active, signs).map { exact[$0] - level * $1 })
    return zip(active, settled).map { ($0, $1) }
  }
}
