import Simulate

/// What a comparison says in words.
extension RunComparison {
  /// The answer in a sentence.
  var sentence: String {
    if let ranks { return sentence(of: ranks) }
    if pairs.count == 1 { return sentence(of: pairs[0]) }
    let name = runs.names[0]
    let counted = ComparisonVerdict.allCases.compactMap { verdict -> String? in
      let found = pairs.filter { $0.verdict == verdict }.map { runs.names[$0.second] }
      return found.isEmpty ? nil : "\(verdict.words(question)): \(listed(found))"
    }
    return "Compared with \(name), " + counted.joined(separator: "; ") + "."
  }

  private func sentence(of pair: Pair) -> String {
    let (base, run) = (runs.names[pair.first], runs.names[pair.second])
    let lead = "\(run) is \(distance(pair)) \(base)"
    let margin = "\(points(question.margin)) points"
    let found = "(\(interval(pair)), p \(Figure.pValue(pair.p).shown))"
    let seen = "\(base) (it is \(shortDistance(pair)); \(interval(pair)))"
    switch pair.verdict {
    case .ahead, .behind: return lead + ": \(reach(pair, isEnough: true))."
    case .tooClose: return "Too close for these items: \(lead), and \(reach(pair, isEnough: false))."
    case .significant: return "Significant: \(lead) \(found)."
    case .notSignificant: return "Not significant: \(lead) \(found)."
    case .pass: return "Pass: \(run) is at most \(margin) below \(seen)."
    case .fail: return "Fail: \(run) is more than \(margin) below \(seen)."
    case .equivalent: return "Equivalent: \(run) is within \(margin) of \(seen)."
    case .different: return "Different: \(run) is more than \(margin) from \(seen)."
    case .inconclusive:
      let asked = question.goal == .noWorse ? "at most \(margin) below" : "within \(margin) of"
      return "Inconclusive: these items do not show whether \(run) is \(asked) \(seen)."
    case .oneBest, .severalBest, .ranked, .ties, .goOn: return lead + "."
    }
  }

  private func sentence(of ranks: RankIntervals) -> String {
    let count = runs.names.count
    let level = "\(compact(100 * (1 - question.alpha))) %"
    if question.goal == .best {
      let possible = ranks.scores.indices.filter { ranks.mayBeBest[$0] }.sorted { ranks.scores[$0] > ranks.scores[$1] }
      let names = possible.map { runs.names[$0] }
      return names.count == 1
        ? "\(names[0]) is the best of \(count) runs (\(level) sure)."
        : "Any of \(names.count) of \(count) runs may be the best: \(listed(names)) (\(level) sure)."
    }
    let groups = ranks.tieGroups
    let decided = pairs.count { ranks.isBehind($0.first, $0.second) || ranks.isBehind($0.second, $0.first) }
    let form =
      groups.count == count
      ? "No two of \(count) runs are tied"
      : groups.count == 1 ? "All \(count) runs are tied" : "\(count) runs are in \(groups.count) groups of ties"
    return "\(form); the order of \(decided) of \(plural(pairs.count, "pair")) is shown (\(level) sure)."
  }

  /// Says how far a run is ahead or behind, with the preposition for the other.
  private func distance(_ pair: Pair) -> String {
    let gap = Figure.points(abs(pair.sample.difference), .upTo(2)).shown
    if pair.sample.difference == 0 { return "level with" }
    return pair.sample.difference > 0 ? "\(gap) points ahead of" : "\(gap) points behind"
  }

  private func shortDistance(_ pair: Pair) -> String {
    let gap = Figure.points(abs(pair.sample.difference), .upTo(2)).shown
    if pair.sample.difference == 0 { return "level" }
    return "\(gap) \(pair.sample.difference > 0 ? "ahead" : "behind")"
  }

  private func interval(_ pair: Pair) -> String {
    guard let interval = pair.interval else { return "no interval" }
    let limits = Figure.range(.points(interval.low), .points(interval.high)).shown
    return "\(compact(100 * question.intervalLevel)) % interval \(limits)"
  }

  /// Says which gaps the items put in order.
  private func reach(_ pair: Pair, isEnough: Bool) -> String {
    let count = plural(pair.sample.itemCount, "item")
    let often = "with agreement \(compact(question.agreement))"
    guard let resolution = pair.resolution else { return "\(count) put no gap in order \(often)" }
    if resolution == 0 { return "these are all items of the benchmark" }
    let gap = "\(Figure.points(resolution).shown) points or more"
    let only = isEnough ? "" : "only "
    return "\(count) put \(only)gaps of \(gap) in order \(often)"
  }

  /// Names at most six of some runs.
  private func listed(_ names: [String]) -> String {
    names.count <= 6
      ? names.joined(separator: ", ") : names.prefix(5).joined(separator: ", ") + " and \(names.count - 5) more"
  }
}

extension ComparisonVerdict {
  /// What a person reads.
  func words(_ question: ComparisonQuestion) -> String {
    switch self {
    case .tooClose: "too close"
    case .notSignificant: "not significant"
    case .oneBest: "one is the best"
    case .severalBest: "several may be the best"
    default: rawValue
    }
  }
}

/// What a person should know of a comparison, a sentence each.
extension RunComparison {
  var notes: [String] { itemNotes + clusterNotes + testNotes }

  private var itemNotes: [String] {
    var notes: [String] = []
    if runs.leftOut > 0 { notes.append("\(plural(runs.leftOut, "item")) left out that not every run answered.") }
    if runs.differing > 0 {
      notes.append(
        "\(plural(runs.differing, "item")) left out whose contents (doc_hash) differ between the files.")
    }
    let identical = pairs.filter { $0.sample.discordance == 0 }
    if let pair = identical.first {
      let more = identical.count > 1 ? ", as do \(plural(identical.count - 1, "other pair"))" : ""
      let names = "\(runs.names[pair.first]) and \(runs.names[pair.second])"
      notes.append("\(names) give the same answers to all items\(more).")
    }
    if let items = question.items, items > runs.items.count {
      notes.append(
        question.goal == .order
          ? "The order is that on all \(items) items, of which these are taken for a random sample."
          : question.subject == .items
            ? "The answer is about the \(items) items, of which these are taken for a random sample."
            : question.subject.sentence(items: items))
    } else if question.goal == .order, question.items == nil {
      notes.append("These items are taken for a sample of unlimited ones; --items N says of how many.")
    }
    return notes
  }

  private var clusterNotes: [String] {
    guard let sample = pairs.first?.sample, let last = runs.clusterOfItem.max() else { return [] }
    let effect = pairs.count == 1 ? sample.mean.designEffect.map { " (design effect \(compact($0, 2)))" } ?? "" : ""
    let few = last + 1 < 20 ? " With so few clusters these are not to be relied on." : ""
    return [
      "Items are in \(plural(last + 1, "cluster")): intervals and p-values are Student's, with the cluster-robust "
        + "standard error\(effect).\(few)"
    ]
  }

  private var testNotes: [String] {
    guard let pair = pairs.first else { return [] }
    var notes: [String] = []
    if pair.sample.counts == nil, runs.clusterOfItem.isEmpty {
      notes.append("Scores are graded: intervals and p-values are Student's, of the differences by item.")
    }
    if question.goal.isAboutAll, runs.items.count < 30 || (runs.clusterOfItem.max().map { $0 < 29 } ?? false) {
      notes.append("Ranks rest on a normal approximation, which fewer than 30 independent items do not support.")
    }
    if question.goal == .difference, pairs.count == 1, let interval = pair.interval,
      (interval.low > 0 || interval.high < 0) != (pair.verdict == .significant)
    {
      notes.append(
        "The interval is the score test's and p the exact test's, which is stricter: near its level they may differ.")
    }
    if pairs.count > 1, !question.goal.isAboutAll, question.goal != .order {
      switch question.adjustment {
      case .holm: notes.append("Verdicts rest on p-values adjusted by Holm for \(pairs.count) comparisons.")
      case .benjaminiHochberg:
        notes.append(
          "Verdicts rest on p-values adjusted by Benjamini and Hochberg for \(pairs.count) comparisons: the share of "
            + "false findings is limited, not the chance of any.")
      case .none: notes.append("p-values are not adjusted, although there are \(pairs.count) comparisons.")
      }
    }
    return notes
  }
}
