import Foundation
import Simulate

extension PlanAnswer {
  /// The answer as a picture: the gap that k items rank right, by k, for random sampling, the method to use, and the
  /// one that needs fewer items for models like those measured; each also where it takes most, dashed. Nil if no
  /// curves are known.
  package var picture: Picture? {
    let methods = [Method.baseline.name, recommended?.method, conditionallyRecommended?.method].compactMap { $0 }
    var known: [String] = []
    var lines: [Chart.Line] = []
    for method in methods where !known.contains(method) {
      let drawn = self.lines(of: method, colour: known.count)
      if !drawn.isEmpty { known.append(method) }
      lines += drawn
    }
    guard !lines.isEmpty else { return nil }
    let all = lines.flatMap(\.points)
    let chance = decimal(question.agreement, 2)
    var chart = Chart(
      title: sentence, subtitle: "The gap that is ranked right with agreement \(chance), by number of items",
      description: "Line chart. For \(known.joined(separator: ", ")): the gap between two models that k items put in "
        + "the order of the full benchmark with probability \(chance), by k."
        + (recommended?.size.map { " The answer for \(points(question.gap)) points is \($0) items." } ?? ""),
      x: .logarithmic("items (logarithmic)", holding: all.map(\.x)),
      y: .logarithmic("MDAD, points (logarithmic)", holding: all.map(\.y)), lines: lines)
    if let row = recommended, let size = row.size {
      chart.mark = Chart.Mark(
        point: Chart.Point(x: Double(size), y: accuracyPoints(question.gap)),
        text: "\(row.isUpperBound ? "at most " : "")\(Figure.count(size).shown) items",
        colour: known.firstIndex(of: row.method) ?? 0)
    }
    return Picture(chart)
  }

  /// Returns a method's lines: for models like those measured, and for those that take it most items.
  private func lines(of method: String, colour: Int) -> [Chart.Line] {
    let groups = curves?.groups(for: question).map(\.methods) ?? [shownCurves.isEmpty ? publishedCurves : shownCurves]
    let known = groups.compactMap { group in group.first { $0.method == method } }
    guard let first = known.first else { return [] }
    var lines = [line(first, colour: colour)].filter { !$0.points.isEmpty }
    let worst = row(of: method)?.regimes.max(by: RegimeNeed.isLess)?.targets
    let harder =
      known.dropFirst().first { $0.targets == worst }
      ?? known.dropFirst().first { $0.targets == Regime.frontier.targetChoice.name }
    if let harder {
      let dashed = line(harder, colour: colour, isDashed: true)
      if !dashed.points.isEmpty { lines.append(dashed) }
    }
    return lines
  }

  private func row(of method: String) -> PlanRow? { (rows + published).first { $0.method == method } }

  private func line(_ curves: MethodCurves, colour: Int, isDashed: Bool = false) -> Chart.Line {
    let needs = needs(curves)
    let regime = Regime(targets: curves.targets)
    let models = isDashed ? regime.map { $0 == .frontier ? ", frontier" : ", \($0.newModels)" } ?? "" : ""
    let most = Double(chosenFrom ?? curves.sizes.last ?? 1)
    func outline(_ size: (RegimeNeed) -> Double?) -> [Chart.Point] {
      needs.compactMap { gap, need in size(need).map { Chart.Point(x: $0, y: accuracyPoints(gap)) } }
    }
    let isExact = needs.allSatisfy { $0.need.low == $0.need.size && $0.need.high == $0.need.size }
    return Chart.Line(
      label: curves.method + models, colour: colour, isDashed: isDashed,
      points: outline { $0.size.map { Double($0) } },
      band: isDashed || isExact
        ? [] : outline { $0.low.map { Double($0) } } + outline { $0.high.map { Double($0) } ?? most }.reversed())
  }

  /// Returns what a method needs by gap, largest gap first: as the plan reads its curves, so that the answer lies on
  /// the line.
  private func needs(_ curves: MethodCurves) -> [(gap: Double, need: RegimeNeed)] {
    let smallest = items.map { 1 / Double($0) } ?? 0
    let steps = (0...80).map { 0.002 * pow(200, Double($0) / 80) } + [question.gap]
    let own = row(of: curves.method)?.regimes.first { $0.targets == curves.targets }
    var needs: [(gap: Double, need: RegimeNeed)] = []
    for gap in steps.sorted() where gap >= smallest {
      let read = curves.need(gap: gap, target: question.agreement)
      guard let need = gap == question.gap ? own ?? read : read, need.size != nil else { continue }
      needs.append((gap, need))
      // Larger gaps take no more than the smallest size that was looked at.
      if need.isUpperBound { break }
    }
    return needs.reversed()
  }
}
