import Foundation
import Simulate

extension PowerAnswer {
  /// The answer as a picture: agreement, power or another probability by the number of items, at the gap in question
  /// and at others around it. Nil if the question has no answer.
  ///
  /// - Parameter benchmark: its name, for the title.
  package func picture(benchmark: String? = nil) -> Picture? {
    guard let gap, let size, let value else { return nil }
    let sizes = PowerAnswer.drawnSizes(around: size, items: question.items)
    let gaps = PowerAnswer.drawnGaps(around: gap)
    let target = question.goal.target.rawValue
    let quantity = question.goal.quantity
    let lines = gaps.compactMap { other -> Chart.Line? in
      let points = sizes.compactMap { size in
        (try? question.value(gap: other, size: size)).map { Chart.Point(x: Double(size), y: $0) }
      }
      guard points.count > 1 else { return nil }
      let shown = Figure.points(other, .upTo(other < 0.01 ? 2 : 1)).shown
      let isOwn = other == gap
      return Chart.Line(
        label: "\(quantity.label) \(shown == "1" ? "1 point" : "\(shown) points")", colour: isOwn ? 1 : 0,
        isDashed: !isOwn, points: points)
    }
    guard lines.contains(where: { !$0.isDashed }) else { return nil }
    let least = lines.flatMap(\.points).map(\.y).min() ?? 0
    let place = benchmark.map { "\($0): " } ?? ""
    var chart = Chart(
      title: "\(place)\(target) by number of items",
      subtitle: question.design.sentence(self),
      description: "Line chart of \(target) by the number of items, at \(quantity.label)s of "
        + gaps.map { Figure.points($0, .upTo(2)).shown }.joined(separator: ", ") + " points.",
      x: .logarithmic(
        "items\(question.independentAccuracy == nil ? "" : " each") (logarithmic)",
        holding: sizes.map { Double($0) }),
      y: .linear(target, max(0, (least * 10).rounded(.down) / 10)...1), lines: lines)
    chart.mark = Chart.Mark(
      point: Chart.Point(x: Double(size), y: value),
      text: "\(Figure.count(size).shown) items: \(Figure.probability(value).shown)", colour: 1)
    return Picture(chart)
  }

  /// Returns sizes from a few items to well beyond a size, at about equal ratios.
  static func drawnSizes(around size: Int, items: Int?) -> [Int] {
    let most = Double(min(items ?? .max, min(Solver.largestSize, max(50, size * 5))))
    let least = min(most / 2, max(1, Double(size) / 20))
    let steps = (0...36).map { Int((least * pow(most / least, Double($0) / 36)).rounded()) }
    return Set(steps + [size]).sorted()
  }

  /// Returns a gap or margin with the two usual ones below and above it, fractions.
  static func drawnGaps(around gap: Double) -> [Double] {
    let usual = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3]
    let below = usual.filter { $0 < gap * 0.85 }.suffix(2)
    let above = usual.filter { $0 > gap * 1.15 }.prefix(2)
    return below + [gap] + above
  }
}
