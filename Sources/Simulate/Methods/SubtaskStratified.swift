/// Draws items uniformly within each subtask; every subtask has its share of k.
struct SubtaskStratified: ItemSelector {
  /// Says how k is shared among the subtasks.
  enum Share: Sendable {
    /// ⌊k/T⌋ each, the remainder to randomly chosen ones (Yauney et al. 2025).
    case equal
    /// In proportion to the subtasks' sizes, by largest remainder.
    case proportional
  }

  let share: Share

  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    Prepared(groups: context.itemsBySubtask.filter { !$0.isEmpty }, share: share)
  }

  private struct Prepared: PreparedSelection {
    let groups: [[Int]]
    let share: Share

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let sizes = groups.map(\.count)
      let allocation =
        switch share {
        case .equal: equalAllocation(size, sizes: sizes, using: &generator)
        case .proportional: largestRemainderAllocation(size, sizes: sizes)
        }
      var chosen: [Int] = []
      for (group, count) in zip(groups, allocation) { chosen += generator.sample(count, from: group) }
      return MicroBenchmark(items: chosen)
    }
  }

  /// Computes equal shares with a random remainder; a subtask smaller than its share gives its surplus to the others,
  /// again in equal shares.
  static func equalAllocation(_ total: Int, sizes: [Int], using generator: inout Philox) -> [Int] {
    var shares = sizes.map { _ in 0 }
    var left = total
    while left > 0 {
      let open = sizes.indices.filter { shares[$0] < sizes[$0] }
      let each = left / open.count
      if each == 0 {
        for group in generator.sample(left, from: open) { shares[group] += 1 }
        return shares
      }
      for group in open {
        let given = min(each, sizes[group] - shares[group])
        shares[group] += given
        left -= given
      }
    }
    return shares
  }
}

private func equalAllocation(_ total: Int, sizes: [Int], using generator: inout Philox) -> [Int] {
  SubtaskStratified.equalAllocation(total, sizes: sizes, using: &generator)
}

extension Method {
  /// Equal numbers of items from each subtask.
  static let subtaskEqual = Method(
    name: "subtask-equal", summary: "the same number of items from each subtask, drawn uniformly; scored by their mean",
    source: "Yauney et al. 2025", needs: .labels, guarantee: .randomised, minimumSources: 0, effort: .light,
    stratifiesBySubtask: true,
    selector: SubtaskStratified(share: .equal), estimator: WeightedMean())

  /// Items from each subtask in proportion to its size.
  static let subtaskProportional = Method(
    name: "subtask-proportional",
    summary: "items from each subtask in proportion to its size, drawn uniformly; scored by their mean",
    source: "Yauney et al. 2025", needs: .labels, guarantee: .randomised, minimumSources: 0, effort: .light,
    stratifiesBySubtask: true,
    selector: SubtaskStratified(share: .proportional), estimator: WeightedMean())
}
