import Simulate

extension Picture {
  /// Creates the picture of a simulation: MDAD by size for random sampling and the methods with the smallest MDADs.
  ///
  /// - Returns: nil if no MDAD is known.
  package init?(_ result: SimulationResult, benchmark: String) {
    let threshold = result.settings.threshold
    let known = MethodCurves.of(result).map { ($0, $0.detectableDifferences(threshold: threshold)) }
    func total(_ mdads: [Estimate]) -> Double { mdads.reduce(0) { $0 + ($1.value ?? 1) } }
    let ranked = known.sorted { total($0.1) < total($1.1) }
    let baseline = ranked.filter { $0.0.method == Method.baseline.name }
    let shown = (baseline + ranked.filter { $0.0.method != Method.baseline.name }).prefix(Chart.colours.count)
    let lines = shown.enumerated().map { colour, method in
      Picture.line(method.0, method.1, colour: colour)
    }.filter { !$0.points.isEmpty }
    guard !lines.isEmpty else { return nil }
    // The points, and the intervals that end.
    func heights(_ line: Chart.Line) -> [Double] {
      line.points.map(\.y) + line.bars.flatMap { [$0.low, $0.high] }.filter { $0 > 0.1 && $0 < 100 }
    }
    let chance = decimal(threshold, 2)
    let left = known.count - lines.count
    self.init(
      Chart(
        title: "\(benchmark) (\(Figure.count(result.itemCount).shown) items): MDAD by number of items",
        subtitle: "The smallest gap ranked right with agreement \(chance), with 95 % intervals"
          + (left > 0 ? "; \(left) more methods are not drawn" : ""),
        description: "Line chart. The smallest gap that k items put in the order of the full benchmark with "
          + "probability \(chance), by k, for \(lines.map(\.label).joined(separator: ", ")).",
        x: .logarithmic("items (logarithmic)", holding: lines.flatMap { $0.points.map(\.x) }),
        y: .logarithmic("MDAD, points (logarithmic)", holding: lines.flatMap(heights)), lines: lines))
  }

  private static func line(_ curves: MethodCurves, _ mdads: [Estimate], colour: Int) -> Chart.Line {
    // Bars at one size stand side by side.
    let shift = 1 + 0.012 * Double(colour)
    let points = zip(curves.sizes, mdads).compactMap { size, mdad in
      mdad.value.map { Chart.Point(x: Double(size) * shift, y: accuracyPoints($0)) }
    }
    let bars = zip(curves.sizes, mdads).compactMap { size, mdad -> Chart.Bar? in
      guard let value = mdad.value, mdad.low != value || mdad.high != value, mdad.low != nil || mdad.high != nil else {
        return nil
      }
      return Chart.Bar(
        x: Double(size) * shift, low: mdad.low.map { accuracyPoints($0) } ?? 0,
        high: mdad.high.map { accuracyPoints($0) } ?? 100)
    }
    return Chart.Line(label: curves.method, colour: colour, showsPoints: true, points: points, bars: bars)
  }
}
