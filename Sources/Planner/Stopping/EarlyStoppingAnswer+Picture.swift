import Simulate

extension EarlyStoppingAnswer {
  /// What the rule does by gap as a picture of two charts: how often models come out in their order, and how many items
  /// that takes on average, beside a fixed number of items. Nil if no rule reaches the target.
  ///
  /// - Parameter benchmark: its name, for the titles.
  package func picture(benchmark: String? = nil) -> Picture? {
    guard let stopping, let planned = question.gap else { return nil }
    let gaps = (0...24).map { Double($0) / 8 * planned }
    let outcomes = stopping.rule.outcomes(
      atGaps: gaps, source: question.source, items: question.items, ties: question.ties)
    let place = benchmark.map { "\($0): " } ?? ""
    let gapAxis = ChartAxis.linear("gap, points", 0...accuracyPoints(outcomes.last?.gap ?? planned))
    func line(_ label: String, isFixed: Bool, _ points: [(gap: Double, value: Double?)]) -> Chart.Line {
      Chart.Line(
        label: label, colour: isFixed ? 0 : 1, isDashed: isFixed,
        points: points.compactMap { point in point.value.map { Chart.Point(x: accuracyPoints(point.gap), y: $0) } })
    }
    let stops = "stop at a lead of \(stopping.rule.bound)"
    let fixed = stopping.fixedSize.map { "always \(Figure.count($0).shown) items" }
    var agreement = [line(stops, isFixed: false, outcomes.map { ($0.gap, $0.agreement) })]
    var items = [line(stops, isFixed: false, outcomes.map { ($0.gap, $0.expectedItems) })]
    if let fixed, let size = stopping.fixedSize {
      let agreements = gaps.dropFirst().map { ($0, try? question.value(gap: $0, size: size)) }
      agreement.append(line(fixed, isFixed: true, agreements))
      items.append(line(fixed, isFixed: true, outcomes.map { ($0.gap, Double(size)) }))
    }
    let rule = stopping.rule
    let look = rule.batch == 1 ? "each item" : "every \(rule.batch) items"
    let most = Double(items.flatMap(\.points).map(\.y).max() ?? 1)
    let least = agreement.flatMap(\.points).map(\.y).min() ?? 0
    var first = Chart(
      title: "\(place)agreement by gap, if the comparison stops early",
      subtitle: "The lead is looked at after \(look), up to \(Figure.count(rule.largest).shown) items",
      description: "Line chart of how often two models come out in their order, by the gap between them.",
      x: gapAxis, y: .linear("agreement", max(0, (least * 10).rounded(.down) / 10)...1), lines: agreement)
    var second = Chart(
      title: "\(place)items that it takes on average, by gap", description: "Line chart of the number of items.",
      x: gapAxis, y: .linear("items on average", 0...most * 1.1), lines: items)
    let planning = stopping.planned
    first.mark = planning.agreement.map {
      Chart.Mark(
        point: Chart.Point(x: accuracyPoints(planned), y: $0),
        text: "\(points(planned)) points: \(decimal($0, 2))", colour: 1)
    }
    second.mark = Chart.Mark(
      point: Chart.Point(x: accuracyPoints(planned), y: planning.expectedItems),
      text: "\(points(planned)) points: \(Figure.count(Int(planning.expectedItems.rounded())).shown) items", colour: 1)
    return Picture(first, second)
  }
}
