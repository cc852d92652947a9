import Simulate

/// Chooses the method to use.
///
/// A method whose answer rests on the draw holds for any models; one that learned holds as far as these resemble its
/// sources. So the first answer is the cheapest of the former, and of the latter only if the person says that the
/// models are alike. Methods are compared by trials other than those that their sizes are reported from.
package enum Recommendation {
  /// Finds the first answer: the cheapest method that can be carried out and holds for the models that are assumed.
  ///
  /// Of methods that cost about the same the least demanding is preferred.
  ///
  /// - Returns: its position, or nil if no method reaches the agreement.
  package static func headline(_ rows: [PlanRow], assumption: PlanQuestion.Assumption) -> Int? {
    let possible = rows.indices.filter { position in
      let row = rows[position]
      guard row.size != nil, let method = Method.named(row.method), method.isRecommendable else { return false }
      guard row.isFeasible || row.constructionCost != nil || assumption == .similar else { return false }
      return assumption == .similar || row.guarantee == .randomised
    }
    guard let found = cheapest(possible, of: rows) else { return nil }
    // Random sampling was not chosen for its luck: where it is known to need no more, it is the answer.
    let baseline = possible.first { rows[$0].method == Method.baseline.name }
    guard let baseline, let size = rows[baseline].size, let other = rows[found].size,
      rows[baseline].total(items: size) <= rows[found].total(items: other)
    else { return found }
    return baseline
  }

  /// Finds the second answer: the cheapest learned method, if models like those measured need certainly fewer items
  /// with it than the first answer.
  package static func conditional(_ rows: [PlanRow], headline: Int?) -> Int? {
    let possible = rows.indices.filter { position in
      let row = rows[position]
      return row.size != nil && row.guarantee == .learned && Method.named(row.method)?.isRecommendable == true
    }
    guard let found = cheapest(possible, of: rows), found != headline else { return nil }
    guard let headline, let size = rows[headline].size else { return found }
    // Beyond doubt: by its upper limit too.
    guard let most = rows[found].high else { return nil }
    return rows[found].total(items: most) < rows[headline].total(items: size) ? found : nil
  }

  /// The share that a saving must exceed to be worth what the dearer method does without.
  private static let worthwhileSaving = 0.1

  /// Tells whether a size is so much smaller than another that it is worth more demands.
  static func isWorthwhile(_ size: Int?, insteadOf other: Int?) -> Bool {
    guard let size else { return false }
    return Double(size) < (1 - worthwhileSaving) * (other.map { Double($0) } ?? .infinity)
  }

  private static func cheapest(_ positions: [Int], of rows: [PlanRow]) -> Int? {
    func price(_ position: Int) -> Double {
      rows[position].total(items: rows[position].sizeToChooseBy ?? rows[position].size ?? .max)
    }
    func standing(_ position: Int) -> Method.Needs { Method.needs(of: rows[position].method) }
    guard let least = positions.map(price).min() else { return nil }
    return positions.filter { price($0) * (1 - worthwhileSaving) <= least }
      .min { (standing($0), price($0)) < (standing($1), price($1)) }
  }
}
