import CKernels

/// Searches genetically for the k columns whose sum best predicts a response by linear regression.
struct SubsetSearch {
  /// Holds a subset and the root mean squared error of the regression on its sum.
  struct Subset {
    /// Distinct, ascending.
    var items: [Int]
    var error: Double
  }

  private struct Individual {
    var subset: Subset
    var sums: [Float]
  }

  private static let elite = 2
  private static let tournament = 3

  /// Column by column, padded to whole vectors.
  private let columns: [Float]
  private let stride: Int
  private let length: Int
  private let size: Int
  private let centred: [Float]
  private let variance: Double
  /// For each item how many subsets with it were seen, and the sum of their errors.
  private var seen: [(count: Int, errors: Double)]
  private var all = (count: 0, errors: 0.0)
  /// A child's items while it is made.
  private var taken: MarkedIndices

  /// - Parameters:
  ///   - columns: column by column, each as long as `scores`.
  ///   - count: of columns.
  ///   - size: k, below `count`.
  init(columns: [Float], scores: [Double], count: Int, size: Int) {
    self.size = size
    let length = scores.count
    let stride = MatrixProducts.padded(length, to: 16)
    self.length = length
    self.stride = stride
    var padded = [Float](repeating: 0, count: count * stride)
    for column in 0..<count {
      for index in 0..<length { padded[column * stride + index] = columns[column * length + index] }
    }
    self.columns = padded
    taken = MarkedIndices(count: count)
    let mean = scores.reduce(0, +) / Double(scores.count)
    centred = scores.map { Float($0 - mean) }
    variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)
    seen = [(count: Int, errors: Double)](repeating: (0, 0), count: count)
  }

  /// Computes by how much the mean error of the subsets seen with an item was below that of those without it; 0 if
  /// there are none.
  func attribution(_ item: Int) -> Double {
    let with = seen[item]
    let without = (count: all.count - with.count, errors: all.errors - with.errors)
    guard with.count > 0, without.count > 0 else { return 0 }
    return without.errors / Double(without.count) - with.errors / Double(with.count)
  }

  /// Searches a pool.
  ///
  /// - Parameters:
  ///   - pool: at least k items.
  ///   - start: a subset that is never lost; nil for none.
  /// - Complexity: O(population · generations · (changes + k) · S).
  mutating func run(
    pool: [Int], start: [Int]?, population: Int, generations: Int, using generator: inout Philox
  ) -> Subset {
    var individuals: [Individual] = []
    if let start { individuals.append(individual(start, from: nil)) }
    while individuals.count < population {
      individuals.append(individual(generator.sample(size, from: pool).sorted(), from: nil))
    }
    for _ in 0..<generations {
      individuals = ordered(individuals.map(\.subset.error)).map { individuals[$0] }
      var next = Array(individuals.prefix(SubsetSearch.elite))
      while next.count < population {
        let mother = winner(individuals.count, using: &generator)
        let father = winner(individuals.count, using: &generator)
        let items = child(
          individuals[mother].subset.items, individuals[father].subset.items, pool: pool, using: &generator)
        next.append(individual(items, from: individuals[mother]))
      }
      individuals = next
    }
    // The population is never empty.
    return individuals.min { $0.subset.error < $1.subset.error }!.subset
  }

  /// Picks the best of a few, which stand in order.
  private func winner(_ count: Int, using generator: inout Philox) -> Int {
    var best = count
    for _ in 0..<SubsetSearch.tournament { best = min(best, generator.uniform(below: count)) }
    return best
  }

  private mutating func child(_ mother: [Int], _ father: [Int], pool: [Int], using generator: inout Philox) -> [Int] {
    var (both, either): ([Int], [Int]) = ([], [])
    var (i, j) = (0, 0)
    while i < mother.count || j < father.count {
      if j == father.count || i < mother.count && mother[i] < father[j] {
        either.append(mother[i])
        i += 1
      } else if i == mother.count || father[j] < mother[i] {
        either.append(father[j])
        j += 1
      } else {
        both.append(mother[i])
        i += 1
        j += 1
      }
    }
    var items = both + generator.sample(size - both.count, from: either)
    for item in items { taken.insert(item) }
    for _ in 0...generator.uniform(below: max(1, size / 20)) {
      let added = pool[generator.uniform(below: pool.count)]
      guard !taken.contains(added) else { continue }
      taken.insert(added)
      let position = generator.uniform(below: size)
      taken.remove(items[position])
      items[position] = added
    }
    var place = 0
    taken.removeAll { item in
      items[place] = item
      place += 1
    }
    return items
  }

  /// Creates a subset with its sums, computed from those of a similar one.
  private mutating func individual(_ items: [Int], from parent: Individual?) -> Individual {
    var sums = parent?.sums ?? [Float](repeating: 0, count: stride)
    let old = parent?.subset.items ?? []
    // What has come and what has gone, in ascending order.
    var (changed, signs): ([Int], [Float]) = ([], [])
    var (i, j) = (0, 0)
    while i < items.count || j < old.count {
      if j == old.count || i < items.count && items[i] < old[j] {
        changed.append(items[i])
        signs.append(1)
        i += 1
      } else if i == items.count || old[j] < items[i] {
        changed.append(old[j])
        signs.append(-1)
        j += 1
      } else {
        i += 1
        j += 1
      }
    }
    mdad_add_chosen_float(columns, stride, changed, changed.count, signs, 0, 1, &sums)
    let error = error(sums)
    for item in items {
      seen[item].count += 1
      seen[item].errors += error
    }
    all.count += 1
    all.errors += error
    return Individual(subset: Subset(items: items, error: error), sums: sums)
  }

  /// Computes √(var(y)·(1 − r²)), the error of the regression.
  private func error(_ sums: [Float]) -> Double {
    var (sum, squares, products) = (0.0, 0.0, 0.0)
    for index in 0..<length {
      let value = Double(sums[index])
      sum += value
      squares += value * value
      products += value * Double(centred[index])
    }
    let count = Double(length)
    let spread = squares / count - sum / count * (sum / count)
    guard spread > 1e-9 else { return variance.squareRoot() }
    let covariance = products / count
    return max(0, variance - covariance * covariance / spread).squareRoot()
  }
}
