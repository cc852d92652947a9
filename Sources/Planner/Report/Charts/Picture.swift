import Simulate

/// Holds charts that make one picture, one above the other.
package struct Picture: Sendable {
  /// The charts; none if intervals are shown instead.
  let charts: [Chart]
  /// A chart of intervals; nil if lines are shown.
  let intervals: IntervalChart?

  /// Creates a picture.
  init(_ charts: Chart...) {
    self.charts = charts
    intervals = nil
  }

  /// Creates a picture of intervals.
  init(_ intervals: IntervalChart) {
    charts = []
    self.intervals = intervals
  }

  /// Returns the picture as a file.
  package func svg() -> String {
    if let intervals { return intervals.svg() }
    guard charts.count > 1 else { return charts.map { $0.svg(identifier: "mdad") }.joined() }
    let size = "\(compact(Chart.width)) \(compact(Chart.height * Double(charts.count)))"
    let sides = size.split(separator: " ")
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(sides[0])\" height=\"\(sides[1])\" "
      + "viewBox=\"0 0 \(size)\">\n"
      + charts.enumerated().map { index, chart in
        chart.svg(identifier: "mdad\(index)", offset: Chart.height * Double(index))
      }.joined() + "</svg>\n"
  }
}
