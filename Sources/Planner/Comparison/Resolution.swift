import Simulate

/// What as many items can resolve, and how many items would have been enough.
extension PairedSample {
  /// The variance of one item's difference; of clustered items, that times the design effect.
  private var variance: Double {
    guard let tested else { return mean.standardError * mean.standardError * Double(itemCount) }
    return max(0, tested.discordance - tested.value * tested.value)
  }

  /// The same if the two were equally good.
  private var varianceWithoutDifference: Double { tested?.discordance ?? variance }

  /// Returns the smallest gap that so many items resolve, a fraction; nil if they resolve none.
  ///
  /// For `order` it is the gap at which the order is right with the probability asked for, for `difference` the one
  /// that is significant with the power asked for. With a margin it is the smallest margin that two runs without a
  /// difference would be shown to keep, with that power.
  func resolution(_ question: ComparisonQuestion) throws(PlannerError) -> Double? {
    if remaining == 0 { return 0 }
    let power = NormalDistribution.quantile(question.power)
    let level = NormalDistribution.quantile(1 - question.alpha)
    func error(_ variance: Double) -> Double? {
      variance > 0 ? (variance / Double(itemCount) * remaining).squareRoot() : nil
    }
    switch question.goal {
    case .order:
      guard let asked = powerQuestion(question) else {
        return error(variance).map { NormalDistribution.quantile(question.agreement) * $0 }
      }
      return try asked.smallest(atSize: itemCount, target: question.agreement)
    case .difference, .best, .ranking:
      guard let asked = powerQuestion(question) else {
        return error(variance).map { (NormalDistribution.quantile(1 - question.alpha / 2) + power) * $0 }
      }
      return try asked.smallest(atSize: itemCount, target: question.power)
    case .noWorse:
      if let asked = powerQuestion(question) { return try asked.smallest(atSize: itemCount, target: question.power) }
      return error(varianceWithoutDifference).map { (level + power) * $0 }
    case .equivalent:
      if let asked = powerQuestion(question) { return try asked.smallest(atSize: itemCount, target: question.power) }
      return error(varianceWithoutDifference).map {
        (level + NormalDistribution.quantile((1 + question.power) / 2)) * $0
      }
    }
  }

  /// Returns how many items would have been enough to decide, if the difference were the one seen, with the
  /// probability asked for; nil if none would, or none below N.
  func enoughItems(_ question: ComparisonQuestion) throws(PlannerError) -> Int? {
    let gap = abs(difference)
    let power = NormalDistribution.quantile(question.power)
    let level = NormalDistribution.quantile(1 - question.alpha)
    switch question.goal {
    case .order:
      guard gap > 1e-12 else { return nil }
      if let asked = powerQuestion(question) { return asked.enough(gap: gap, target: question.agreement) }
      return size(errorAtMost: gap / NormalDistribution.quantile(question.agreement), question)
    case .difference, .best, .ranking:
      guard gap > 1e-12 else { return nil }
      if let asked = powerQuestion(question) { return asked.enough(gap: gap, target: question.power) }
      return size(errorAtMost: gap / (NormalDistribution.quantile(1 - question.alpha / 2) + power), question)
    case .noWorse:
      let distance = abs(difference + question.margin)
      if difference > -question.margin, let asked = powerQuestion(question, trueDifference: difference) {
        return asked.enough(gap: question.margin, target: question.power)
      }
      // To show that it is more than the margin below.
      return distance > 1e-12 ? size(errorAtMost: distance / (level + power), question) : nil
    case .equivalent:
      let distance = question.margin - gap
      guard abs(distance) > 1e-12 else { return nil }
      if distance < 0 { return size(errorAtMost: -distance / (level + power), question) }
      if let asked = powerQuestion(question, trueDifference: difference) {
        return asked.enough(gap: question.margin, target: question.power)
      }
      // The chance that both tests reject falls with the error.
      var (low, high) = (0.0, distance / level)
      for _ in 0..<60 {
        let error = (low + high) / 2
        let chance =
          NormalDistribution.cumulative(distance / error - level)
          + NormalDistribution.cumulative((question.margin + gap) / error - level) - 1
        if chance >= question.power { low = error } else { high = error }
      }
      return size(errorAtMost: low, question)
    }
  }

  /// Returns the question of power or agreement that fits right or wrong answers; nil for graded scores, and for
  /// items in clusters unless the order is asked for, where each counts for less by the design effect.
  ///
  /// - Parameter trueDifference: the difference at which a margin is to be kept, a fraction.
  private func powerQuestion(_ question: ComparisonQuestion, trueDifference: Double = 0) -> PowerQuestion? {
    guard let counts, counts.discordance > 0, !isClustered || question.goal == .order else { return nil }
    var asked = PowerQuestion(source: .given(counts.discordance))
    if isClustered { asked.designEffect = max(1, mean.designEffect ?? 1) }
    asked.items = question.items
    asked.alpha = question.alpha
    asked.subject = question.subject
    switch question.goal {
    case .order: asked.goal = .order
    case .difference, .best, .ranking: asked.test = .mcNemarExact
    case .noWorse: asked.goal = .noWorse
    case .equivalent: asked.goal = .equivalent
    }
    if question.goal.needsMargin { asked.parameters[.trueDifference] = trueDifference }
    return asked
  }

  /// Returns how many items keep the standard error at or below a limit; nil if N do not suffice.
  private func size(errorAtMost limit: Double, _ question: ComparisonQuestion) -> Int? {
    let ratio = limit * limit / max(variance, 1e-300)
    guard variance > 0, limit > 0 else { return nil }
    let isAboutItems = question.goal == .order || question.subject == .items
    // From v/k · (N − k)/(N − 1) = limit².
    let needed =
      if isAboutItems, let items = question.items { Double(items) / (1 + Double(items - 1) * ratio) } else { 1 / ratio }
    guard needed < 1e15 else { return nil }
    let size = max(1, Int(needed.rounded(.up)))
    return question.items.map { size > $0 } ?? false ? nil : size
  }
}

extension PowerQuestion {
  /// Returns the smallest gap at which a size reaches the target; nil if none does.
  fileprivate func smallest(atSize size: Int, target: Double) throws(PlannerError) -> Double? {
    do { return try smallestGap(size: size, target: target) } catch let error as PlannerError { throw error } catch {
      return nil
    }
  }

  /// Returns the smallest size that reaches the target at a gap; nil if none does, or no pair has such a gap.
  fileprivate func enough(gap: Double, target: Double) -> Int? { (try? smallestSize(gap: gap, target: target)) ?? nil }
}
