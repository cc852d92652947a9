import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct FrameTests {
  /// Twelve models of rising strength on thirty items with names of their own.
  private static func matrix(names: (Int) -> String = { "task,\($0 * 7)" }, subtasks: Int = 0) -> ItemMatrix {
    var generator = Philox(seed: 3, trial: 0, purpose: .synthesis)
    return ItemMatrix(
      models: (0..<12).map { "m\($0)" }, items: (0..<30).map(names),
      labels: .init(subtasks: subtasks == 0 ? [] : (0..<30).map { "s\($0 % subtasks)" }),
      scores: (0..<12).map { model in (0..<30).map { _ in generator.uniform(below: 14) < model + 1 ? 1.0 : 0 } })
  }

  @Test(arguments: [0, 3]) func aFileReadBackIsTheFrame(subtasks: Int) throws {
    let matrix = Self.matrix(subtasks: subtasks)
    let frame = try #require(try Frame(benchmark: "made", matrix: matrix))
    #expect(frame.items == matrix.items)
    #expect(frame.sources == "12 models")
    #expect(frame.date == nil)
    #expect(frame.csv.hasPrefix("item,subtask,expected,spread,sources,date\n"))
    #expect(try Frame(csv: frame.csv, benchmark: "made", file: "made.csv") == frame)
    for (ours, learned) in zip(frame.answers.means, matrix.expectedAnswers().means) {
      #expect(abs(ours - learned) < 1e-6)
    }
  }

  @Test func theNewestSourcesDateIsKept() throws {
    var matrix = Self.matrix()
    let table = "model,date\n" + (0..<12).map { "m\($0),2024-01-\($0 + 10)\n" }.joined()
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try table.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    matrix.modelLabels = try ModelLabels(try LabelTable.read(path: path, key: "model"), models: matrix.models)
    let frame = try #require(try Frame(benchmark: "made", matrix: matrix))
    #expect(frame.date == "2024-01-21")
    #expect(try Frame(csv: frame.csv, benchmark: "made", file: "made.csv").date == "2024-01-21")
  }

  @Test func itemsCalledByTheirPositionsHaveNoFrame() throws {
    #expect(try Frame(benchmark: "made", matrix: Self.matrix { String($0) }) == nil)
    #expect(try Frame(benchmark: "made", matrix: Self.matrix { String($0 + 1) }) == nil)
    #expect(try Frame(benchmark: "made", matrix: Self.matrix { String($0 + 2) }) != nil)
  }

  @Test(arguments: [
    ("", "the file is empty"), ("item,expected\na,0.5\n", "made.csv:1: the columns are not item, subtask"),
    ("item,subtask,expected,spread,sources,date\n", "there is no item"),
    ("item,subtask,expected,spread,sources,date\na,,1.5,0,x,\n", "made.csv:2: \"1.5\" is not an expected score"),
    ("item,subtask,expected,spread,sources,date\na,,0.5,0.6,x,\n", "made.csv:2: \"0.6\" is not a standard deviation"),
    ("item,subtask,expected,spread,sources,date\n,,0.5,0.5,x,\n", "made.csv:2: the item has no name"),
    (
      "item,subtask,expected,spread,sources,date\na,,0.5,0.5,x,\na,,0.5,0.5,x,\n",
      "made.csv:3: duplicate item \"a\" (first on line 2)"
    ),
    ("item,subtask,expected,spread,sources,date\na,s,0.5,0.5,x,\nb,,0.5,0.5,x,\n", "made.csv:3: some items have"),
    ("item,subtask,expected,spread,sources,date\na,,0.5,0.5,x,\nb,,0.5,0.5,y,\n", "made.csv:3: sources and date"),
  ])
  func damagedFilesAreNamed(text: String, words: String) {
    let error = #expect(throws: PlannerError.self) { try Frame(csv: text, benchmark: "made", file: "made.csv") }
    #expect(error?.description.contains(words) ?? false, "\(error?.description ?? "")")
  }

  /// A selection from a frame has the items and the estimator of one from the matrix behind it.
  @Test func aFrameSelectsWhatItsMatrixSelects() throws {
    let matrix = Self.matrix(subtasks: 3)
    let frame = try #require(try Frame(benchmark: "made", matrix: matrix))
    let found = Method.all.first { $0.readsFrame }
    let method = try #require(found)
    let sources = [
      SelectionSource(matrix: matrix, benchmark: "made"),
      SelectionSource(items: frame.items, subtasks: frame.subtasks, frame: frame.answers, benchmark: "made"),
    ]
    let built = try sources.map {
      try Selection(
        choosing: 9, from: $0, by: method, seed: 4, settings: MethodSettings(), isCalibrated: true, threads: 1)
    }
    #expect(built[0].microBenchmark.items == built[1].microBenchmark.items)
    #expect(built[0].calibration != nil && built[1].calibration == nil)
    let file = try SelectionFile(json: Data(try built[1].report().written(as: .json).utf8), file: "b.json")
    let answer = try ScoreAnswer(selection: file, responses: matrix, file: "m.csv")
    #expect(answer.basis == .design)
    #expect(answer.sourceRange == nil)
    for model in answer.models {
      let interval = try #require(model.interval)
      #expect(interval.low <= interval.high)
      #expect(interval.low >= 0)
      #expect(interval.high <= 1)
      #expect(!model.isExtrapolated)
    }
    #expect(answer.pairs.allSatisfy { $0.verdict == .unknown && $0.probability ?? 0 >= 0.5 })
  }

  @Test func otherMethodsNeedTheMatrix() throws {
    let frame = try #require(try Frame(benchmark: "made", matrix: Self.matrix()))
    let source = SelectionSource(items: frame.items, subtasks: [], frame: frame.answers, benchmark: "made")
    let found = Method.all.first { $0.needs == .sourceResponses && !$0.readsFrame }
    let method = try #require(found)
    #expect(throws: SimulateError.self) {
      try Selection(
        choosing: 9, from: source, by: method, seed: 4, settings: MethodSettings(), isCalibrated: false, threads: 1)
    }
  }
}
