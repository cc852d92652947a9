import Testing

@testable import Simulate

/// Tests what each published method promises beyond what all methods promise.
@Suite struct PublishedMethodsTests {
  private static let matrix = ItemMatrixTests.bothForms(models: 60, items: 80, seed: 14, subtasks: 3).binary
  private static let sources = Array(0..<45)

  private func context(_ matrix: ItemMatrix = matrix) -> SelectionContext {
    SelectionContext(matrix: matrix, items: Array(0..<80), sources: PublishedMethodsTests.sources)
  }

  private func choose(_ method: Method, _ size: Int, _ context: SelectionContext) throws -> [Int] {
    var generator = method.generator(seed: 1, trial: 0, size: size)
    return try method.selector.prepare(context).select(size, using: &generator).items
  }

  /// The methods that only read a random subset choose exactly the items of `random`.
  @Test(arguments: ["random-learn", "pca", "aipw"]) func predictionsShareTheItemsOfRandom(name: String) throws {
    let method = try #require(Method.named(name))
    #expect(try choose(method, 12, context()) == choose(.random, 12, context()))
  }

  /// With known items the abilities are those of the fit that found the items.
  @Test func abilitiesAreThoseOfTheFit() {
    let fit = UnidimensionalItemResponse(PublishedMethodsTests.matrix, model: .twoParameter, threads: 1)
    let kept = fit.items.indices.filter { fit.items[$0] != nil }
    let found = AbilityEstimation(kept.compactMap { fit.items[$0]?.parameters }).expected(models: 60) {
      PublishedMethodsTests.matrix.score(model: $0, item: kept[$1])
    }
    for (ours, theirs) in zip(found, fit.abilities) { #expect(close(ours, theirs.expected, 1e-6)) }
  }

  /// Constant, easy and unrelated items are left out of the model, and chosen only when nothing else is left.
  @Test func metabenchLeavesOutWhatTellsNothing() throws {
    var generator = Philox(seed: 6, trial: 0, purpose: .selection)
    let scores = (0..<60).map { model in
      (0..<80).map { item -> Double in
        if item < 10 { return 1 }
        if item < 20 { return model == item ? 0 : 1 }
        return generator.uniform(below: 120) < model + item ? 1 : 0
      }
    }
    let matrix = ItemMatrix(models: (0..<60).map { "m\($0)" }, items: (0..<80).map { "i\($0)" }, scores: scores)
    let items = try choose(.metabench, 30, context(matrix))
    #expect(items.allSatisfy { $0 >= 20 })
    #expect(try choose(.metabench, 75, context(matrix)).contains { $0 < 20 })
  }

  /// The first of several items with equal responses, or with equal texts, is kept.
  @Test func essenceSetsRepeatedItemsAside() throws {
    let scores = (0..<45).map { model in
      (0..<80).map { PublishedMethodsTests.matrix.score(model: model, item: $0 < 40 ? $0 : $0 - 40) }
    }
    var matrix = ItemMatrix(models: (0..<45).map { "m\($0)" }, items: (0..<80).map { "i\($0)" }, scores: scores)
    #expect(try choose(.essence, 20, context(matrix)).allSatisfy { $0 < 40 })
    matrix = PublishedMethodsTests.matrix
    let texts = (0..<80).map { $0 % 2 == 0 ? "question number \($0) of many" : "question number \($0 - 1) of many" }
    matrix.itemMetadata = ItemMetadata(texts: texts)
    #expect(try choose(.essence, 20, context(matrix)).allSatisfy { $0 % 2 == 0 })
  }

  /// Qualities and difficulties change the pool that is drawn from, and so the choice.
  @Test func sublimeReadsDifficultyAndQuality() throws {
    let plain = try choose(.sublime, 20, context())
    var matrix = PublishedMethodsTests.matrix
    matrix.itemMetadata = ItemMetadata(difficulties: (0..<80).map { Double($0 * 37 % 80) })
    let byDifficulty = try choose(.sublime, 20, context(matrix))
    matrix.itemMetadata = ItemMetadata(qualities: [.init(name: "quality", values: (0..<80).map { Double($0 % 7) })])
    let byQuality = try choose(.sublime, 20, context(matrix))
    #expect(Set([plain, byDifficulty, byQuality]).count == 3)
  }

  /// The descent lowers the error on the sources well below that of its start.
  @Test func doubleOptimizationLearns() throws {
    var generator = Method.doubleOptimize.generator(seed: 1, trial: 0, size: 15)
    let found = try DoubleOptimization().prepare(context()).select(15, using: &generator)
    let score = try #require(found.score)
    let responses = TargetResponses(
      matrix: PublishedMethodsTests.matrix, models: PublishedMethodsTests.sources, items: found.items)
    let full = PublishedMethodsTests.matrix.referenceScores(of: PublishedMethodsTests.sources, over: Array(0..<80))
      .means
    let error = zip(score.scores(from: responses), full).reduce(0) { $0 + abs($1.0 - $1.1) } / 45
    let mean = full.reduce(0, +) / 45
    #expect(error < 0.6 * full.reduce(0) { $0 + abs($1 - mean) } / 45)
  }

  /// If items are copies of a few, in unequal numbers, regressions know what the mean of a sample does not.
  @Test func learningLowersTheErrorOfRandom() throws {
    let few = ItemMatrixTests.bothForms(models: 60, items: 6, seed: 3).binary
    let matrix = ItemMatrix(
      models: few.models, items: (0..<60).map { "i\($0)" },
      scores: (0..<60).map { model in (0..<60).map { few.score(model: model, item: $0 % 12 < 6 ? 0 : $0 % 6) } })
    let settings = SimulationSettings(
      methods: ["random", "random-learn", "aipw", "pca", "lasso", "essence"], sizes: [15], trials: 4, resamples: 0)
    let rows = try Simulation(matrix: matrix, settings: settings).run(threads: 2).rows
    let errors = Dictionary(uniqueKeysWithValues: rows.map { ($0.method, $0.error.value ?? 1) })
    for (name, error) in errors where name != "random" { #expect(error < errors["random"] ?? 0, "\(name)") }
  }
}
