import Foundation
import Simulate
import Testing

@testable import Planner

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads the attributes of elements with a strict parser: markup that is not well-formed gives an error.
final class Markup: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  init(_ source: String) throws {
    super.init()
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { elements.append((name, attributes)) }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

@Suite struct ChartTests {
  let chart = LineChart(
    title: "A & B", description: "<two> lines", x: .linear("x", 0...10), y: .linear("y", 0...1),
    series: [
      .init(
        name: "first", points: [.init(x: 0, y: 0, low: nil, high: nil), .init(x: 10, y: 1, low: nil, high: nil)],
        hasBand: true),
      .init(name: "second", points: [.init(x: 5, y: 0.5, low: 0.25, high: nil)], hasBand: false),
    ], xMark: (5, "here"), yMark: (0.5, "there"))

  @Test func pointsLieWhereTheAxesSay() throws {
    let markup = try Markup(chart.svg(identifier: "c", isStandalone: true))
    let root = try #require(markup.elements.first)
    let plot = try #require(root.attributes["data-plot"]).split(separator: " ").compactMap { Double($0) }
    let (left, top, width, height) = (plot[0], plot[1], plot[2], plot[3])
    let lines = markup.elements.filter { $0.attributes["class"] == "line" }.compactMap { $0.attributes["d"] }
    #expect(lines[0] == "M\(compact(left)) \(compact(top + height))L\(compact(left + width)) \(compact(top))")
    let bars = markup.elements.filter { $0.attributes["class"] == "bars" }.compactMap { $0.attributes["d"] }
    // The bar runs from the lower limit up to the end of the axis, and its slot keeps it beside the others.
    let x = left + width / 2 - 1.5 * LineChart.barDistance
    #expect(bars[1] == "M\(compact(x, 2)) \(compact(top + height * 0.75))V\(compact(top))")
    let marks = markup.elements.filter { $0.attributes["class"] == "mark" }.compactMap { $0.attributes["d"] }
    #expect(marks[0].hasPrefix("M\(compact(left + width / 2)) ") && marks[1].contains(" \(compact(top + height / 2))H"))
    #expect(markup.text.contains("A & B"))
    #expect(markup.text.contains("<two> lines"))
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["aria-labelledby"] == "c-title c-desc")
  }

  @Test(arguments: [(0.0, 10.0, 2.0), (0, 1, 0.2), (0, 23, 5), (0.3, 1, 0.2), (0, 0.07, 0.02)])
  func ticksAreRoundNumbersWithinTheAxis(low: Double, high: Double, step: Double) {
    let axis = ChartAxis.linear("", low...high)
    #expect(axis.ticks.allSatisfy { $0 >= low - 1e-9 && $0 <= high + 1e-9 })
    #expect(axis.ticks.count >= 3)
    for (first, second) in zip(axis.ticks, axis.ticks.dropFirst()) { #expect(close(second - first, step, 1e-9)) }
  }

  @Test func equalRatiosAreEqualDistancesOnALogarithmicAxis() {
    let axis = ChartAxis.sizes("", [10, 100, 1000])
    #expect(close(axis.share(100) - axis.share(10), axis.share(1000) - axis.share(100), 1e-12))
  }
}
