import Testing

@testable import Simulate

@Suite struct MarkedIndicesTests {
  @Test(arguments: [1, 63, 64, 65, 1000]) func theyComeOutInAscendingOrder(count: Int) {
    var generator = Philox(seed: 1, trial: count, purpose: .selection)
    var (marks, plain) = (MarkedIndices(count: count), Set<Int>())
    for _ in 0..<3 * count {
      let index = generator.uniform(below: count)
      #expect(marks.contains(index) == plain.contains(index))
      if generator.uniform(below: 3) == 0 {
        marks.remove(index)
        plain.remove(index)
      } else {
        marks.insert(index)
        plain.insert(index)
      }
    }
    for expected in [plain.sorted(), []] {
      var found: [Int] = []
      marks.removeAll { found.append($0) }
      #expect(found == expected)
    }
  }
}
