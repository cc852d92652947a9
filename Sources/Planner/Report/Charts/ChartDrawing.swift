import Simulate

/// Writes the parts of charts as SVG, in presentation attributes alone.
enum ChartDrawing {
  /// Returns the beginning of a chart: its `svg` element, its name and description, its paper and its titles.
  ///
  /// - Parameters:
  ///   - subtitle: empty for none.
  ///   - identifier: what keeps identifiers in one page distinct.
  ///   - offset: how far down it stands in a larger picture; nil if it is a picture of its own.
  static func head(
    title: String, subtitle: String, description: String, height: Double, identifier: String, offset: Double? = nil
  ) -> String {
    let size = "width=\"\(number(Chart.width))\" height=\"\(number(height))\""
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(offset.map { "y=\"\(number($0))\" " } ?? "")\(size) "
      + "viewBox=\"0 0 \(number(Chart.width)) \(number(height))\" font-family=\"sans-serif\" role=\"img\" "
      + "aria-labelledby=\"\(identifier)-title \(identifier)-desc\">\n"
    svg += "<title id=\"\(identifier)-title\">\(escaped(title))</title>\n"
    svg += "<desc id=\"\(identifier)-desc\">\(escaped(description))</desc>\n"
    svg += "<rect \(size) fill=\"\(Chart.Ink.paper)\"/>\n"
    svg += text(title, 16, 26, size: fitting(title, 16), weight: 600)
    if !subtitle.isEmpty { svg += text(subtitle, 16, 46, size: fitting(subtitle, 12.5), colour: Chart.Ink.soft) }
    return svg
  }

  /// Returns the size at which a text fits in one line: a long title is set smaller rather than cut.
  private static func fitting(_ text: String, _ size: Double) -> Double {
    min(size, (Chart.width - 32) / (0.59 * Double(max(1, text.count))))
  }

  /// Returns a line along an outline.
  static func path(_ outline: String, stroke: String, width: Double = 1, dash: String? = nil) -> String {
    "<path d=\"\(outline)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(number(width))\""
      + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>\n"
  }

  /// Returns words at a place.
  static func text(
    _ content: String, _ x: Double, _ y: Double, size: Double, colour: String = Chart.Ink.text, weight: Int? = nil,
    anchor: String? = nil
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" fill=\"\(colour)\""
      + (weight.map { " font-weight=\"\($0)\"" } ?? "") + (anchor.map { " text-anchor=\"\($0)\"" } ?? "")
      + ">\(escaped(content))</text>\n"
  }

  /// Returns a coordinate with at most two decimals.
  static func number(_ value: Double) -> String { compact(value, 2) }
}
