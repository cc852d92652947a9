extension ItemMatrix {
  /// Returns the number of each item's cluster, counted from 0 in order of appearance; empty if items carry none. An
  /// item without a cluster is one of its own.
  package func clusterNumbers() -> [Int] {
    var numbers: [String: Int] = [:]
    return clusterOfItem.enumerated().map { item, cluster in
      let key = cluster.isEmpty ? "\u{1}\(item)" : cluster
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
  }

  /// Returns some items by cluster, in order of appearance; one group for each item if they carry none.
  func groupedByCluster(_ items: [Int]) -> [[Int]] {
    let numbers = clusterNumbers()
    guard !numbers.isEmpty else { return items.map { [$0] } }
    var groups: [Int: [Int]] = [:]
    var order: [Int] = []
    for item in items {
      if groups[numbers[item]] == nil { order.append(numbers[item]) }
      groups[numbers[item], default: []].append(item)
    }
    return order.compactMap { groups[$0] }
  }
}
