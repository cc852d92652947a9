import Testing

@testable import Simulate

/// Which models are targets and which are sources, by their labels.
@Suite struct ModelPoolsTests {
  private func matrix(_ labels: ModelLabels) -> ItemMatrix {
    var matrix = ItemMatrixTests.bothForms(models: 30, items: 20, seed: 2).binary
    matrix.modelLabels = labels
    return matrix
  }

  private func design(
    _ labels: ModelLabels, _ choice: TargetChoice, targets: Int? = nil
  ) throws -> ExperimentDesign {
    try ExperimentDesign(
      matrix: matrix(labels), settings: SimulationSettings(trials: 20, targets: targets, targetChoice: choice))
  }

  @Test func noFamilyIsOnBothSides() throws {
    // There are ten families of three; the last two models have no family, so each is one of its own.
    let families = (0..<30).map { $0 < 28 ? "f\($0 / 3)" : nil }
    let design = try design(ModelLabels(families: families), .family)
    var targetsSeen: Set<Int> = []
    for number in 0..<20 {
      let trial = design.trial(number)
      targetsSeen.formUnion(trial.targets)
      let taken = Set(trial.targets.compactMap { families[$0] })
      #expect(trial.targets.count == 10)
      #expect(Set(trial.targets).count == 10)
      #expect(trial.sources.allSatisfy { families[$0].map { !taken.contains($0) } ?? true })
      #expect(Set(trial.sources).isDisjoint(with: trial.targets))
      #expect((design.sourceCount...design.largestSourceCount).contains(trial.sources.count))
    }
    #expect(targetsSeen.count == 30)
    #expect(design.trial(3) == (try self.design(ModelLabels(families: families), .family)).trial(3))
  }

  @Test func sourcesAreOlderThanEveryTarget() throws {
    let dates = (0..<30).map { $0 == 5 ? nil : "2024-\($0 % 2 == 0 ? "0" : "1")\($0 % 3)-\(10 + $0 % 15)" }
    let design = try design(
      ModelLabels(dates: dates.map { $0?.replacingOccurrences("-00-", "-03-") }), .date, targets: 4)
    for number in 0..<20 {
      let trial = design.trial(number)
      let labels = dates.map { $0?.replacingOccurrences("-00-", "-03-") }
      let oldest = trial.targets.compactMap { labels[$0] }.min() ?? ""
      #expect(trial.targets.count == 4)
      #expect(!trial.targets.contains(5))
      #expect(!trial.sources.contains(5))
      #expect(trial.sources.allSatisfy { (labels[$0] ?? "9") < oldest })
      #expect(!trial.sources.isEmpty)
    }
  }

  @Test func similarSizesAreTargets() throws {
    let sizes = (0..<30).map { $0 % 3 == 0 ? "8b-instruct" : "70b" }
    let trial = try design(ModelLabels(sizes: sizes), .sizeClass("8b-instruct")).trial(0)
    #expect(trial.targets.count == 10)
    #expect(trial.targets.allSatisfy { $0 % 3 == 0 })
    #expect(trial.sources.count == 20)
  }

  @Test(arguments: [
    (TargetChoice.family, "needs each model's family"), (.date, "needs each model's date"),
    (.sizeClass("x"), "needs each model's size"),
  ])
  func missingLabelsAreNamed(choice: TargetChoice, words: String) {
    let error = #expect(throws: SimulateError.self) { try design(ModelLabels(), choice) }
    #expect(error?.description.contains(words) ?? false)
  }

  @Test func oneFamilyAndUnknownSizesAreRefused() {
    let family = #expect(throws: SimulateError.self) {
      try design(ModelLabels(families: (0..<30).map { _ in "a" }), .family)
    }
    #expect(family?.description.contains("all models belong to one family") ?? false)
    let size = #expect(throws: SimulateError.self) {
      try design(ModelLabels(sizes: (0..<30).map { "\($0 % 2)b" }), .sizeClass("8b"))
    }
    #expect(size?.description == "no model has the size \"8b\"; available: 0b, 1b")
  }

  @Test(arguments: ["2024", "2024-06", "2024-06-30"]) func datesAreRead(text: String) {
    #expect(ModelLabels.isDate(text))
  }

  @Test(arguments: ["", "24", "2024-6", "2024-13", "2024-06-32", "2024/06/30", "June 2024", "2024-06-30T00:00"])
  func otherTextsAreNoDates(text: String) { #expect(!ModelLabels.isDate(text)) }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
