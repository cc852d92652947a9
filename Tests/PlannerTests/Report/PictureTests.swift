import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct PictureTests {
  let chart = Chart(
    title: "A & B", subtitle: "of <c>", description: "<two> lines", x: .linear("x", 0...10), y: .linear("y", 0...1),
    lines: [
      .init(label: "first", colour: 0, points: [.init(x: 0, y: 0), .init(x: 10, y: 1)]),
      .init(label: "second", colour: 1, isDashed: true, points: [.init(x: 0, y: 0.5), .init(x: 10, y: 0.99)]),
    ], mark: .init(point: .init(x: 5, y: 0.5), text: "here", colour: 0))

  /// Returns the places that a path goes through.
  func places(_ outline: String) -> [[Double]] {
    outline.split(whereSeparator: { "ML".contains($0) }).map { $0.split(separator: " ").compactMap { Double($0) } }
  }

  @Test func linesRunWhereTheAxesSay() throws {
    let markup = try Markup(Picture(chart).svg())
    let paths = markup.elements.filter { $0.name == "path" }.compactMap { $0.attributes["d"] }
    // The frame goes down the y axis and along the x axis.
    let frame = try #require(paths.first { $0.contains("V") && $0.contains("H") })
    let ends = frame.split(whereSeparator: { "M VH".contains($0) }).compactMap { Double($0) }
    let (left, top, bottom, right) = (ends[0], ends[1], ends[2], ends[3])
    let first = try #require(paths.first { places($0).count == 2 && places($0)[0] == [left, bottom] })
    #expect(places(first)[1] == [right, top])
    let mark = try #require(markup.elements.last { $0.name == "circle" }).attributes
    #expect(mark["cx"] == compact((left + right) / 2, 2))
    #expect(mark["cy"] == compact((top + bottom) / 2, 2))
    for word in ["A & B", "of <c>", "<two> lines", "first", "second", "here"] { #expect(markup.text.contains(word)) }
    #expect(markup.elements[0].attributes["role"] == "img")
  }

  /// What draws SVG without a style sheet shows the same: every colour is an attribute.
  @Test func allIsSaidInPresentationAttributes() throws {
    for element in try Markup(Picture(chart, chart).svg()).elements {
      #expect(element.attributes["class"] == nil)
      #expect(element.attributes["style"] == nil)
      #expect(element.name != "style")
      if element.name == "path" { #expect(element.attributes["fill"] != nil) }
      if element.name == "text" { #expect(element.attributes["font-size"] != nil && element.attributes["fill"] != nil) }
    }
  }

  @Test(arguments: [[10.0, 11, 12], [100, 100, 100], [0, 5, 200], [150, 190, 195]])
  func namesOfLinesNeverOverlap(wanted: [Double]) {
    let heights = Chart.spread(wanted, distance: 17, within: 0...200)
    for (upper, lower) in zip(heights, heights.dropFirst()) { #expect(lower - upper >= 17 - 1e-9) }
    #expect(heights.allSatisfy { (0...200).contains($0) })
    #expect(Chart.spread([20, 60, 120], distance: 17, within: 0...200) == [20, 60, 120])
  }

  @Test func aLogarithmicAxisIsMarkedAtRoundNumbersAndHoldsItsValues() {
    let axis = ChartAxis.logarithmic("", holding: [3, 420])
    #expect(axis.ticks.map { ($0 * 1e6).rounded() / 1e6 } == [5, 10, 20, 50, 100, 200])
    #expect(axis.range.contains(3) && axis.range.contains(420))
    #expect(close(axis.share(100) - axis.share(10), axis.share(50) - axis.share(5), 1e-12))
  }

  /// The answer lies on its line, and the picture says it.
  @Test(arguments: ["gpqa", "swebench_verified", "mmlu"])
  func thePictureOfAPlanMarksItsAnswer(benchmark: String) throws {
    let library = try TableLibrary.shipped()
    let question = PlanQuestion(gap: 0.05)
    let plan: PlanAnswer
    if let table = try library.table(of: benchmark, split: .full) {
      plan = try PlanAnswer(table: table, question: question, threads: 2)
    } else {
      plan = try PlanAnswer(published: try #require(library.published(of: benchmark)), question: question)
    }
    let chart = try #require(plan.picture?.charts.first)
    let mark = try #require(chart.mark)
    let row = try #require(plan.recommended)
    #expect(mark.point == Chart.Point(x: Double(try #require(row.size)), y: 5))
    #expect(mark.text.contains("\(try #require(row.size)) items"))
    let own = chart.lines.filter { $0.colour == mark.colour }.flatMap(\.points)
    #expect(own.contains { $0.y == 5 && abs($0.x - mark.point.x) < 1e-9 } || row.regimes.isEmpty)
    #expect(chart.title.contains(benchmark))
    #expect(chart.lines.contains { $0.label == "random" })
    _ = try Markup(Picture(chart).svg())
  }

  @Test func plansByFormulaAndSimulationsHavePictures() throws {
    let formula = try PlanAnswer(question: PlanQuestion(gap: 0.05), items: 300, discordance: .given(0.3))
    #expect(try #require(formula.picture?.charts.first?.mark).point.x == Double(formula.rows[0].size ?? 0))
    let simulation = try Simulation(
      matrix: ladder(models: 12, items: 40, seed: 1),
      settings: SimulationSettings(methods: ["random", "head"], sizes: [5, 10], trials: 3, resamples: 20)
    ).run(threads: 1)
    #expect(try Markup(try #require(Picture(simulation, benchmark: "a<b")).svg()).text.contains("a<b"))
  }

  @Test func thePictureOfAPowerHasTheGapInQuestionAndOthersAroundIt() throws {
    var question = PowerQuestion(source: .given(0.3))
    question.gap = 0.05
    question.target = 0.8
    let answer = try PowerAnswer(question)
    let chart = try #require(answer.picture()?.charts.first)
    #expect(chart.lines.map(\.label) == ["2", "3", "5", "10", "20"].map { "gap \($0) points" })
    let mark = try #require(chart.mark)
    #expect(mark.point.x == Double(try #require(answer.size)))
    let own = try #require(chart.lines.first { !$0.isDashed }).points
    #expect(own.contains(mark.point))
    // A larger gap is ordered more often, at every size.
    for (smaller, larger) in zip(chart.lines, chart.lines.dropFirst()) {
      for (first, second) in zip(smaller.points, larger.points) { #expect(first.y <= second.y + 1e-12) }
    }
  }

  @Test func thePictureOfStoppingEarlyAgreesWithItsTable() throws {
    var question = PowerQuestion(source: .given(0.3))
    question.gap = 0.05
    question.target = 0.8
    let answer = try EarlyStoppingAnswer(question, batch: 1)
    let charts = try #require(answer.picture()?.charts)
    let stopping = try #require(answer.stopping)
    for known in stopping.atGaps {
      let items = try #require(charts[1].lines[0].points.first { $0.x == accuracyPoints(known.gap) })
      #expect(items.y == known.expectedItems)
      guard let agreement = known.agreement else { continue }
      #expect(charts[0].lines[0].points.first { $0.x == accuracyPoints(known.gap) }?.y == agreement)
    }
  }
}
