import Simulate

/// Holds what a method achieves at each examined size under one choice of targets: the basis of plans and charts.
package struct MethodCurves: Sendable {
  /// The method's identifier.
  package let method: String
  /// How targets were chosen, as tables name it.
  package let targets: String
  /// The sizes, ascending.
  package let sizes: [Int]
  /// Agreement by gap at each size; empty if only published MDADs are known.
  package let curves: [SmoothedCurve]
  /// The same by the trials that methods are chosen by; empty if there are none.
  package let choiceCurves: [SmoothedCurve]
  /// Published MDADs at each size, fractions, at agreement ``PublishedFigures/threshold``; empty if curves are known.
  package let published: [Estimate]
  /// The number of items chosen from, or nil if it does not matter or is unlimited.
  package let itemCount: Int?
  /// The largest gap with enough pairs behind it, a fraction, or nil if that was not looked at.
  package let largestGap: Double?

  /// Creates curves at sizes in ascending order.
  package init(
    method: String, targets: String = TargetChoice.random.name, sizes: [Int], curves: [SmoothedCurve],
    choiceCurves: [SmoothedCurve] = [], itemCount: Int?, largestGap: Double? = nil
  ) {
    precondition(sizes.count == curves.count)
    self.method = method
    self.targets = targets
    self.sizes = sizes
    self.curves = curves
    self.choiceCurves = choiceCurves
    self.itemCount = itemCount
    self.largestGap = largestGap
    published = []
  }

  /// Creates curves from a method's published MDADs.
  init(_ figures: PublishedFigures, method: String) {
    let rows = figures.rows.filter { $0.method == method }.sorted { $0.size < $1.size }
    self.method = method
    targets = TargetChoice.random.name
    sizes = rows.map(\.size)
    curves = []
    choiceCurves = []
    published = rows.map { Estimate(value: $0.mdad, low: $0.low, high: $0.high) }
    itemCount = nil
    largestGap = nil
  }

  /// Creates the curves of random sampling by formula, at the usual sizes and one more.
  ///
  /// - Parameters:
  ///   - items: N; nil for a benchmark of unlimited size.
  ///   - size: the one more.
  init(discordance: DiscordanceSource, items: Int?, size: Int?, ties: TiePolicy) {
    let usual = SimulationSettings.standardSizes.filter { size in items.map { size < $0 } ?? true }
    let sizes = Set(usual + [size].compactMap { $0 }).sorted()
    // Half-point steps up to the largest gap that two such models can have.
    let comparisons = (1...80).compactMap { step -> (gap: Double, comparison: PairedComparison)? in
      let gap = Double(step) / 200
      guard let value = try? discordance.discordance(atGap: gap),
        let comparison = try? PairedComparison(gap: gap, discordance: value, itemCount: items)
      else { return nil }
      return (gap, comparison)
    }
    self.init(
      method: Method.baseline.name, sizes: sizes,
      curves: sizes.map { size in
        SmoothedCurve(
          gaps: comparisons.map(\.gap),
          agreement: comparisons.map { $0.comparison.orderProbabilities(size: size).agreement(ties: ties) })
      }, itemCount: items)
  }

  /// Returns the curves of some rows of a table, method by method in the table's order.
  static func of(_ rows: [TableRow], itemCount: Int, largestGap: Double?) -> [MethodCurves] {
    var names: [String] = []
    for row in rows where !names.contains(row.method) { names.append(row.method) }
    return names.map { name in
      let ofMethod = rows.filter { $0.method == name }.sorted { $0.size < $1.size }
      return MethodCurves(
        method: name, targets: ofMethod[0].targets, sizes: ofMethod.map(\.size), curves: ofMethod.map(\.curve),
        choiceCurves: ofMethod.compactMap(\.choiceCurve), itemCount: itemCount, largestGap: largestGap)
    }
  }

  /// Returns the curves of a simulation against what its items were chosen from.
  static func of(_ simulation: SimulationResult) -> [MethodCurves] {
    let reference: Reference = simulation.settings.split == .full ? .full : .seen
    let rows = simulation.rows.filter { $0.reference == reference }
    return simulation.settings.methods.compactMap { name in
      let ofMethod = rows.filter { $0.method == name }.sorted { $0.size < $1.size }
      return ofMethod.isEmpty
        ? nil
        : MethodCurves(
          method: name, sizes: ofMethod.map(\.size), curves: ofMethod.map { SmoothedCurve($0) },
          itemCount: simulation.seenCount)
    }
  }

  /// Returns what the method needs to rank models a gap apart.
  ///
  /// - Parameters:
  ///   - gap: a fraction.
  ///   - target: τ; published MDADs answer for ``PublishedFigures/threshold`` alone.
  /// - Returns: nil if nothing is known at that τ or at such a gap.
  package func need(gap: Double, target: Double) -> RegimeNeed? {
    guard published.isEmpty else { return publishedNeed(gap: gap, target: target) }
    if let largestGap, gap > largestGap + GapBins.width / 2 { return nil }
    func need(_ curves: [SmoothedCurve]) -> RegimeNeed {
      SizeInterpolation(sizes: sizes, agreement: curves.map { $0.agreement(atGap: gap) }, itemCount: itemCount)
        .need(target: target, targets: targets)
    }
    var found = need(curves)
    found.largestGap = largestGap
    if choiceCurves.count == curves.count { found.sizeToChooseBy = need(choiceCurves).size }
    return found
  }

  private func publishedNeed(gap: Double, target: Double) -> RegimeNeed? {
    guard target == PublishedFigures.threshold else { return nil }
    func crossing(_ values: [Double?]) -> RegimeNeed {
      // Agreement at the gap rises as the MDAD falls: the same reading with the axes exchanged.
      SizeInterpolation(
        sizes: sizes, agreement: values.map { value in Estimate(exactly: value.map { -GapBins.position(of: $0) }) },
        itemCount: nil
      ).need(target: -GapBins.position(of: gap), targets: targets)
    }
    var found = crossing(published.map(\.value))
    (found.low, found.high) = (crossing(published.map(\.low)).size, crossing(published.map(\.high)).size)
    (found.agreementAtSize, found.basis) = (nil, .published)
    return found
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
