import Foundation
import Simulate

/// Holds a chart of lines with intervals, as SVG.
///
/// Lines differ in colour, dash and marker, so that they can be distinguished without colour. Colours come from the
/// style sheet (``LineChart/style``): dark ones on light paper and in print, light ones if the reader prefers dark.
package struct LineChart: Sendable {
  /// Holds a line.
  struct Series: Sendable {
    /// What the legend calls it.
    let name: String
    /// Its points, ascending in x.
    let points: [Point]
    /// Tells whether intervals are drawn as a band between the lines of limits, or as a bar at each point.
    let hasBand: Bool
  }

  /// Holds a point with its interval.
  struct Point: Sendable {
    let x: Double
    let y: Double
    let low: Double?
    let high: Double?
  }

  /// What it shows, in a line.
  let title: String
  /// The description for a person who cannot see the chart.
  let description: String
  let x: ChartAxis
  let y: ChartAxis
  /// At most ``slots`` lines.
  let series: [Series]
  /// A value of x to mark with a line, and what it is.
  let xMark: (value: Double, name: String)?
  /// A value of y to mark.
  let yMark: (value: Double, name: String)?

  /// The number of lines that can be distinguished.
  static let slots = 6
  /// The chart's size.
  static let width = 480.0
  private static let left = 50.0
  private static let right = 12.0
  private static let top = 30.0
  private static let plotHeight = 250.0
  private static let legendLine = 19.0
  /// How far the lines of a chart with bars stand apart.
  static let barDistance = 3.0

  private var plot: (x: Double, y: Double, width: Double, height: Double) {
    (Self.left, Self.top, Self.width - Self.left - Self.right, Self.plotHeight)
  }

  /// The height: of the plot, its axis and the legend.
  var height: Double { Self.top + Self.plotHeight + 46 + Self.legendLine * Double((Self.slots + 1) / 2) }

  private func position(_ x: Double, _ y: Double) -> (Double, Double) {
    (plot.x + plot.width * self.x.share(x), plot.y + plot.height * (1 - self.y.share(y)))
  }

  /// Returns the chart.
  ///
  /// - Parameters:
  ///   - identifier: the prefix that keeps identifiers in one page distinct.
  ///   - isStandalone: whether it is a file of its own, which includes the style sheet.
  func svg(identifier: String, isStandalone: Bool) -> String {
    var svg =
      "<svg class=\"mdad-chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(Self.width)) "
      + "\(number(height))\" role=\"img\" aria-labelledby=\"\(identifier)-title \(identifier)-desc\" "
      + "id=\"\(identifier)\""
      + (isStandalone ? " width=\"\(number(Self.width))\" height=\"\(number(height))\"" : "") + " data-plot=\""
      + [plot.x, plot.y, plot.width, plot.height].map(number).joined(separator: " ") + "\" data-x=\""
      + "\(compact(x.range.lowerBound, 8)) \(compact(x.range.upperBound, 8)) \(x.isLogarithmic ? "log" : "linear")\" "
      + "data-y=\"\(compact(y.range.lowerBound, 8)) \(compact(y.range.upperBound, 8))\">\n"
    svg += "<title id=\"\(identifier)-title\">\(escaped(title))</title>\n"
    svg += "<desc id=\"\(identifier)-desc\">\(escaped(description))</desc>\n"
    if isStandalone { svg += "<style>\(Self.style)</style>\n" }
    svg +=
      "<rect class=\"paper\" width=\"\(number(Self.width))\" height=\"\(number(height))\"/>\n"
      + text(title, Self.left, 18, "head")
    svg += grid() + "<clipPath id=\"\(identifier)-clip\"><rect x=\"\(number(plot.x))\" y=\"\(number(plot.y))\" "
    svg += "width=\"\(number(plot.width))\" height=\"\(number(plot.height))\"/></clipPath>\n"
    svg += marks()
    svg += "<g clip-path=\"url(#\(identifier)-clip)\">\n"
    for slot in 0..<Self.slots { svg += line(slot) }
    return svg + "</g>\n" + legend() + "</svg>\n"
  }

  private func grid() -> String {
    var svg = ""
    let (bottom, end) = (plot.y + plot.height, plot.x + plot.width)
    for tick in x.ticks {
      let (px, _) = position(tick, 0)
      svg += "<path class=\"grid\" d=\"M\(number(px)) \(number(plot.y))V\(number(bottom))\"/>"
      svg += text(compact(tick, 2), px, bottom + 16, "tick middle")
    }
    for tick in y.ticks {
      let (_, py) = position(x.range.lowerBound, tick)
      svg += "<path class=\"grid\" d=\"M\(number(plot.x)) \(number(py))H\(number(end))\"/>"
      svg += text(compact(tick, 2), plot.x - 6, py + 4, "tick end")
    }
    svg += text(x.title, plot.x + plot.width / 2, bottom + 34, "axis middle")
    let middle = plot.y + plot.height / 2
    svg +=
      "<text class=\"axis middle\" transform=\"translate(14 \(number(middle))) rotate(-90)\">"
      + "\(escaped(y.title))</text>\n"
    return svg
  }

  private func marks() -> String {
    var svg = ""
    let (bottom, end) = (plot.y + plot.height, plot.x + plot.width)
    if let xMark {
      let px = min(end, max(plot.x, position(xMark.value, 0).0))
      svg += "<path class=\"mark\" data-mark=\"x\" d=\"M\(number(px)) \(number(plot.y))V\(number(bottom))\">"
      svg += "<title>\(escaped(xMark.name))</title></path>"
    }
    if let yMark {
      let py = min(bottom, max(plot.y, position(x.range.lowerBound, yMark.value).1))
      svg += "<path class=\"mark\" data-mark=\"y\" d=\"M\(number(plot.x)) \(number(py))H\(number(end))\">"
      svg += "<title>\(escaped(yMark.name))</title></path>"
    }
    return svg + "\n"
  }

  /// Returns a line with its intervals, or an empty element for a free slot.
  private func line(_ slot: Int) -> String {
    let series = slot < self.series.count ? self.series[slot] : nil
    let points = series?.points ?? []
    var (band, bars, dots) = ("", "", "")
    // Lines with bars stand side by side, so that bars at one size do not hide each other.
    let shift = series?.hasBand == false ? (Double(slot) - Double(Self.slots - 1) / 2) * Self.barDistance : 0
    let positions = points.map { point in
      let (px, py) = position(point.x, point.y)
      return (px + shift, py)
    }
    if series?.hasBand == true {
      let limits = points.compactMap { point in point.low.flatMap { low in point.high.map { (point.x, low, $0) } } }
      if limits.count > 1 {
        band =
          path(limits.map { position($0.0, $0.1) }) + "L"
          + path(limits.reversed().map { position($0.0, $0.2) }).dropFirst() + "Z"
      }
    } else {
      for (point, (px, py)) in zip(points, positions) {
        dots += Self.marker(slot, px, py)
        guard point.low != nil || point.high != nil else { continue }
        let (_, low) = position(point.x, point.low ?? y.range.lowerBound)
        let (_, high) = position(point.x, point.high ?? y.range.upperBound)
        bars += "M\(number(px)) \(number(low))V\(number(high))"
      }
    }
    return
      "<g class=\"s\(slot)\" data-slot=\"\(slot)\"><path class=\"band\" d=\"\(band)\"/>"
      + "<path class=\"bars\" d=\"\(bars)\"/>"
      + "<path class=\"line\" d=\"\(path(positions))\"/><path class=\"dots\" d=\"\(dots)\"/></g>\n"
  }

  private func path(_ positions: [(Double, Double)]) -> String {
    positions.enumerated().map { index, position in
      "\(index == 0 ? "M" : "L")\(number(position.0)) \(number(position.1))"
    }.joined()
  }

  /// Returns a closed outline around a position: each line has its own shape.
  private static func marker(_ slot: Int, _ x: Double, _ y: Double) -> String {
    let shapes: [[(Double, Double)]] = [
      [(-3, -3), (3, -3), (3, 3), (-3, 3)], [(0, -4), (4, 3), (-4, 3)], [(0, -4), (4, 0), (0, 4), (-4, 0)],
      [(0, 4), (4, -3), (-4, -3)], [(-4, -1.5), (4, -1.5), (4, 1.5), (-4, 1.5)],
      [(-1.5, -4), (1.5, -4), (1.5, 4), (-1.5, 4)],
    ]
    return shapes[slot % shapes.count].enumerated().map { index, offset in
      "\(index == 0 ? "M" : "L")\(number(x + offset.0)) \(number(y + offset.1))"
    }.joined() + "Z"
  }

  private func legend() -> String {
    var svg = ""
    for slot in 0..<Self.slots {
      let px = slot.isMultiple(of: 2) ? Self.left : Self.left + plot.width / 2
      let py = plot.y + plot.height + 54 + Self.legendLine * Double(slot / 2)
      let name = slot < series.count ? series[slot].name : ""
      svg += "<g class=\"s\(slot)\" data-legend=\"\(slot)\"\(name.isEmpty ? " visibility=\"hidden\"" : "")>"
      svg += "<path class=\"line\" d=\"M\(number(px)) \(number(py - 4))h26\"/>"
      svg += "<path class=\"dots\" d=\"\(Self.marker(slot, px + 13, py - 4))\"/>"
      svg += text(name, px + 32, py, "key") + "</g>\n"
    }
    return svg
  }

  private func text(_ content: String, _ x: Double, _ y: Double, _ kind: String) -> String {
    "<text class=\"\(kind)\" x=\"\(number(x))\" y=\"\(number(y))\">\(escaped(content))</text>"
  }

  /// The style sheet of charts. Colours after Okabe and Ito, darkened or lightened to a contrast of at least 3 on their
  /// paper.
  static let style = """
    .mdad-chart{--paper:#fff;--ink:#1b1b1b;--soft:#5a5a5a;--grid:#dcdcdc;--mark:#8a8a8a;\
    --c0:#1b1b1b;--c1:#0067a5;--c2:#b84a00;--c3:#007a55;--c4:#a03a80;--c5:#8a6d00;max-width:100%;height:auto;\
    font-family:system-ui,sans-serif}
    @media screen and (prefers-color-scheme:dark){.mdad-chart{--paper:#16181c;--ink:#eee;--soft:#b4b4b4;--grid:#363a40;\
    --mark:#8f959d;--c0:#f2f2f2;--c1:#6cbcf0;--c2:#f59a54;--c3:#3fcf9f;--c4:#e596cb;--c5:#e3c34a}}
    .mdad-chart .paper{fill:var(--paper)}.mdad-chart text{fill:var(--ink);font-size:13px}
    .mdad-chart .head{font-weight:600}.mdad-chart .tick,.mdad-chart .axis{fill:var(--soft);font-size:12px}
    .mdad-chart .middle{text-anchor:middle}.mdad-chart .end{text-anchor:end}
    .mdad-chart .grid{stroke:var(--grid);fill:none}.mdad-chart .mark{stroke:var(--mark);stroke-width:1.5;\
    stroke-dasharray:2 3}
    .mdad-chart .line{fill:none;stroke:var(--c);stroke-width:2}.mdad-chart .bars{stroke:var(--c);fill:none}
    .mdad-chart .dots{fill:var(--c)}.mdad-chart .band{fill:var(--c);opacity:.14}
    .mdad-chart .s0{--c:var(--c0)}.mdad-chart .s1{--c:var(--c1)}.mdad-chart .s2{--c:var(--c2)}\
    .mdad-chart .s3{--c:var(--c3)}
    .mdad-chart .s4{--c:var(--c4)}.mdad-chart .s5{--c:var(--c5)}
    .mdad-chart .s1 .line{stroke-dasharray:7 3}.mdad-chart .s2 .line{stroke-dasharray:2 3}
    .mdad-chart .s3 .line{stroke-dasharray:9 3 2 3}.mdad-chart .s4 .line{stroke-dasharray:5 2 2 2 2 2}
    .mdad-chart .s5 .line{stroke-dasharray:12 4}
    """
}

/// Returns a coordinate with at most two decimals.
private func number(_ value: Double) -> String { compact(value, 2) }

/// Returns text with the characters that markup reserves replaced.
func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}
