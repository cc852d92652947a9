import Testing

@testable import Simulate

/// Compares this project's own methods with plain versions of what they promise.
@Suite struct GreedySelectionTests {
  /// Makes scores of some sources, with ties, and their responses to some items, of which some are constant or
  /// repeated.
  static func data(seed: Int, sources: Int = 13, items: Int = 18) -> (responses: [[Double]], scores: [Double]) {
    var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
    var responses = (0..<items).map { item in
      (0..<sources).map { source in
        Double(generator.uniform(below: 40) < source + item ? 1 : 0) * (seed % 2 == 0 ? 1 : generator.unit())
      }
    }
    responses[3] = responses[1]
    responses[5] = [Double](repeating: 1, count: sources)
    let scores = (0..<sources).map { source in responses.reduce(0) { $0 + $1[source] } / Double(items) }
    return (responses, scores)
  }

  /// Builds L as a matrix, pair by pair.
  static func laplacian(_ scores: [Double], within limit: Double) -> [[Double]] {
    let count = scores.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for first in 0..<count {
      for second in 0..<count where first != second && abs(scores[first] - scores[second]) < limit {
        matrix[first][first] += 1
        matrix[first][second] -= 1
      }
    }
    let trace = (0..<count).reduce(0) { $0 + matrix[$1][$1] }
    return trace > 0 ? matrix.map { $0.map { $0 * Double(count) / trace } } : laplacian(scores, within: .infinity)
  }

  static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] { matrix.map { dot($0, vector) } }

  /// Computes the least penalised loss over weights of some items by the normal equations.
  static func loss(
    _ chosen: [Int], _ data: (responses: [[Double]], scores: [Double]), _ form: [[Double]], _ penalty: Double
  )
    -> Double
  {
    let images = chosen.map { product(form, data.responses[$0]) }
    let products = chosen.indices.flatMap { first in
      chosen.indices.map { dot(images[first], data.responses[chosen[$0]]) + (first == $0 ? penalty + 1e-10 : 0) }
    }
    let total = dot(data.scores, product(form, data.scores))
    guard let factor = Cholesky(products, size: chosen.count) else { return .infinity }
    let right = images.map { dot($0, data.scores) }
    return total - dot(right, factor.solve(right))
  }

  @Test(arguments: 0..<6, [0.0, 0.02, 0.1, 0.5, Double.infinity])
  func nearPairsAreTheLaplacianOfTheirGraph(seed: Int, limit: Double) {
    let data = GreedySelectionTests.data(seed: seed)
    var generator = Philox(seed: 3, trial: seed, purpose: .selection)
    let vector = data.scores.map { _ in generator.normal() }
    let found = SourcePairs(of: data.scores, within: limit).applied(to: vector)
    let plain = GreedySelectionTests.product(GreedySelectionTests.laplacian(data.scores, within: limit), vector)
    for (a, b) in zip(found, plain) { #expect(close(a, b, 1e-10)) }
  }

  /// Each item is the one that, with those before it, leaves the least loss in a regression solved from scratch.
  @Test(arguments: 0..<8, [(penalty: 0.0, limit: Double.infinity), (3, .infinity), (3, 0.1)])
  func eachStepLowersTheLossMost(seed: Int, form: (penalty: Double, limit: Double)) {
    let data = GreedySelectionTests.data(seed: seed)
    let matrix = GreedySelectionTests.laplacian(data.scores, within: form.limit)
    var regression = GreedyRegression(
      .graded(data.responses.flatMap { $0 }, columns: data.scores.count), scores: data.scores,
      pairs: SourcePairs(of: data.scores, within: form.limit), penalty: form.penalty)
    regression.take(7)
    for step in 0..<7 {
      let before = Array(regression.order.prefix(step))
      func loss(_ item: Int) -> Double { GreedySelectionTests.loss(before + [item], data, matrix, form.penalty) }
      let best = data.responses.indices.filter { !before.contains($0) && $0 != 5 }.map(loss).min() ?? 0
      #expect(loss(regression.order[step]) <= best + 1e-7)
    }
  }

  /// Every item is taken once, however few sources there are. Items that explain nothing come last.
  @Test(arguments: [2, 3, 5, 13], [0.0, 3]) func everyItemIsTakenInTheEnd(sources: Int, penalty: Double) {
    let data = GreedySelectionTests.data(seed: 4, sources: sources)
    var regression = GreedyRegression(
      .graded(data.responses.flatMap { $0 }, columns: sources), scores: data.scores,
      pairs: SourcePairs(of: data.scores),
      penalty: penalty)
    regression.take(18)
    #expect(regression.order.sorted() == Array(0..<18))
    let constant = data.responses.indices.filter { Set(data.responses[$0]).count == 1 }
    #expect(Set(regression.order.suffix(constant.count)) == Set(constant))
  }

  @Test func sourcesThatAllScoreTheSameStillGiveAnOrder() {
    let responses: [[Double]] = [[1, 0, 1], [0, 1, 0], [1, 1, 1], [0, 0, 0]]
    var regression = GreedyRegression(
      .graded(responses.flatMap { $0 }, columns: 3), scores: [0.5, 0.5, 0.5], pairs: SourcePairs(of: [0.5, 0.5, 0.5]),
      penalty: 3)
    regression.take(4)
    #expect(regression.order == [0, 1, 2, 3])
  }

  /// The weights are, up to a factor, those of the ridge regression over an explicit list of pairs.
  @Test(arguments: 0..<5) func pairRegressionIsTheRegressionOfDifferences(seed: Int) {
    let data = GreedySelectionTests.data(seed: seed)
    let (chosen, gap) = ([0, 2, 6, 9], 0.06)
    var products = [Double](repeating: 0, count: 16)
    var right = [Double](repeating: 0, count: 4)
    var pairs = 0
    for first in data.scores.indices {
      for second in 0..<first where abs(data.scores[first] - data.scores[second]) < 2 * gap {
        pairs += 1
        let differences = chosen.map { data.responses[$0][first] - data.responses[$0][second] }
        for (a, x) in differences.enumerated() {
          right[a] += x * (data.scores[first] - data.scores[second])
          for (b, y) in differences.enumerated() { products[4 * a + b] += x * y }
        }
      }
    }
    // The form has the trace of the identity, so each pair counts S / (2 · pairs).
    let share = Double(data.scores.count) / Double(2 * pairs)
    let system = RidgeSystem(products.map { $0 * share }, penalty: GapTargeted.penalty)
    let plain = system.solve(right.map { $0 * share })
    let found = PairRegression.score(
      of: chosen,
      from: KnownSources(
        responses: .graded(data.responses.flatMap { $0 }, columns: data.scores.count), scores: data.scores,
        settings: MethodSettings(targetGap: gap)))
    let factor = found.weights[0] / plain[0]
    #expect(factor > 0)
    for (a, b) in zip(found.weights, plain) { #expect(close(a, factor * b, 1e-8)) }
    // Calibration makes the sources' mean estimate their mean score, and no multiple fits better.
    let estimates = data.scores.indices.map { source in
      found.constant + zip(chosen, found.weights).reduce(0) { $0 + $1.1 * data.responses[$1.0][source] }
    }
    let misses = zip(data.scores, estimates).map { $0 - $1 }
    #expect(close(misses.reduce(0, +), 0, 1e-9))
    #expect(close(dot(misses, estimates), 0, 1e-9))
  }

  private func choose(_ name: String, _ size: Int, _ context: SelectionContext, trial: Int = 0) throws -> [Int] {
    let method = try #require(Method.named(name))
    var generator = method.generator(seed: 1, trial: trial, size: size)
    return try method.selector.prepare(context).select(size, using: &generator).items
  }

  @Test func sizesOfOneOrderAreNested() throws {
    let matrix = ItemMatrixTests.bothForms(models: 30, items: 90, seed: 8).binary
    let context = SelectionContext(matrix: matrix, items: Array(0..<90), sources: Array(0..<24))
    for name in ["forward-selection", "gap-targeted"] {
      #expect(try Set(choose(name, 8, context)).isSubset(of: choose(name, 20, context)))
    }
    // With a target gap that all pairs are within, near pairs are all pairs.
    let wide = SelectionContext(
      matrix: matrix, items: Array(0..<90), sources: Array(0..<24), settings: MethodSettings(targetGap: 1))
    let known = wide.known()
    var plain = GreedyRegression(
      known.responses, scores: known.scores, pairs: SourcePairs(of: known.scores), penalty: GapTargeted.penalty)
    plain.take(20)
    #expect(try choose("gap-targeted", 20, wide) == plain.order.sorted())
    #expect(try choose("gap-targeted", 20, context) != plain.order.sorted())
  }

  /// The robust form takes at most its share from each fifth of its pool, and each trial has another pool.
  @Test func theRobustFormSpreadsItsItems() throws {
    let matrix = ItemMatrixTests.bothForms(models: 40, items: 300, seed: 8).binary
    let sources = Array(0..<30)
    let context = SelectionContext(matrix: matrix, items: Array(0..<300), sources: sources)
    let means = matrix.itemMeans(items: Array(0..<300), over: sources)
    // A pool of ten times k is all 300 items here, so that its fifths are those of the benchmark.
    let items = try choose("gap-targeted-robust", 30, context)
    let group = means.quantileGroups(5)
    for fifth in 0..<5 { #expect(items.count { group[$0] == fifth } == 6) }
    #expect(try choose("gap-targeted-robust", 10, context) != choose("gap-targeted-robust", 10, context, trial: 1))
    #expect([3, 1, 2, 2, 5].quantileGroups(5) == [3, 0, 1, 2, 4])
  }

  @Test func methodsThatNeedAllPairsOfItemsRefuseTooMany() throws {
    let method = try #require(Method.named("anchor-points"))
    try method.check(itemCount: 30_000)
    #expect(throws: SimulateError.self) { try method.check(itemCount: 30_001) }
    #expect(!Method.unasked(items: 40_000).contains { $0.name == "anchor-points" })
  }
}
