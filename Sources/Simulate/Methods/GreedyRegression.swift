/// Selects items one by one for a ridge regression, each time the one that lowers the regression's loss most.
///
/// With the responses x_i to the items over the sources, the scores y, a quadratic form L over the sources
/// (``SourcePairs``) and a penalty λ, the loss of the best weights for a set C is yᵀ·M·y, M = L − L·X·(λ +
/// Xᵀ·L·X)⁻¹·Xᵀ·L. Adding item i lowers it by (x_iᵀ·M·y)² / (λ + x_iᵀ·M·x_i), and M by v·vᵀ/(λ + x_iᵀ·v), v = M·x_i: a
/// rank-one update, so a step takes one inner product per item. Without penalty and with all pairs this is orthogonal
/// matching pursuit in its orthogonal-least-squares form (Chen, Billings and Luo 1989; Blumensath and Davies 2007): the
/// item whose residual responses correlate most with the residual score.
struct GreedyRegression: Sendable {
  /// Positions of the items taken, in order.
  private(set) var order: [Int] = []
  private let sources: Int
  private let items: Int
  /// Item by item.
  private let columns: [Double]
  private let pairs: SourcePairs
  private let penalty: Double
  /// yᵀ·L·y.
  private let total: Double
  private let initialCovariances: [Double]
  private let initialVariances: [Double]
  /// x_iᵀ·M·y.
  private var covariances: [Double]
  /// x_iᵀ·M·x_i.
  private var variances: [Double]
  private var isTaken: [Bool]
  /// v and λ + x_iᵀ·v of the items taken since M was L.
  private var updates: [(vector: [Double], scale: Double)] = []

  /// - Parameters:
  ///   - responses: a row per item, a column per source.
  ///   - scores: a number per source.
  ///   - penalty: λ, no less than 0.
  /// - Complexity: O(items · sources).
  init(_ responses: SourceResponses, scores: [Double], pairs: SourcePairs, penalty: Double) {
    precondition(scores.count == responses.columns && penalty >= 0)
    sources = responses.columns
    items = responses.rows
    self.pairs = pairs
    self.penalty = penalty
    let image = pairs.applied(to: scores)
    total = dot(scores, image)
    var columns: [Double] = []
    columns.reserveCapacity(items * sources)
    var covariances: [Double] = []
    var variances: [Double] = []
    for item in 0..<items {
      let row = responses.row(item)
      columns += row
      covariances.append(dot(row, image))
      variances.append(dot(row, pairs.applied(to: row)))
    }
    self.columns = columns
    self.covariances = covariances
    self.variances = variances
    initialCovariances = covariances
    initialVariances = variances
    isTaken = [Bool](repeating: false, count: items)
  }

  /// Takes items until there are as many as asked for.
  ///
  /// - Parameter count: at most the number of items.
  /// - Complexity: O(items · sources) an item.
  mutating func take(_ count: Int) {
    while order.count < count, takeNext(where: { _ in true }) != nil {}
  }

  /// Takes the best of the items that are left and allowed. Returns nil if there is none.
  ///
  /// Once nothing is left to explain (without penalty, after as many items as sources) the regression begins afresh
  /// with the items that are left. Items that explain nothing come last, in descending order of variance.
  mutating func takeNext(where isAllowed: (Int) -> Bool) -> Int? {
    var next = best(where: isAllowed)
    if next == nil, !updates.isEmpty {
      updates = []
      covariances = initialCovariances
      variances = initialVariances
      next = best(where: isAllowed)
    }
    if let next {
      update(with: next)
      return take(next)
    }
    let left = (0..<items).filter { !isTaken[$0] && isAllowed($0) }
    let most = left.max {
      initialVariances[$0] != initialVariances[$1] ? initialVariances[$0] < initialVariances[$1] : $0 > $1
    }
    return most.map { take($0) }
  }

  private mutating func take(_ item: Int) -> Int {
    isTaken[item] = true
    order.append(item)
    return item
  }

  private func best(where isAllowed: (Int) -> Bool) -> Int? {
    var found: Int?
    // What is below the rounding of the first value counts as nothing.
    var most = 1e-10 * total
    for item in 0..<items where !isTaken[item] && variances[item] > 1e-9 * initialVariances[item] {
      let gain = covariances[item] * covariances[item] / (penalty + variances[item])
      if gain > most, isAllowed(item) { (most, found) = (gain, item) }
    }
    return found
  }

  private mutating func update(with item: Int) {
    let column = Array(columns[item * sources..<(item + 1) * sources])
    var vector = pairs.applied(to: column)
    for known in updates { addMultiple(-dot(known.vector, column) / known.scale, known.vector, to: &vector) }
    let scale = penalty + dot(column, vector)
    let covariance = covariances[item]
    guard scale > 0 else { return }
    updates.append((vector, scale))
    for (other, product) in dotProducts(vector, columns, count: items).enumerated() {
      covariances[other] -= product * covariance / scale
      variances[other] -= product * product / scale
    }
  }
}

extension RandomAccessCollection where Index == Int {
  /// Finds the group that each element falls into when all are sorted and cut into groups whose sizes differ by at most
  /// one. Among equal elements the earlier comes first.
  func quantileGroups(_ groups: Int) -> [Int] where Element: Comparable {
    var result = [Int](repeating: 0, count: count)
    let sorted = indices.sorted { self[$0] != self[$1] ? self[$0] < self[$1] : $0 < $1 }
    for (place, index) in sorted.enumerated() { result[index - startIndex] = place * groups / count }
    return result
  }
}
