import Foundation
import Simulate

/// Holds a chart of lines that are named where they end.
///
/// It knows no planner type, and no style sheet: all of its SVG is in presentation attributes, on paper of its own, so
/// that browsers, librsvg, cairo and drawing programs show the same, in a light or a dark surrounding.
struct Chart: Sendable {
  /// Holds a line.
  struct Line: Sendable {
    /// What stands where it ends.
    let label: String
    /// Its colour: a position in ``Chart/colours``.
    let colour: Int
    /// Whether it is dashed.
    var isDashed = false
    /// Whether its points are marked.
    var showsPoints = false
    /// Its points, in order.
    let points: [Point]
    /// The outline of the area that its interval covers; empty without one.
    var band: [Point] = []
    /// Intervals at single points: a vertical bar each.
    var bars: [Bar] = []
  }

  /// Holds a place in the axes' units.
  struct Point: Sendable, Equatable {
    let x: Double
    let y: Double
  }

  /// Holds the interval of a point.
  struct Bar: Sendable {
    let x: Double
    let low: Double
    let high: Double
  }

  /// Holds the place of the answer.
  struct Mark: Sendable {
    let point: Point
    /// What it says.
    let text: String
    /// Its colour, as that of a line.
    let colour: Int
  }

  /// What it shows, in a line.
  let title: String
  /// A second line of smaller print; empty for none.
  var subtitle = ""
  /// The description for a person who cannot see the chart.
  let description: String
  let x: ChartAxis
  let y: ChartAxis
  /// The lines, the one drawn first at the back.
  let lines: [Line]
  /// The answer, with guides to both axes; nil for none.
  var mark: Mark?

  /// The colours of lines, after Okabe and Ito, darkened to a contrast of at least 4.5 on the paper.
  static let colours = ["#1b1b1b", "#0067a5", "#b84a00", "#007a55", "#a03a80", "#7d6200"]
  /// The other colours.
  enum Ink {
    static let paper = "#ffffff"
    static let text = "#1b1b1b"
    static let soft = "#5a5a5a"
    static let grid = "#e2e2e2"
    static let guide = "#8a8a8a"
  }

  /// The size of a chart.
  static let width = 760.0
  static let height = 430.0
  static let left = 66.0
  static let top = 62.0
  static let bottom = 58.0
  /// The distance between labels, one above the other.
  private static let labelHeight = 17.0
  /// The width of a character of a label, at most on average, in any common sans-serif font.
  private static let characterWidth = 7.1

  /// The room for labels on the right.
  private var right: Double {
    let longest = lines.map { Double($0.label.count) }.max() ?? 0
    return min(300, longest * Self.characterWidth + 34)
  }

  private var plot: (x: Double, y: Double, width: Double, height: Double) {
    (Self.left, Self.top, Self.width - Self.left - right, Self.height - Self.top - Self.bottom)
  }

  /// Returns where a place lies, within the plot.
  private func position(_ point: Point) -> (x: Double, y: Double) {
    (
      plot.x + plot.width * min(1, max(0, x.share(point.x))),
      plot.y + plot.height * (1 - min(1, max(0, y.share(point.y))))
    )
  }

  /// Returns the chart as an `svg` element.
  ///
  /// - Parameters:
  ///   - identifier: what keeps identifiers in one page distinct.
  ///   - offset: how far down it stands in a larger picture; nil if it is a picture of its own.
  func svg(identifier: String, offset: Double? = nil) -> String {
    ChartDrawing.head(
      title: title, subtitle: subtitle, description: description, height: Self.height, identifier: identifier,
      offset: offset) + grid() + lines.map(drawn).joined() + labels() + marked() + "</svg>\n"
  }

  private func grid() -> String {
    let (bottom, end) = (plot.y + plot.height, plot.x + plot.width)
    var svg = ""
    for tick in x.ticks {
      let place = position(Point(x: tick, y: y.range.lowerBound)).x
      svg += ChartDrawing.path(
        "M\(number(place)) \(number(plot.y))V\(number(bottom))", stroke: Ink.grid
      )
      svg += ChartDrawing.text(tickText(tick), place, bottom + 18, size: 12, colour: Ink.soft, anchor: "middle")
    }
    for tick in y.ticks {
      let place = position(Point(x: x.range.lowerBound, y: tick)).y
      svg += ChartDrawing.path(
        "M\(number(plot.x)) \(number(place))H\(number(end))", stroke: Ink.grid)
      svg += ChartDrawing.text(tickText(tick), plot.x - 8, place + 4, size: 12, colour: Ink.soft, anchor: "end")
    }
    svg += ChartDrawing.path(
      "M\(number(plot.x)) \(number(plot.y))V\(number(bottom))H\(number(end))",
      stroke: Ink.guide)
    svg += ChartDrawing.text(
      x.title, plot.x + plot.width / 2, bottom + 42, size: 12.5, colour: Ink.soft, anchor: "middle")
    let middle = plot.y + plot.height / 2
    return svg + "<g transform=\"translate(18 \(number(middle))) rotate(-90)\">"
      + ChartDrawing.text(y.title, 0, 0, size: 12.5, colour: Ink.soft, anchor: "middle").trimmed + "</g>\n"
  }

  private func tickText(_ value: Double) -> String {
    value >= 1000 ? Figure.count(Int(value.rounded())).shown : compact(value, 2)
  }

  private func drawn(_ line: Line) -> String {
    let colour = Self.colours[line.colour % Self.colours.count]
    var svg = ""
    if line.band.count > 2 {
      svg += "<path d=\"\(outline(line.band))Z\" fill=\"\(colour)\" fill-opacity=\"0.12\"/>\n"
    }
    for bar in line.bars {
      let (low, high) = (position(Point(x: bar.x, y: bar.low)), position(Point(x: bar.x, y: bar.high)))
      svg += ChartDrawing.path(
        "M\(number(low.x)) \(number(low.y))V\(number(high.y))", stroke: colour,
        width: 1.2)
    }
    svg += ChartDrawing.path(
      outline(line.points), stroke: colour, width: line.isDashed ? 1.7 : 2.2, dash: line.isDashed ? "6 4" : nil)
    if line.showsPoints || line.points.count == 1 {
      for point in line.points {
        let (px, py) = position(point)
        svg +=
          "<circle cx=\"\(number(px))\" cy=\"\(number(py))\" r=\"3\" fill=\"\(colour)\"/>\n"
      }
    }
    return svg
  }

  private func outline(_ points: [Point]) -> String {
    points.enumerated().map { index, point in
      let (px, py) = position(point)
      return "\(index == 0 ? "M" : "L")\(number(px)) \(number(py))"
    }.joined()
  }

  /// Returns the lines' names on the right, pushed apart where they would overlap, each with a thread to its line's
  /// end.
  private func labels() -> String {
    let end = plot.x + plot.width
    // Lines that end at one height come in the order in which they ran before.
    func rank(_ line: Line) -> Double {
      let heights = line.points.map { position($0).y }
      return (heights.last ?? 0) + 0.03 * heights.reduce(0, +) / Double(max(1, heights.count))
    }
    let named = lines.compactMap { line in line.points.last.map { (line, position($0)) } }
      .sorted { rank($0.0) < rank($1.0) }
    let heights = Chart.spread(
      named.map(\.1.y), distance: Self.labelHeight, within: plot.y + 6...plot.y + plot.height)
    var svg = ""
    for ((line, place), height) in zip(named, heights) {
      let colour = Self.colours[line.colour % Self.colours.count]
      svg += ChartDrawing.path(
        "M\(number(place.x + 3)) \(number(place.y))L\(number(end + 4)) \(number(height))H\(number(end + 9))",
        stroke: colour, width: 0.8, dash: line.isDashed ? "3 2" : nil)
      svg += ChartDrawing.text(line.label, end + 13, height + 4.5, size: 13, colour: colour)
    }
    return svg
  }

  /// Returns heights in order that are at least a distance apart and as near to the wanted ones as the range allows.
  ///
  /// - Parameter wanted: in the order that they are to have.
  static func spread(_ wanted: [Double], distance: Double, within range: ClosedRange<Double>) -> [Double] {
    var heights = wanted
    for index in heights.indices {
      let least = index == 0 ? range.lowerBound : heights[index - 1] + distance
      heights[index] = max(least, heights[index])
    }
    for index in heights.indices.reversed() {
      let most = index == heights.count - 1 ? range.upperBound : heights[index + 1] - distance
      heights[index] = min(most, heights[index])
    }
    return heights
  }

  private func marked() -> String {
    guard let mark else { return "" }
    let (px, py) = position(mark.point)
    let colour = Self.colours[mark.colour % Self.colours.count]
    var svg = ChartDrawing.path(
      "M\(number(plot.x)) \(number(py))H\(number(px))V\(number(plot.y + plot.height))",
      stroke: Ink.guide, width: 1.2,
      dash: "2 3")
    svg +=
      "<circle cx=\"\(number(px))\" cy=\"\(number(py))\" r=\"5.5\" fill=\"\(colour)\" stroke=\"\(Ink.paper)\" "
    svg += "stroke-width=\"2\"/>\n"
    // A falling line leaves room above it on the right and below it on the left, a rising one the other way round.
    let width = 8.4 * Double(mark.text.count) + 12
    let own = lines.first { $0.colour == mark.colour && !$0.isDashed }?.points ?? []
    let falls = (own.first?.y ?? 1) >= (own.last?.y ?? 0)
    let fitsAbove = falls ? px + width <= plot.x + plot.width : px - width >= plot.x
    let isOnLeft = falls != fitsAbove
    let place = (x: px + (isOnLeft ? -10 : 10), y: fitsAbove ? max(plot.y + 14, py - 10) : py + 22)
    let words = escaped(mark.text)
    let attributes =
      "x=\"\(number(place.x))\" y=\"\(number(place.y))\" font-size=\"14\" font-weight=\"600\""
      + (isOnLeft ? " text-anchor=\"end\"" : "")
    svg += "<text \(attributes) fill=\"\(Ink.paper)\" stroke=\"\(Ink.paper)\" stroke-width=\"5\" "
    return svg + "stroke-linejoin=\"round\" aria-hidden=\"true\">\(words)</text>\n"
      + "<text \(attributes) fill=\"\(colour)\">\(words)</text>\n"
  }
}

extension String {
  /// The text without its last line end.
  fileprivate var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}

/// Returns a coordinate with at most two decimals.
private func number(_ value: Double) -> String { ChartDrawing.number(value) }
