import CKernels
import Foundation

/// Chooses the candidate subset that is expected to rank models most as all items do, judged by the traits of its
/// items.
///
/// Saranathan et al. 2025 (SubLIME, ACL). Sixty subsets each come from several samplers: uniform, in proportion to
/// subtasks, in proportion to bands of difficulty, and in favour of hard, of middling, of discriminating and of
/// high-quality items. A ridge regression learns, from half of the source models, how a subset's features predict
/// Spearman's correlation of its ranking with the full one: difficulty, discrimination and quality (mean, spread,
/// distance from those of all items), coverage of subtasks and of bands of difficulty, and the correlation on the other
/// half of the sources. The subset with the highest prediction wins.
struct Sublime: ItemSelector {
  private static let candidates = 60
  private static let bands = 10

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    let responses = context.sourceResponses()
    let sources = Array(0..<responses.columns)
    let metadata = context.metadata
    let scores = context.sourceScores()
    let anchors = sources.filter { $0 % 2 == 0 }
    let easiness =
      anchors.isEmpty
      ? []
      : (0..<responses.rows).map { row in
        anchors.reduce(0.0) { $0 + responses[row, $1] } / Double(anchors.count)
      }
    let discrimination = (0..<responses.rows).map { row in
      pearsonCorrelation(anchors.map { responses[row, $0] }, anchors.map { scores[$0] }) ?? 0
    }
    var groupOfItem: [Int] = []
    let groups = context.itemsBySubtask.filter { !$0.isEmpty }
    if groups.count > 1 {
      let positionOf = Dictionary(uniqueKeysWithValues: context.items.enumerated().map { ($1, $0) })
      groupOfItem = [Int](repeating: 0, count: context.items.count)
      for (group, items) in groups.enumerated() {
        for item in items { groupOfItem[positionOf[item] ?? 0] = group }
      }
    }
    let known = metadata?.difficulties ?? []
    return Prepared(
      items: context.items,
      traits: ItemTraits(
        difficulty: known.isEmpty ? easiness.map { 1 - $0 } : known, discrimination: discrimination,
        qualities: metadata?.qualities.map(\.values) ?? [], subtaskOfItem: groupOfItem, subtasks: groups.count,
        bands: Sublime.bands),
      anchors: SubsetRanking(responses, scores: scores, models: anchors),
      judges: SubsetRanking(responses, scores: scores, models: sources.filter { $0 % 2 == 1 }))
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let traits: ItemTraits
    let anchors: SubsetRanking
    let judges: SubsetRanking

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      guard size < items.count else { return MicroBenchmark(items: items) }
      var subsets: [[Int]] = []
      for _ in 0..<Sublime.candidates { subsets += traits.samples(size, using: &generator) }
      let features = subsets.map { traits.features(of: $0) + [anchors.correlation(of: $0)] }
      let columns = features[0].indices.map { column in standardised(features.map { $0[column] }) }
      let regression = RidgeProblem(
        CentredDesign(columns: columns, observations: subsets.count),
        responses: subsets.map { judges.correlation(of: $0) }
      ).best()
      var best = (value: -Double.infinity, subset: subsets[0])
      for (number, subset) in subsets.enumerated() {
        let value = zip(columns, regression.coefficients).reduce(0) { $0 + $1.0[number] * $1.1 }
        if value > best.value { best = (value, subset) }
      }
      return MicroBenchmark(items: best.subset.map { items[$0] })
    }

    private func standardised(_ values: [Double]) -> [Double] {
      let mean = values.reduce(0, +) / Double(values.count)
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
      return values.map { deviation > 1e-12 ? ($0 - mean) / deviation : 0 }
    }
  }
}

/// Compares some models' ranking by a subset with their ranking by all items.
private struct SubsetRanking {
  /// Item by item.
  private let columns: [Double]
  private let models: Int
  /// The models' ranks by all items.
  private let ranks: [Double]
  /// As many ones as there are items.
  private let ones: [Double]

  init(_ responses: SourceResponses, scores: [Double], models: [Int]) {
    columns = (0..<responses.rows).flatMap { row in models.map { responses[row, $0] } }
    self.models = models.count
    ranks = Simulate.ranks(models.map { scores[$0] })
    ones = [Double](repeating: 1, count: responses.rows)
  }

  /// Computes Spearman's ρ; 0 if all models tie in one of the rankings.
  func correlation(of subset: [Int]) -> Double {
    var sums = [Double](repeating: 0, count: models)
    mdad_add_chosen_double(columns, models, subset, subset.count, ones, &sums, models)
    return pearsonCorrelation(Simulate.ranks(sums), ranks) ?? 0
  }
}

/// Holds the traits of items; draws and describes subsets by them.
private struct ItemTraits {
  private let traits: [[Double]]
  private let means: [Double]
  /// Items by ascending difficulty, cut into bands of equal size.
  private let bandOfItem: [Int]
  private let subtaskOfItem: [Int]
  private let subtasks: Int
  private let bands: Int
  /// For each sampler in favour of some items, how much each counts.
  private let favours: [[Double]]

  init(
    difficulty: [Double], discrimination: [Double], qualities: [[Double]], subtaskOfItem: [Int], subtasks: Int,
    bands: Int
  ) {
    traits = [difficulty, discrimination] + qualities
    means = traits.map { $0.reduce(0, +) / Double($0.count) }
    self.subtaskOfItem = subtaskOfItem
    self.subtasks = subtasks
    self.bands = min(bands, difficulty.count)
    let order = difficulty.indices.sorted {
      difficulty[$0] != difficulty[$1] ? difficulty[$0] < difficulty[$1] : $0 < $1
    }
    var bandOfItem = [Int](repeating: 0, count: order.count)
    for (rank, item) in order.enumerated() { bandOfItem[item] = rank * self.bands / order.count }
    self.bandOfItem = bandOfItem
    var ranks = [Double](repeating: 0, count: order.count)
    for (rank, item) in order.enumerated() { ranks[item] = (Double(rank) + 0.5) / Double(order.count) }
    func scaled(_ values: [Double]) -> [Double] {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      return values.map { 0.05 + (high > low ? ($0 - low) / (high - low) : 0) }
    }
    favours =
      [ranks.map { 0.05 + $0 }, ranks.map { 0.05 + $0 * (1 - $0) }, scaled(discrimination)] + qualities.map(scaled)
  }

  /// Draws one subset from each sampler, as ascending positions of items.
  func samples(_ size: Int, using generator: inout Philox) -> [[Int]] {
    let all = Array(bandOfItem.indices)
    var drawn = [generator.sample(size, from: all)]
    if !subtaskOfItem.isEmpty { drawn.append(proportional(size, groups: subtaskOfItem, count: subtasks, &generator)) }
    drawn.append(proportional(size, groups: bandOfItem, count: bands, &generator))
    for favour in favours {
      // The k largest of u^(1/w): a weighted sample without replacement (Efraimidis and Spirakis 2006).
      let keys = favour.map { log(generator.unit() + 0x1p-54) / $0 }
      drawn.append(Array(ordered(keys, descending: true).prefix(size)))
    }
    return drawn
  }

  private func proportional(_ size: Int, groups: [Int], count: Int, _ generator: inout Philox) -> [Int] {
    var members = [[Int]](repeating: [], count: count)
    for (item, group) in groups.enumerated() { members[group].append(item) }
    return zip(members, largestRemainderAllocation(size, sizes: members.map(\.count))).flatMap { members, share in
      generator.sample(share, from: members)
    }
  }

  /// Computes the features of a subset.
  func features(of subset: [Int]) -> [Double] {
    let count = Double(subset.count)
    var features: [Double] = []
    for (trait, mean) in zip(traits, means) {
      let own = subset.reduce(0) { $0 + trait[$1] } / count
      let spread = subset.reduce(0) { $0 + (trait[$1] - own) * (trait[$1] - own) } / count
      features += [own, spread.squareRoot(), abs(own - mean)]
    }
    var shares = [Double](repeating: 0, count: bands)
    for item in subset { shares[bandOfItem[item]] += 1 / count }
    // How far the subset's difficulties are from an even spread over the bands, and how many bands it covers.
    features.append(shares.reduce(0) { $0 + abs($1 - 1 / Double(bands)) })
    features.append(Double(shares.count { $0 > 0 }))
    if !subtaskOfItem.isEmpty { features.append(Double(Set(subset.map { subtaskOfItem[$0] }).count)) }
    return features
  }
}

extension Method {
  /// Many samples, and the one whose items promise the best ranking.
  static let sublime = Method(
    name: "sublime",
    summary:
      "the sample, of several hundred, whose items' traits predict the best rank correlation; scored by its mean",
    source: "Saranathan et al. 2025 (SubLIME)", needs: .sourceResponses, minimumSources: 2, effort: .heavy,
    selector: Sublime(), estimator: WeightedMean())
}
