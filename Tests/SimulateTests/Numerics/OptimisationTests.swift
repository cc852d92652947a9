import Testing

@testable import Simulate

@Suite struct CappedSimplexTests {
  /// Checks the conditions of the nearest point: the same number is subtracted from every element between 0 and 1.
  @Test(arguments: 0..<20) func isTheNearestPoint(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
    let vector = (0..<30).map { _ in 3 * generator.unit() - 1 }
    let total = Double(seed % 31)
    let found = projectedOnCappedSimplex(vector, total: total)
    #expect(close(found.reduce(0, +), total, 1e-9))
    #expect(found.allSatisfy { $0 >= 0 && $0 <= 1 })
    let inside = found.indices.filter { found[$0] > 0 && found[$0] < 1 }
    guard let first = inside.first else { return }
    let taken = vector[first] - found[first]
    for index in inside { #expect(close(vector[index] - found[index], taken, 1e-9)) }
    for index in found.indices where found[index] == 0 { #expect(vector[index] <= taken + 1e-9) }
    for index in found.indices where found[index] == 1 { #expect(vector[index] >= 1 + taken - 1e-9) }
  }

  /// Halves the range a step at a time.
  private func plain(_ vector: [Double], total: Double) -> [Double] {
    var low = (vector.min() ?? 0) - 1
    var high = vector.max() ?? 0
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      let sum = vector.reduce(0) { $0 + min(1, max(0, $1 - middle)) }
      if sum > total { low = middle } else { high = middle }
    }
    return vector.map { min(1, max(0, $0 - high)) }
  }

  @Test(arguments: [0, 1, 2, 7, 200], [0.001, 1, 1e6]) func hasTheBitsOfPlainBisection(count: Int, scale: Double) {
    var generator = Philox(seed: 3, trial: count, purpose: .selection)
    let random = (0..<count).map { _ in scale * (generator.unit() - 0.4) }
    for vector in [random, random.map { $0.rounded() }, random.map { _ in scale }] {
      for total in Set([0, count / 3, count / 2, count]) {
        #expect(
          projectedOnCappedSimplex(vector, total: Double(total)) == plain(vector, total: Double(total)))
      }
    }
  }

  @Test func equalElementsShareEvenly() {
    #expect(projectedOnCappedSimplex([1, 1, 1, 1], total: 1).allSatisfy { close($0, 0.25) })
  }
}

@Suite struct MonotoneSplinesTests {
  /// Compares least squares over non-negative variables with the best of all sets of variables fixed at 0.
  @Test(arguments: 0..<10) func nonNegativeLeastSquaresIsTheBestOfAllFaces(seed: Int) {
    var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .selection)
    let rows = (0..<8).map { _ in (0..<4).map { _ in generator.unit() - 0.4 } }
    let target = rows.map { _ in generator.unit() - 0.5 }
    let products = (0..<4).flatMap { a in (0..<4).map { b in rows.reduce(0) { $0 + $1[a] * $1[b] } } }
    let correlations = (0..<4).map { a in zip(rows, target).reduce(0) { $0 + $1.0[a] * $1.1 } }
    func value(_ w: [Double]) -> Double {
      zip(rows, target).reduce(0) { sum, pair in
        let miss = pair.1 - dot(pair.0, w)
        return sum + miss * miss
      }
    }
    var best = Double.infinity
    for face in 0..<16 {
      let free = (0..<4).filter { face >> $0 & 1 == 1 }
      let part = free.flatMap { a in free.map { products[a * 4 + $0] } }
      guard let solved = Cholesky(part, size: free.count)?.solve(free.map { correlations[$0] }) else { continue }
      if solved.contains(where: { $0 < 0 }) { continue }
      var w = [0.0, 0, 0, 0]
      for (position, variable) in free.enumerated() { w[variable] = solved[position] }
      best = min(best, value(w))
    }
    #expect(close(value(nonNegativeLeastSquares(products: products, correlations: correlations)), best, 1e-8))
  }

  /// The B-splines add up to 1, and their sums from one on have the derivative of a cubic spline: no jumps.
  @Test func risesAreSmoothAndReachOne() {
    var previous = MonotoneSplines.rises(-0.5, low: 0, high: 1)
    for step in -499...1500 {
      let x = Double(step) / 1000
      let rises = MonotoneSplines.rises(x, low: 0, high: 1)
      for (a, b) in zip(rises, previous) { #expect(abs(a - b) < 0.01) }
      if x >= 0, x <= 1 {
        #expect(rises.allSatisfy { $0 > -1e-12 && $0 < 1 + 1e-12 })
        #expect(rises == rises.sorted(by: >))
      }
      previous = rises
    }
  }

  /// The fit follows a rising curve closely, also beyond its ends, and never falls.
  @Test func meetsARisingCurve() {
    var generator = Philox(seed: 3, trial: 0, purpose: .selection)
    let x = (0..<200).map { _ in 4 * generator.unit() - 2 }
    let z = (0..<200).map { _ in generator.unit() }
    func curve(_ x: Double, _ z: Double) -> Double { logistic(2 * x) + 0.3 * z }
    let fit = MonotoneSplines([x, z], responses: zip(x, z).map { curve($0, $1) + 0.01 * (generator.unit() - 0.5) })
    var last = -Double.infinity
    for step in -30...30 {
      let value = fit.value(at: [Double(step) / 10, 0.5])
      #expect(value >= last - 1e-12)
      last = value
      if abs(step) <= 19 { #expect(abs(value - curve(Double(step) / 10, 0.5)) < 0.02) }
    }
  }

  @Test func oneValueEverywhereIsTheMean() {
    let fit = MonotoneSplines([[1, 1, 1], [2, 2, 2]], responses: [0.2, 0.3, 0.7])
    #expect(close(fit.value(at: [1, 2]), 0.4))
    #expect(close(fit.value(at: [9, -4]), 0.4))
  }
}

@Suite struct SubsetSearchTests {
  /// On few columns the search finds the best of all subsets, and its error is that of the regression.
  @Test(arguments: [1, 2, 4]) func findsTheBestOfAllSubsets(size: Int) {
    let columns = (0..<10).map { item in (0..<MadeMatrix.models).map { MadeMatrix.score($0, item) } }
    func error(_ items: [Int]) -> Double {
      let design = CentredDesign(
        columns: [(0..<MadeMatrix.models).map { model in items.reduce(0) { $0 + columns[$1][model] } }],
        observations: MadeMatrix.models)
      let fit = RidgeProblem(design, responses: MadeMatrix.means).regression(penalty: 1e-9)
      let squares = (0..<MadeMatrix.models).reduce(0.0) { sum, model in
        let estimate = fit.intercept + fit.coefficients[0] * items.reduce(0) { $0 + columns[$1][model] }
        return sum + (MadeMatrix.means[model] - estimate) * (MadeMatrix.means[model] - estimate)
      }
      return (squares / Double(MadeMatrix.models)).squareRoot()
    }
    var search = SubsetSearch(
      columns: columns.flatMap { $0.map { Float($0) } }, scores: MadeMatrix.means, count: 10, size: size)
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let found = search.run(
      pool: Array(0..<10), start: nil, population: 30, generations: 20, using: &generator)
    let all = (0..<1 << 10).filter { $0.nonzeroBitCount == size }.map { bits in (0..<10).filter { bits >> $0 & 1 == 1 }
    }
    #expect(close(found.error, all.map(error).min(), 1e-6))
    #expect(close(error(found.items), found.error, 1e-6))
    #expect(search.attribution(found.items[0]) > -1)
    #expect(Set(found.items).count == size)
  }

  @Test func aStartIsNeverLost() {
    let columns = (0..<10).flatMap { item in (0..<MadeMatrix.models).map { Float(MadeMatrix.score($0, item)) } }
    var search = SubsetSearch(columns: columns, scores: MadeMatrix.means, count: 10, size: 3)
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    let best = search.run(pool: Array(0..<10), start: nil, population: 30, generations: 20, using: &generator)
    let again = search.run(
      pool: Array(0..<10), start: best.items, population: 2, generations: 1, using: &generator)
    #expect(again.error <= best.error)
  }
}

@Suite struct TextSimilarityTests {
  /// scikit-learn: `v = TfidfVectorizer(token_pattern=r"[^\W_]+").fit_transform(texts)`, `v @ v.T`.
  @Test func isTheCosineOfSklearnsWeights() {
    let found = TextSimilarity([
      "The cat sat on the mat", "the cat sat on a mat", "Dogs chase cats; dogs bark", "Quantum field theory", "",
    ])
    #expect(found[0, 3] == 0 && found[4, 0] == 0)
    let four = TextSimilarity([
      "The cat sat on the mat", "the cat sat on a mat", "Dogs chase cats; dogs bark", "Quantum field theory",
    ])
    #expect(close(four[0, 1], 0.82517473, 1e-8) && close(four[2, 2], 1) && four[0, 2] == 0)
  }
}

@Suite struct GrowingCholeskyTests {
  /// Growing a factor row by row gives the factor of the whole.
  @Test func grownFactorsSolveTheSame() throws {
    let design = MadeMatrix.design(features: 9)
    var products = design.featureProducts()
    for index in 0..<9 { products[index * 9 + index] += 0.5 }
    var grown = Cholesky(capacity: 12)
    let isGrown = (0..<9).map { grown.append(Array(products[$0 * 9...$0 * 9 + $0]), tolerance: 1e-12) }
    #expect(!isGrown.contains(false))
    let whole = try #require(Cholesky(products, size: 9))
    let right = (0..<9).map { Double($0) - 3 }
    #expect(grown.solve(right) == whole.solve(right))
    let solved = whole.solve(right)
    for row in 0..<9 { #expect(close(dot(Array(products[row * 9..<row * 9 + 9]), solved), right[row], 1e-9)) }
    // A row that repeats one before it adds nothing.
    let isRepeated = grown.append(Array(products[0..<9]) + [products[0]], tolerance: 1e-9)
    #expect(!isRepeated)
    #expect(grown.size == 9)
    let half = whole.forward(right)
    #expect(close(dot(half, half), dot(right, solved), 1e-9))
  }
}
