import Simulate

/// Holds all that is measured of a benchmark for planning: each method's curves under each choice of targets, and the
/// pairs of models from which random sampling is known at every size.
package struct PlanCurves: Sendable {
  /// The curves under one choice of targets.
  package struct Group: Sendable {
    /// How targets were chosen, as tables name it.
    package let targets: String
    /// The largest gap with enough pairs, a fraction, or nil if that was not looked at.
    package let largestGap: Double?
    /// The methods in order.
    package let methods: [MethodCurves]
  }

  /// The groups, that of models like those measured first.
  package let groups: [Group]
  /// The number of items chosen from.
  package let itemCount: Int
  /// How discordance is spread by gap, or nil if pairs are not known.
  package let discordance: DiscordanceProfile?

  /// Answers for random sampling at a gap and an agreement from all pairs: the size and the agreement there.
  package typealias Exact = (_ gap: Double, _ target: Double) -> (size: Int?, agreement: Double?)

  /// Creates the curves of a table under one split.
  ///
  /// - Parameter methods: the identifiers of the methods to consider beside random sampling; nil for all.
  package init(_ table: BenchmarkTable, split: ItemSplit, methods wanted: [String]? = nil) {
    let reference: Reference = split == .full ? .full : .seen
    let rows = table.rows.filter { row in
      row.split == split && row.reference == reference
        && (wanted.map { $0.contains(row.method) || row.method == Method.baseline.name } ?? true)
    }
    let itemCount = split == .full ? table.items : table.seenItems
    self.itemCount = itemCount
    discordance = table.discordance
    groups = table.regimes.filter { $0.split == split }.map { regime in
      Group(
        targets: regime.targets, largestGap: regime.largestGap,
        // With a single subtask these are random sampling.
        methods: MethodCurves.of(
          rows.filter { $0.targets == regime.targets }, itemCount: itemCount, largestGap: regime.largestGap
        ).filter { table.subtasks >= 2 || Method.named($0.method)?.stratifiesBySubtask != true })
    }
  }

  /// The methods, in the order of the first group.
  var methods: [String] {
    var names: [String] = []
    for curves in groups.flatMap(\.methods) where !names.contains(curves.method) { names.append(curves.method) }
    return names
  }

  /// Returns the groups that a question is about.
  func groups(for question: PlanQuestion) -> [Group] {
    let wanted = question.targets ?? (question.assumption == .similar ? TargetChoice.random.name : nil)
    return groups.filter { wanted == nil || $0.targets == wanted }
  }

  /// Returns a row for each method.
  ///
  /// - Parameters:
  ///   - hasFrame: whether the numbers that a randomised method needs of each item are at hand.
  ///   - exactly: random sampling from all pairs, or nil if they are not known.
  package func rows(_ question: PlanQuestion, hasFrame: Bool, exactly: Exact?) -> [PlanRow] {
    let groups = groups(for: question)
    return methods.map { name in
      let method = Method.named(name)
      var needs = groups.compactMap { need(of: name, in: $0, question, exactly: exactly) }
      if needs.isEmpty, method?.isExactlyPredictable == true, let theory = theory(question) { needs = [theory] }
      var row =
        needs.isEmpty
        ? PlanRow(method: name, size: nil, low: nil, high: nil, agreementAtSize: nil, basis: .simulated)
        : PlanRow(method: name, needs: needs, assumption: question.assumption)
      row.isFeasible =
        question.hasResponses || method?.needs != .sourceResponses || hasFrame && method?.readsFrame == true
      return row
    }
  }

  /// Returns what random sampling needs for models like those measured, or by theory where these are too close
  /// together; nil if it was not measured.
  package func baselineNeed(_ question: PlanQuestion, exactly: Exact?) -> RegimeNeed? {
    guard let group = groups.first else { return nil }
    return need(of: Method.baseline.name, in: group, question, exactly: exactly) ?? theory(question)
  }

  /// Returns what a method needs under one choice of targets.
  private func need(of name: String, in group: Group, _ question: PlanQuestion, exactly: Exact?) -> RegimeNeed? {
    guard let curves = group.methods.first(where: { $0.method == name }),
      var need = curves.need(gap: question.gap, target: question.agreement)
    else { return nil }
    guard Method.named(name)?.isExactlyPredictable == true else { return need }
    need.basis = .exact
    if group.targets == TargetChoice.random.name, let exactly {
      let exact = exactly(question.gap, question.agreement)
      (need.size, need.agreementAtSize, need.sizeToChooseBy) = (exact.size, exact.agreement, exact.size)
      need.isUpperBound = false
      // The limits were read between sizes; the figure itself was not.
      need.low = need.low.map { low in min(low, exact.size ?? low) } ?? exact.size
      need.high = need.high.flatMap { high in exact.size.map { max(high, $0) } }
    }
    return need
  }

  /// Returns what random sampling needs where too few pairs were measured, by theory: at the discordance of the pairs
  /// near the gap, or at a gap that no pairs have, with the weaker model winning as many items as at the largest gap
  /// that was measured.
  private func theory(_ question: PlanQuestion) -> RegimeNeed? {
    guard let discordance, let last = discordance.bands.last else { return nil }
    func size(_ share: Double) -> (size: Int?, agreement: Double?) {
      let near = discordance.quantile(share, atGap: min(question.gap, last.center))
      let losses = max(0, near - min(question.gap, last.center)) / 2
      guard
        let comparison = try? PairedComparison(
          gap: question.gap, discordance: min(1, question.gap + 2 * losses), itemCount: itemCount)
      else { return (nil, nil) }
      let found = smallestSize(comparison, target: question.agreement, ties: question.ties)
      return (found, found.map { comparison.orderProbabilities(size: $0).agreement(ties: question.ties) })
    }
    let (middle, agreement) = size(0.5)
    return RegimeNeed(
      targets: TargetChoice.random.name, size: middle, low: size(0.1).size, high: size(0.9).size,
      agreementAtSize: agreement, basis: .analytic, sizeToChooseBy: middle)
  }
}
