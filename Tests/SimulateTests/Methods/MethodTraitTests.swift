import Testing

@testable import Simulate

/// Checks that methods behave as their traits say.
@Suite struct MethodTraitTests {
  private static let items = Array(0..<60)
  /// Two matrices with the same items and subtasks but different responses.
  private static let first = ItemMatrixTests.bothForms(models: 24, items: 60, seed: 5, subtasks: 3).binary
  private static let second = ItemMatrixTests.bothForms(models: 24, items: 60, seed: 6, subtasks: 3).binary
  /// The first matrix without subtasks.
  private static let unlabelled = ItemMatrixTests.bothForms(models: 24, items: 60, seed: 5).binary

  private func choice(_ method: Method, from matrix: ItemMatrix) throws -> [Int] {
    let context = SelectionContext(
      matrix: matrix, items: MethodTraitTests.items, sources: Array(0..<20), largestSize: 12)
    var generator = method.generator(seed: 3, trial: 0, size: 12)
    return try method.selector.prepare(context).select(12, using: &generator).items
  }

  @Test func methodsThatNeedNoResponsesChooseWithoutThem() throws {
    for method in Method.all where method.needs < .sourceResponses {
      let chosen = try choice(method, from: MethodTraitTests.first)
      #expect(try choice(method, from: MethodTraitTests.second) == chosen, "\(method.name) reads responses")
      #expect(method.minimumSources == 0)
    }
    for method in Method.all where method.needs == .sourceResponses { #expect(method.minimumSources >= 2) }
  }

  @Test func methodsThatNeedTheNumberOfItemsAloneChooseWithoutLabels() throws {
    let ones = Method.all.filter(\.needsItemCountOnly)
    #expect(ones.map(\.name) == ["random", "head"])
    for method in ones {
      #expect(try choice(method, from: MethodTraitTests.unlabelled) == choice(method, from: MethodTraitTests.first))
    }
    for method in Method.all where method.stratifiesBySubtask {
      #expect(try choice(method, from: MethodTraitTests.unlabelled) != choice(method, from: MethodTraitTests.first))
    }
  }

  /// A draw differs between seeds, so it depends on more than the order of the file and what was learned.
  @Test func randomisedMethodsDraw() throws {
    let names = Method.all.filter { $0.guarantee == .randomised }.map(\.name)
    #expect(
      names == [
        "random", "subtask-equal", "subtask-proportional", "stratified-confidence", "aipw", "disagreement-sampling",
      ])
    let context = SelectionContext(
      matrix: MethodTraitTests.first, items: MethodTraitTests.items, sources: Array(0..<20), largestSize: 12)
    for method in Method.all where method.guarantee != .learned {
      let choices = try (0..<6).map { trial in
        var generator = method.generator(seed: 1, trial: trial, size: 12)
        return try method.selector.prepare(context).select(12, using: &generator).items
      }
      #expect(Set(choices).count == (method.guarantee == .randomised ? 6 : 1), "\(method.name)")
    }
  }

  @Test func theBaselineIsTheLeastDemandingMethod() {
    #expect(Method.baseline.isExactlyPredictable)
    #expect(Method.baseline.needs == .nothing)
    #expect(Method.all.allSatisfy { $0.needs > .nothing || $0.name == Method.baseline.name })
    #expect(Method.all.filter(\.isExactlyPredictable).map(\.name) == [Method.baseline.name])
    #expect(Method.needs(of: "a method of another version") == .sourceResponses)
  }

  @Test func heavyMethodsRunUnaskedOnSmallBenchmarksOnly() {
    #expect(Method.unasked(items: 1000).count == Method.all.count)
    #expect(Method.unasked(items: 1001).allSatisfy { $0.effort <= .ordinary })
  }
}
