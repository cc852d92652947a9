import Foundation
import Simulate

/// Holds the two charts of a plan: agreement against gap at one size, and MDAD against size.
package struct PlanCharts: Sendable {
  /// The benchmark's name.
  let benchmark: String
  /// The methods that are drawn, the baseline first.
  let methods: [MethodCurves]
  /// The sizes at which any of them was examined.
  let sizes: [Int]
  /// The size at which agreement is drawn.
  let size: Int?
  /// The gap to mark, a fraction, or nil if none was asked about.
  let gap: Double?
  /// τ.
  let agreement: Double
  /// The size to mark: the answer.
  let answer: Int?

  /// Creates the charts of a plan: random sampling, the recommended method, and the others that need fewest items.
  ///
  /// - Returns: nil if there are no curves to draw.
  package init?(_ plan: PlanAnswer) {
    let curves = plan.shownCurves.isEmpty ? plan.publishedCurves : plan.shownCurves
    let needs = Dictionary(
      (plan.rows + plan.published).reversed().map { ($0.method, $0.size ?? Int.max) }, uniquingKeysWith: { $1 })
    self.init(
      benchmark: plan.benchmark ?? "a benchmark", curves: curves,
      order: curves.map(\.method).sorted { (needs[$0] ?? .max) < (needs[$1] ?? .max) },
      recommended: plan.recommended?.method,
      gap: plan.question.gap, agreement: plan.question.agreement, answer: plan.recommended?.size)
  }

  private init?(
    benchmark: String, curves: [MethodCurves], order: [String], recommended: String?, gap: Double?, agreement: Double,
    answer: Int?
  ) {
    guard !curves.isEmpty else { return nil }
    self.benchmark = benchmark
    self.gap = gap
    self.agreement = agreement
    self.answer = answer
    let first = [Method.baseline.name, recommended].compactMap { $0 }
    var names: [String] = []
    for name in first + order where !names.contains(name) && curves.contains(where: { $0.method == name }) {
      names.append(name)
    }
    methods = names.prefix(LineChart.slots).compactMap { name in curves.first { $0.method == name } }
    sizes = Array(Set(curves.flatMap(\.sizes))).sorted()
    size = PlanCharts.size(atLeast: answer, of: sizes)
  }

  /// Returns the size at which agreement is drawn: the smallest examined size that is enough, or the middle one.
  static func size(atLeast answer: Int?, of sizes: [Int]) -> Int? {
    guard let answer else { return sizes.isEmpty ? nil : sizes[(sizes.count - 1) / 2] }
    return sizes.first { $0 >= answer } ?? sizes.last
  }

  /// Where charts mark the gap asked about, in accuracy points, and what the mark says.
  private var gapMark: (Double, String)? {
    gap.map { (accuracyPoints($0), "the gap asked about: \(Planner.points($0)) points") }
  }

  /// The largest gap that is drawn, in accuracy points.
  private var largestGap: Double {
    let known = methods.flatMap { $0.curves.compactMap { $0.gaps.last } }.max() ?? 0.2
    return min(
      max(10, accuracyPoints(known).rounded(.up)), max(20, (accuracyPoints(gap ?? 0) * 1.5).rounded(.up)))
  }

  /// Returns agreement against gap, or nil if only published MDADs are known.
  func agreementChart() -> LineChart? {
    guard let size, methods.contains(where: { !$0.curves.isEmpty }) else { return nil }
    let largest = largestGap
    let series = methods.map { known in
      let curve = known.sizes.firstIndex(of: size).flatMap { known.curves.isEmpty ? nil : known.curves[$0] }
      return LineChart.Series(name: known.method, points: PlanCharts.points(curve, upTo: largest), hasBand: true)
    }
    return LineChart(
      title: "Agreement by gap, \(size) items",
      description:
        "Line chart. For \(benchmark) and micro-benchmarks of \(size) items, the chance that two models are ranked "
        + "as on the full benchmark, by their gap, for \(methods.map(\.method).joined(separator: ", ")). "
        + "The table below has the figures.",
      x: .linear("gap on the full benchmark, points", 0...largest), y: .linear("agreement", 0.3...1, ticks: 7),
      series: series, xMark: gapMark,
      yMark: (agreement, "the agreement asked for: \(compact(agreement))"))
  }

  /// Returns a curve as points of a chart, gaps in accuracy points.
  private static func points(_ curve: SmoothedCurve?, upTo largest: Double) -> [LineChart.Point] {
    guard let curve else { return [] }
    let gaps = curve.gaps.map(accuracyPoints)
    var points = gaps.indices.filter { gaps[$0] <= largest }.map { index in
      LineChart.Point(
        x: gaps[index], y: curve.agreement[index], low: curve.low.isEmpty ? nil : curve.low[index],
        high: curve.high.isEmpty ? nil : curve.high[index])
    }
    // Beyond the last gap agreement stays constant.
    if let last = points.last, last.x < largest {
      points.append(LineChart.Point(x: largest, y: last.y, low: last.low, high: last.high))
    }
    return points
  }

  /// Returns MDAD against size.
  func detectableDifferenceChart() -> LineChart {
    let known = methods.map { ($0, $0.detectableDifferences(threshold: agreement)) }
    let largest = accuracyPoints(known.flatMap { $0.1.compactMap(\.value) }.max() ?? 0.2)
    let series = known.map { curves, mdads in
      LineChart.Series(
        name: curves.method,
        points: zip(curves.sizes, mdads).compactMap { size, mdad in
          mdad.value.map { value in
            let isExact = mdad.low == value && mdad.high == value
            return LineChart.Point(
              x: Double(size), y: accuracyPoints(value), low: isExact ? nil : mdad.low.map(accuracyPoints),
              high: isExact ? nil : mdad.high.map(accuracyPoints))
          }
        }, hasBand: false)
    }
    return LineChart(
      title: "MDAD by size, agreement \(decimal(agreement, 2))",
      description:
        "Line chart. For \(benchmark), the smallest gap that is ranked as on the full benchmark with agreement "
        + "\(decimal(agreement, 2)), by the number of items, for "
        + "\(methods.map(\.method).joined(separator: ", ")), with 95 % intervals. The table below has the figures.",
      x: .sizes("items (logarithmic)", sizes),
      y: .linear("MDAD, points", 0...min(30, max(5, (largest * 1.1).rounded(.up)))),
      series: series, xMark: answer.map { (Double($0), "the answer: \(grouped($0)) items") },
      yMark: gapMark)
  }

  /// Returns the figures behind the chart of MDADs: of all methods that are drawn.
  func detectableDifferenceTable() -> Table {
    Table(
      methods.map { known in
        (
          name: known.method,
          mdads: Dictionary(
            uniqueKeysWithValues: zip(known.sizes, known.detectableDifferences(threshold: agreement)))
        )
      },
      [Column("method", "method") { .text($0.name) }]
        + sizes.map { size in
          Column(String(size), String(size)) { .text($0.mdads[size].map { PlanCharts.text($0) { .mdad($0) } }) }
        })
  }

  /// Returns the figures behind the chart of agreement.
  func agreementTable() -> Table {
    let gaps = [1.0, 2, 3, 5, 7.5, 10, 15, 20].filter { $0 <= largestGap }
    let size = size
    return Table(
      methods.map { known in
        (
          name: known.method,
          curve: size.flatMap { known.sizes.firstIndex(of: $0) }.flatMap {
            known.curves.isEmpty ? nil : known.curves[$0]
          }
        )
      },
      [Column("method", "method") { .text($0.name) }]
        + gaps.map { gap in
          Column(compact(gap), compact(gap)) { row in
            guard let curve = row.curve else { return .absent }
            var estimate = curve.agreement(atGap: fraction(ofPoints: gap))
            if curve.low.isEmpty { estimate = Estimate(exactly: estimate.value) }
            return .text(PlanCharts.text(estimate) { .share($0) })
          }
        })
  }

  /// Returns an estimate with its interval, unless it is exact.
  private static func text(_ estimate: Estimate, _ figure: (Double?) -> Figure) -> String {
    guard let value = estimate.value else { return "–" }
    let isExact = estimate.low == value && estimate.high == value
    return figure(value).shown + (isExact ? "" : " (\(figure(estimate.low).shown) to \(figure(estimate.high).shown))")
  }
}
