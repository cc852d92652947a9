/// Describes a synthetic matrix of right and wrong answers, of models and items that do not exist yet, with the
/// accuracies, the discordance, the subtasks and the families to be matched.
///
/// The answers depend only on these values, not on the number of threads.
package struct MatrixSynthesis: Sendable {
  /// Tells how answers come about.
  package enum Kind: Sendable {
    /// One factor under a normal ogive: model m with accuracy a answers item i right if √ρ·b_i + √(1 − ρ)·e_mi <
    /// Φ⁻¹(a), b and e standard normal. The expected accuracy is a, and ρ, the tetrachoric correlation of any two
    /// models' answers over items, decides how often they disagree. Accuracies are spread over their quantile function.
    ///
    /// - Parameters:
    ///   - accuracies: quantiles at ascending levels from 0 to 1, fractions.
    ///   - correlation: ρ, from 0 to below 1.
    ///   - subtaskSpread: the standard deviation, on the normal scale, of how much better or worse a model is at a
    ///     subtask.
    case factor(accuracies: [(level: Double, accuracy: Double)], correlation: Double, subtaskSpread: Double)
    /// A unidimensional logistic model. Items are repeated if there are fewer than wanted.
    ///
    /// - Parameters:
    ///   - items: not empty.
    ///   - abilities: also repeated if there are too few; nil for the standard normal distribution.
    case itemResponse(items: [LogisticItem], abilities: [Double]?)
  }

  /// How answers come about.
  package let kind: Kind
  /// The number of models, at least 1.
  package let models: Int
  /// The number of items, at least 1.
  package let items: Int
  /// The number of subtasks, of sizes that differ by one at most; 1 for items without labels.
  package let subtasks: Int
  /// The number of families of models; 0 for models without any.
  package let families: Int
  /// The share that a family has in common of what models do not owe to the items, or of their abilities in a logistic
  /// model; from 0 to below 1.
  package let familyCorrelation: Double
  /// The seed.
  package let seed: UInt64

  /// Describes a matrix to be made.
  package init(
    kind: Kind, models: Int, items: Int, subtasks: Int = 1, families: Int = 0, familyCorrelation: Double = 0.3,
    seed: UInt64 = 1
  ) {
    self.kind = kind
    self.models = models
    self.items = items
    self.subtasks = subtasks
    self.families = families
    self.familyCorrelation = familyCorrelation
    self.seed = seed
  }

  /// Makes the matrix. Its models carry their families as labels.
  ///
  /// - Complexity: O(models · items).
  package func matrix(threads: Int) -> ItemMatrix {
    let chance = chances()
    // Members of a family, one model in every `families`, share numbers that are drawn once.
    let groups = families > 0 ? families : models
    let rows = parallelMap(count: groups, threads: threads) { group in
      let shared = families > 0 ? normals(items, "family items", group) : []
      return stride(from: group, to: models, by: groups).map { row(of: $0, chance: chance($0, shared)) }
    }
    var bits = BitMatrix(rows: 0, columns: items)
    bits.reserve(rows: models)
    for model in 0..<models { bits.appendRow(rows[model % groups][model / groups]) }
    let family = (0..<models).map { families > 0 ? "family\($0 % families + 1)" : nil }
    var matrix = ItemMatrix(
      models: (0..<models).map { model in "\(family[model].map { $0 + "/" } ?? "")model\(model + 1)" },
      items: (0..<items).map { "item\($0 + 1)" },
      labels: .init(subtasks: subtasks > 1 ? (0..<items).map { "subtask\(subtask(of: $0) + 1)" } : []), byModel: bits)
    // Only a date can be refused.
    if families > 0 { matrix.modelLabels = try? ModelLabels(families: family) }
    return matrix
  }

  private func subtask(of item: Int) -> Int { item * subtasks / items }

  /// Returns standard normal numbers of a stream.
  private func normals(_ count: Int, _ stream: String, _ number: Int) -> [Double] {
    var generator = Philox(seed: seed, trial: number, purpose: .synthesis, method: stream)
    return (0..<count).map { _ in generator.normal() }
  }

  /// Returns numbers from 0 to 1 in random order, one in each of `count` equal parts, so that the distribution is
  /// matched exactly.
  private func spread(_ count: Int, _ stream: String) -> [Double] {
    var generator = Philox(seed: seed, trial: 0, purpose: .synthesis, method: stream)
    return generator.shuffled(Array(0..<count)).map { (Double($0) + generator.unit() * 0.999 + 0.0005) / Double(count) }
  }

  /// Returns a row of bits, each drawn with its chance.
  private func row(of model: Int, chance: (Int) -> Double) -> [UInt64] {
    var generator = Philox(seed: seed, trial: model, purpose: .synthesis, method: "answers")
    var words = [UInt64](repeating: 0, count: (items + 63) / 64)
    for item in 0..<items where (Double(generator.next32()) + 0.5) * 0x1p-32 < chance(item) {
      words[item >> 6] |= 1 << UInt64(item & 63)
    }
    return words
  }

  /// Returns the chance of a right answer: for a model and what its family shares, by item.
  private func chances() -> @Sendable (_ model: Int, _ shared: [Double]) -> (Int) -> Double {
    switch kind {
    case .factor(let quantiles, let correlation, let subtaskSpread):
      let difficulties = spread(items, "difficulties").map {
        correlation.squareRoot() * NormalDistribution.quantile($0)
      }
      let residual = 1 - correlation
      let own = (residual * (1 - (families > 0 ? familyCorrelation : 0))).squareRoot()
      let common = (residual * familyCorrelation).squareRoot()
      // The spread of subtasks flattens the ogive; the threshold compensates for it.
      let spreadOfSubtasks = subtasks > 1 ? subtaskSpread : 0
      let stretch = (1 + spreadOfSubtasks * spreadOfSubtasks).squareRoot()
      let thresholds = spread(models, "accuracies").map { level -> Double in
        // Levels go from 0 to 1, so there is always a value.
        let accuracy = interpolate(at: level, x: quantiles.map(\.level), y: quantiles.map(\.accuracy)) ?? 0.5
        return stretch * NormalDistribution.quantile(min(1 - 1e-9, max(1e-9, accuracy)))
      }
      return { model, shared in
        let shifts = normals(subtasks, "subtasks", model).map { spreadOfSubtasks * $0 }
        return { item in
          let lead = thresholds[model] + shifts[subtask(of: item)] - difficulties[item]
          return NormalDistribution.cumulative((shared.isEmpty ? lead : lead - common * shared[item]) / own)
        }
      }
    case .itemResponse(let parameters, let abilities):
      let ofModels = abilities ?? spread(models, "abilities").map { NormalDistribution.quantile($0) }
      let ofFamilies = normals(families, "family abilities", 0)
      return { model, _ in
        var ability = ofModels[model % ofModels.count]
        if families > 0, abilities == nil {
          ability =
            familyCorrelation.squareRoot() * ofFamilies[model % families] + (1 - familyCorrelation).squareRoot()
            * ability
        }
        let final = ability
        return { item in parameters[item % parameters.count].probability(at: final) }
      }
    }
  }

  /// Returns the chance that exactly one of two models of different families answers an item right, under the
  /// one-factor model.
  ///
  /// By quadrature over the items' difficulties.
  ///
  /// - Parameters:
  ///   - first: the first model's accuracy, from above 0 to below 1.
  ///   - second: the other's.
  ///   - correlation: ρ, from 0 to below 1.
  package static func discordance(_ first: Double, _ second: Double, correlation: Double) -> Double {
    let (a, b) = (NormalDistribution.quantile(first), NormalDistribution.quantile(second))
    let (loading, own) = (correlation.squareRoot(), (1 - correlation).squareRoot())
    let (points, limit) = (97, 6.0)
    var (both, total) = (0.0, 0.0)
    for point in 0..<points {
      let difficulty = limit * (2 * Double(point) / Double(points - 1) - 1)
      let weight = NormalDistribution.density(difficulty)
      both +=
        weight * NormalDistribution.cumulative((a - loading * difficulty) / own)
        * NormalDistribution.cumulative((b - loading * difficulty) / own)
      total += weight
    }
    return first + second - 2 * both / total
  }
}
