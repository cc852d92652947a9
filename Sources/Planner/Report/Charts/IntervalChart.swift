import Foundation
import Simulate

/// Holds a chart of figures with their intervals, one below the other, each named on its left.
///
/// Like ``Chart`` it knows no planner type and no style sheet.
struct IntervalChart: Sendable {
  /// Holds a figure and its interval.
  struct Row: Sendable {
    /// What stands on its left.
    let label: String
    /// The figure.
    let value: Double
    /// Its interval; nil if there is none.
    let interval: ClosedRange<Double>?
    /// What stands on its right.
    let text: String
    /// Its colour: a position in ``Chart/colours``.
    let colour: Int
  }

  /// Holds a value that figures are compared with.
  struct Guide: Sendable {
    /// Where it lies.
    let value: Double
    /// What stands above it.
    let label: String
  }

  /// What it shows, in a line.
  let title: String
  /// A second line of smaller print; empty for none.
  var subtitle = ""
  /// The description for a person who cannot see the chart.
  let description: String
  /// What the figures are, with their unit.
  let axis: ChartAxis
  /// The figures, from above.
  let rows: [Row]
  /// What they are compared with.
  var guides: [Guide] = []

  private static let rowHeight = 26.0
  private static let top = 84.0
  private static let bottom = 58.0
  /// The width of a character of a label, at most on average, in any common sans-serif font.
  private static let characterWidth = 7.5
  /// The longest names that are shown in full.
  private static let longestLabel = 34

  private var height: Double { Self.top + Self.rowHeight * Double(rows.count) + Self.bottom }

  private var left: Double { 26 + Self.characterWidth * Double(rows.map { shown($0.label).count }.max() ?? 0) }

  private var right: Double { 22 + Self.characterWidth * Double(rows.map(\.text.count).max() ?? 0) }

  private func shown(_ label: String) -> String {
    label.count > Self.longestLabel ? label.prefix(Self.longestLabel - 1) + "…" : label
  }

  private func place(_ value: Double) -> Double {
    left + (Chart.width - left - right) * min(1, max(0, axis.share(value)))
  }

  /// Returns the chart as an `svg` element.
  func svg() -> String {
    ChartDrawing.head(
      title: title, subtitle: subtitle, description: description, height: height, identifier: "mdad")
      + grid() + rows.enumerated().map { drawn($1, at: $0) }.joined() + "</svg>\n"
  }

  private func grid() -> String {
    let end = height - Self.bottom
    var svg = ""
    for tick in axis.ticks {
      svg += line(place(tick), Self.top - 4, place(tick), end, stroke: Chart.Ink.grid)
      svg += ChartDrawing.text(
        compact(tick, 2), place(tick), end + 18, size: 12, colour: Chart.Ink.soft, anchor: "middle")
    }
    svg += line(left, end, Chart.width - right, end, stroke: Chart.Ink.guide)
    svg += ChartDrawing.text(
      axis.title, (left + Chart.width - right) / 2, end + 42, size: 12.5, colour: Chart.Ink.soft, anchor: "middle")
    for guide in guides {
      svg += line(place(guide.value), Self.top - 4, place(guide.value), end, stroke: Chart.Ink.text, dash: "5 3")
      svg += ChartDrawing.text(guide.label, place(guide.value), Self.top - 10, size: 12, anchor: "middle")
    }
    return svg
  }

  private func drawn(_ row: Row, at position: Int) -> String {
    let middle = Self.top + Self.rowHeight * (Double(position) + 0.5)
    let colour = Chart.colours[row.colour % Chart.colours.count]
    var svg = ChartDrawing.text(shown(row.label), left - 10, middle + 4.5, size: 13, anchor: "end")
    if let interval = row.interval {
      let (low, high) = (place(interval.lowerBound), place(interval.upperBound))
      svg += line(low, middle, high, middle, stroke: colour, width: 2.2)
      for end in [low, high] { svg += line(end, middle - 5, end, middle + 5, stroke: colour, width: 1.6) }
    }
    svg +=
      "<circle cx=\"\(number(place(row.value)))\" cy=\"\(number(middle))\" r=\"4.5\" fill=\"\(colour)\"/>\n"
    return svg + ChartDrawing.text(row.text, Chart.width - right + 12, middle + 4.5, size: 13, colour: colour)
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String, width: Double = 1, dash: String? = nil
  ) -> String {
    func at(_ x: Double, _ y: Double) -> String { "\(number(x)) \(number(y))" }
    return ChartDrawing.path("M\(at(x1, y1))L\(at(x2, y2))", stroke: stroke, width: width, dash: dash)
  }
}

/// Returns a coordinate with at most two decimals.
private func number(_ value: Double) -> String { ChartDrawing.number(value) }
