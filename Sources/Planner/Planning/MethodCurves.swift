import Simulate

/// Holds what a method achieves at each examined size: the basis of plans and charts.
package struct MethodCurves: Sendable {
  /// The method's identifier.
  package let method: String
  /// The sizes, ascending.
  package let sizes: [Int]
  /// Agreement by gap at each size; empty if only published MDADs are known.
  package let curves: [SmoothedCurve]
  /// Published MDADs at each size, fractions, at agreement ``PublishedFigures/threshold``; empty if curves are known.
  package let published: [Estimate]
  /// The number of items chosen from, where agreement is 1, or nil if the last size is the end of what is known.
  package let itemCount: Int?

  /// Curves at sizes in ascending order.
  package init(method: String, sizes: [Int], curves: [SmoothedCurve], itemCount: Int?) {
    precondition(sizes.count == curves.count)
    self.method = method
    self.sizes = sizes
    self.curves = curves
    self.itemCount = itemCount
    published = []
  }

  /// Creates curves from a method's published MDADs.
  init(_ figures: PublishedFigures, method: String) {
    let rows = figures.rows.filter { $0.method == method }.sorted { $0.size < $1.size }
    self.method = method
    sizes = rows.map(\.size)
    curves = []
    published = rows.map { Estimate(value: $0.mdad, low: $0.low, high: $0.high) }
    itemCount = nil
  }

  /// Creates the curves of random sampling by formula, at the usual sizes and one more.
  ///
  /// - Parameters:
  ///   - items: N; nil for a benchmark of unlimited size.
  ///   - size: the one more.
  init(discordance: DiscordanceSource, items: Int?, size: Int?, ties: TiePolicy) {
    let usual = SimulationSettings.standardSizes.filter { size in items.map { size < $0 } ?? true }
    sizes = Set(usual + [size].compactMap { $0 }).sorted()
    // Half-point steps up to the largest gap that two such models can have.
    let comparisons = (1...80).compactMap { step -> (gap: Double, comparison: PairedComparison)? in
      let gap = Double(step) / 200
      guard let value = try? discordance.discordance(atGap: gap),
        let comparison = try? PairedComparison(gap: gap, discordance: value, itemCount: items)
      else { return nil }
      return (gap, comparison)
    }
    method = Method.baseline.name
    curves = sizes.map { size in
      SmoothedCurve(
        gaps: comparisons.map(\.gap),
        agreement: comparisons.map { $0.comparison.orderProbabilities(size: size).agreement(ties: ties) })
    }
    published = []
    itemCount = items
  }

  /// Returns the curves of some rows of a table, method by method in the table's order.
  static func of(_ rows: [TableRow], itemCount: Int) -> [MethodCurves] {
    grouped(rows.map { ($0.method, $0.size, $0.curve) }, itemCount: itemCount)
  }

  /// Returns the curves of a simulation against what its items were chosen from.
  static func of(_ simulation: SimulationResult) -> [MethodCurves] {
    let reference: Reference = simulation.settings.split == .full ? .full : .seen
    return grouped(
      simulation.rows.filter { $0.reference == reference }.map { ($0.method, $0.size, SmoothedCurve($0)) },
      itemCount: simulation.seenCount)
  }

  private static func grouped(
    _ rows: [(method: String, size: Int, curve: SmoothedCurve)], itemCount: Int
  ) -> [MethodCurves] {
    var names: [String] = []
    for row in rows where !names.contains(row.method) { names.append(row.method) }
    return names.map { name in
      let ofMethod = rows.filter { $0.method == name }.sorted { $0.size < $1.size }
      return MethodCurves(
        method: name, sizes: ofMethod.map(\.size), curves: ofMethod.map(\.curve), itemCount: itemCount)
    }
  }

  /// Returns what the method needs to rank models a gap apart.
  ///
  /// - Parameters:
  ///   - gap: a fraction.
  ///   - target: τ; published MDADs answer for ``PublishedFigures/threshold`` alone.
  /// - Returns: nil if nothing is known at that τ.
  package func row(gap: Double, target: Double) -> PlanRow? {
    guard !published.isEmpty else {
      return SizeInterpolation(sizes: sizes, agreement: curves.map { $0.agreement(atGap: gap) }, itemCount: itemCount)
        .row(method: method, target: target)
    }
    guard target == PublishedFigures.threshold else { return nil }
    func crossing(_ values: [Double?]) -> PlanRow {
      // Agreement at the gap rises as the MDAD falls: the same reading with the axes exchanged.
      SizeInterpolation(
        sizes: sizes, agreement: values.map { value in Estimate(exactly: value.map { -GapBins.position(of: $0) }) },
        itemCount: nil
      ).row(method: method, target: -GapBins.position(of: gap))
    }
    let middle = crossing(published.map(\.value))
    return PlanRow(
      method: method, size: middle.size, low: crossing(published.map(\.low)).size,
      high: crossing(published.map(\.high)).size, agreementAtSize: nil, basis: .published,
      isUpperBound: middle.isUpperBound)
  }

  /// Returns the MDAD at each size, a fraction: where the curve reaches an agreement. Limits are where its limits do.
  ///
  /// - Parameter threshold: τ; published MDADs answer for ``PublishedFigures/threshold`` alone.
  package func detectableDifferences(threshold: Double) -> [Estimate] {
    guard published.isEmpty else {
      return threshold == PublishedFigures.threshold ? published : sizes.map { _ in Estimate(exactly: nil) }
    }
    return curves.map { curve in
      func crossing(_ values: [Double]) -> Double? {
        Crossing(of: threshold, gaps: curve.gaps, y: values)?.position
      }
      let value = crossing(curve.agreement)
      guard !curve.low.isEmpty else {
        return curve.isExact ? Estimate(exactly: value) : Estimate(value: value, low: nil, high: nil)
      }
      return Estimate(value: value, low: crossing(curve.high), high: crossing(curve.low))
    }
  }
}
