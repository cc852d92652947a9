import Testing

@testable import Simulate

@Suite struct OrderingTests {
  /// Numbers of one size, whole numbers with many ties, numbers of very different sizes, all the same.
  private func values(_ kind: Int, count: Int) -> [Double] {
    var generator = Philox(seed: UInt64(kind), trial: count, purpose: .selection)
    return (0..<count).map { _ in
      switch kind {
      case 0: generator.unit()
      case 1: Double(generator.uniform(below: 9)) - 4
      case 2: (generator.unit() - 0.5) * (generator.uniform(below: 2) == 0 ? 1e-200 : 1e200)
      case 3: generator.uniform(below: 2) == 0 ? 0.0 : -0.0
      default: 7
      }
    }
  }

  @Test(arguments: 0..<5, [0, 1, 2, 9, 300]) func theOrderIsThatOfAStableSort(kind: Int, count: Int) {
    let values = values(kind, count: count)
    let ascending = values.indices.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    let descending = values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
    #expect(ordered(values) == ascending)
    #expect(ordered(values, descending: true) == descending)
    for wanted in Set([0, 1, count / 3, count - 1, count]) where wanted >= 0 && wanted <= count {
      #expect(positionsOfGreatest(wanted, of: values) == descending.prefix(wanted).sorted())
    }
  }

  @Test func infinitiesAreTheEnds() {
    #expect(ordered([1, .infinity, -.infinity, -1]) == [2, 3, 0, 1])
  }
}
