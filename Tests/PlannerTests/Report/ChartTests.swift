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
  @Test(arguments: [(0.0, 10.0, 2.0), (0, 1, 0.2), (0, 23, 5), (0.3, 1, 0.2), (0, 0.07, 0.02)])
  func ticksAreRoundNumbersWithinTheAxis(low: Double, high: Double, step: Double) {
    let axis = ChartAxis.linear("", low...high)
    #expect(axis.ticks.allSatisfy { $0 >= low - 1e-9 && $0 <= high + 1e-9 })
    #expect(axis.ticks.count >= 3)
    for (first, second) in zip(axis.ticks, axis.ticks.dropFirst()) { #expect(close(second - first, step, 1e-9)) }
  }
}
