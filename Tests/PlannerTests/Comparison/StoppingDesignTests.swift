import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct StoppingDesignTests {
  /// A design for 60 numbered items: looks every 5, at a lead of 3, at most 30.
  static func uniform(seed: UInt64 = 1) throws -> StoppingDesign {
    let stopping = try #require(
      try EarlyStopping(gap: 0.1, source: .given(0.4), items: 60, target: 0.75, batch: 5))
    return StoppingDesign(stopping, items: BenchmarkItems(count: 60), benchmark: nil, seed: seed)
  }

  /// A design with unequal chances for 8 items, made by hand.
  static let unequal = StoppingDesign(
    benchmark: "b", method: "m", itemCount: 8, numbersFrom: nil,
    order: [(3, 2.0), (0, 0.5), (5, 1.0), (7, 2.0)].map { .init(name: "q\($0)", position: $0, size: $1) },
    otherSizes: [0.5, 1, 0.5, 2], bound: 1.5, batch: 2, gap: 0.05, agreement: 0.8, expectedItems: 3, seed: 1)

  /// Makes a run's file with these scores by item name.
  static func source(_ model: String, _ scores: [(String, Double)]) -> (
    source: ComparedRuns.Source, naming: StoppingDesign.Naming
  ) {
    (RunComparisonTests.source(model, model: model, scores), .benchmark)
  }

  @Test func theOrderIsDrawnBySeed() throws {
    let design = try Self.uniform()
    let (again, other) = (try Self.uniform(), try Self.uniform(seed: 2))
    #expect(design == again)
    #expect(design.order != other.order)
    #expect(Set(design.order.map(\.position)).count == design.largest)
    #expect(design.isUniform)
    #expect(design.looks.last == design.largest)
    #expect((1...design.batchCount).flatMap { design.items(ofBatch: $0) } == design.order)
  }

  /// Every item is as likely as any other to be in the first batch.
  @Test func everyItemMayBeFirst() throws {
    var counts = [Int](repeating: 0, count: 60)
    for seed in 1...1_200 {
      for item in try Self.uniform(seed: UInt64(seed)).items(ofBatch: 1) { counts[item.position] += 1 }
    }
    // 100 on average, with a standard deviation below 10.
    #expect(counts.allSatisfy { abs($0 - 100) < 45 })
  }

  @Test func filesAreReadBack() throws {
    for design in [try Self.uniform(), Self.unequal] {
      #expect(try StoppingDesign(json: Data(design.file.utf8), file: "d.json") == design)
    }
  }

  @Test func anEditIsNoticed() throws {
    let text = try Self.uniform().file
    let changes = [
      (text.replacing("\"batch\": 5", with: "\"batch\": 1"), "was changed"),
      (text.replacing("mdad.design/1", with: "mdad.design/9"), "this version reads"),
      ("{}", "not a design"), ("", "not a design"),
    ]
    for (changed, message) in changes {
      #expect {
        try StoppingDesign(json: Data(changed.utf8), file: "d.json")
      } throws: { error in
        "\(error)".hasPrefix("d.json: ") && "\(error)".contains(message)
      }
    }
  }

  /// The lead is Σ n·(y_i − z_i)/(N·π_i), with π from Pareto sampling's odds: solved here by bisection.
  @Test func theLeadWeighsItemsByTheirChances() {
    let design = Self.unequal
    let sizes = design.order.map(\.size) + design.otherSizes
    let differences = [1.0, -1, 1, 0]
    func chances(_ count: Int) -> [Double] {
      var (low, high) = (1e-9, 1e9)
      for _ in 0..<400 {
        let middle = (low * high).squareRoot()
        let sum = sizes.reduce(0) { $0 + middle * $1 / (1 + middle * $1) }
        if sum > Double(count) { high = middle } else { low = middle }
      }
      return sizes.map { low * $0 / (1 + low * $0) }
    }
    let expected = [2, 4].map { items in
      (0..<items).reduce(0.0) { $0 + Double(items) * differences[$1] / (8 * chances(items)[$1]) }
    }
    for (found, expected) in zip(design.leads(differences, at: [2, 4]), expected) {
      #expect(abs(found - expected) < 1e-9)
    }
  }

  /// A design stops as the rule that it was planned by does, look by look.
  @Test func verdictsAreTheRules() throws {
    let stopping = try #require(
      try EarlyStopping(gap: 0.1, source: .given(0.4), items: 60, target: 0.75, batch: 5))
    for seed in 1...60 {
      let design = StoppingDesign(
        stopping, items: BenchmarkItems(count: 60), benchmark: nil, seed: UInt64(seed))
      var generator = Philox(seed: UInt64(seed), trial: 0, purpose: .synthesis)
      let first = (0..<60).map { _ in Double(generator.uniform(below: 2)) }
      let second = (0..<60).map { _ in Double(generator.uniform(below: 2)) }
      let comparison = try SequentialComparison(
        design,
        [
          Self.source("a", (0..<60).map { ("\($0)", first[$0]) }),
          Self.source("b", (0..<60).map { ("\($0)", second[$0]) }),
        ], chosen: nil)
      var (lead, items) = (0, 0)
      repeat {
        lead += Int(second[design.order[items].position] - first[design.order[items].position])
        items += 1
      } while !stopping.rule.stops(after: items, lead: lead)
      #expect(comparison.looks.last?.items == items)
      #expect(comparison.looks.last?.lead == Double(lead))
      #expect(comparison.verdict == (lead > 0 ? .ahead : lead < 0 ? .behind : .tooClose))
      #expect(comparison.next.isEmpty)
    }
  }

  @Test func aBatchThatIsNotCompleteIsAskedFor() throws {
    let design = try Self.uniform()
    let names = design.order.map(\.name)
    func compare(_ first: [String], _ second: [String]) throws -> SequentialComparison {
      try SequentialComparison(
        design, [Self.source("a", first.map { ($0, 1) }), Self.source("b", second.map { ($0, 1) })], chosen: nil)
    }
    let one = try compare(Array(names[..<5]), Array(names[..<5]))
    #expect(one.verdict == .goOn)
    #expect(one.next.map(\.name) == Array(names[5..<10]))
    #expect(one.nextBatch == 2)
    #expect(one.looks == [.init(items: 5, lead: 0)])
    // One run is a few items ahead, skipped one, and has some from later batches and from elsewhere.
    let two = try compare(Array(names[..<8]), Array(names[..<7]) + [names[9], names[12], "none"])
    #expect(two.next.map(\.name) == [names[7], names[8], names[9]])
    #expect(two.half == [names[7], names[9]])
    #expect(two.nextBatch == nil)
    #expect(two.extra == ["none"])
    #expect(two.unused == 0)
    let three = try compare(names, Array(names[..<7]) + [names[12]])
    #expect(three.unused == 1)
  }

  /// What comes after a look that decided is not looked at, even if it turns the order round.
  @Test func laterAnswersDoNotReopenAComparison() throws {
    let design = try Self.uniform()
    let scores = design.order.enumerated().map { place, item in (item.name, place < 5 ? 1.0 : 0) }
    let others = design.order.enumerated().map { place, item in (item.name, place < 5 ? 0.0 : 1) }
    let comparison = try SequentialComparison(
      design, [Self.source("a", others), Self.source("b", scores)], chosen: nil)
    #expect(comparison.verdict == .ahead)
    #expect(comparison.looks == [.init(items: 5, lead: 5)])
    #expect(comparison.unused == design.largest - 5)
  }

  @Test func itemsAreFoundUnderTheNamesOfHarnesses() throws {
    let design = try Self.uniform()
    let position = design.order[0].position
    #expect(design.places(of: ["arc/\(position)"], naming: .lmEvaluationHarness) == [0])
    #expect(design.places(of: ["\(position + 1)"], naming: .inspect) == [0])
    #expect(design.places(of: ["\(position)"], naming: .benchmark) == [0])
    #expect(design.places(of: ["x"], naming: .inspect) == [nil])
    #expect(design.sampleIdentifiers(design.order[..<1]) == ["\(position + 1)"])
    #expect(
      design.lmEvaluationHarness(design.order[..<1], task: "arc")?.text(indented: false) == "{\"arc\":[\(position)]}")
    #expect(design.lmEvaluationHarness(design.order[..<1], task: nil) == nil)
    #expect(Self.unequal.places(of: ["q3", "task/3", "q1"], naming: .lmEvaluationHarness) == [0, nil, nil])
  }

  @Test func mistakesAreNamed() throws {
    let design = try Self.uniform()
    let names = design.order.prefix(5).map { ($0.name, 1.0) }
    #expect(throws: SimulateError.self) {
      try SequentialComparison(design, [Self.source("a", names), Self.source("b", [("zzz", 1)])], chosen: nil)
    }
    #expect(throws: SimulateError.self) { try SequentialComparison(design, [Self.source("a", names)], chosen: nil) }
    // Two tasks with documents of one number.
    let twice = (
      source: RunComparisonTests.source(
        "b", model: "b", names.map { ("t/\($0.0)", 1.0) } + names.map { ("u/\($0.0)", 1.0) }),
      naming: StoppingDesign.Naming.lmEvaluationHarness
    )
    #expect {
      try SequentialComparison(design, [Self.source("a", names), twice], chosen: nil)
    } throws: { "\($0)".contains("are one item of the design") }
  }

  /// Over many orders, pairs of strong models come out right as often as the design says, with as many items.
  @Test func aSimulatedRuleDoesWhatItSays() throws {
    var generator = Philox(seed: 3, trial: 0, purpose: .synthesis)
    let ease = (0..<120).map { _ in generator.normal() }
    let scores = (0..<60).map { model in
      ease.map { $0 + Double(model) / 30 - 1 + generator.normal() > 0 ? 1.0 : 0 }
    }
    let matrix = ItemMatrix(
      models: (0..<60).map { "m\($0)" }, items: (0..<120).map { "q\($0)" }, scores: scores)
    let method = try #require(Method.all.first { $0.readsFrame })
    let design = try StoppingDesign(
      simulating: method, on: matrix, gap: 0.08, target: 0.75, ties: .wrong, batch: 10, benchmark: "b", seed: 1,
      threads: 2)
    #expect(!design.isUniform)
    #expect(design.agreement > 0.7)
    #expect(design.expectedItems < Double(design.largest))
    #expect(try StoppingDesign(json: Data(design.file.utf8), file: "d") == design)
    let names = matrix.items
    let ranked = matrix.models.indices.sorted { matrix.accuracies()[$0] < matrix.accuracies()[$1] }.suffix(18)
    var (right, all, items) = (0, 0, 0)
    for better in ranked {
      for worse in ranked {
        let gap = matrix.accuracies()[better] - matrix.accuracies()[worse]
        guard abs(gap - 0.08) < 0.0075 else { continue }
        let comparison = try SequentialComparison(
          design,
          [
            Self.source("worse", names.indices.map { (names[$0], matrix.score(model: worse, item: $0)) }),
            Self.source("better", names.indices.map { (names[$0], matrix.score(model: better, item: $0)) }),
          ], chosen: nil)
        all += 1
        items += comparison.looks.last?.items ?? 0
        if comparison.verdict == .ahead { right += 1 }
      }
    }
    // One order only, which all pairs share: a wide band.
    #expect(all >= 10)
    #expect(Double(right) / Double(all) > 0.5)
    #expect(items > 0 && items <= all * design.largest)
  }
}
