import Testing

@testable import Simulate

@Suite struct CrossingTests {
  /// Finds the crossing plainly: walks along the line in small steps.
  private func walked(_ threshold: Double, _ x: [Double], _ y: [Double]) -> Double? {
    let steps = 100_000
    let width = (x[x.count - 1] - x[0]) / Double(steps)
    return (0...steps).lazy.map { x[0] + Double($0) * width }.first { interpolate(at: $0, x: x, y: y)! >= threshold }
  }

  @Test(arguments: [0.1, 0.35, 0.5, 0.62, 0.8, 0.95, 0.99])
  func isWhereAWalkAlongTheLineGetsThere(threshold: Double) throws {
    let x = [0.5, 1, 3, 3.5, 10]
    let y = [0.3, 0.5, 0.5, 0.7, 0.97]
    let found = Crossing(of: threshold, x: x, y: y)
    guard let walked = walked(threshold, x, y) else {
      #expect(found == nil)
      return
    }
    #expect(abs(try #require(found).position - walked) < 2e-4)
    #expect(found?.isFirst == (threshold <= 0.3))
  }

  @Test func severalPlacesAreReadAsOneByOne() {
    let x = [0.5, 1, 3, 3.5, 10]
    let y = [0.3, 0.5, 0.5, 0.7, 0.97]
    let places = [-1, 0.5, 0.5, 0.7, 1, 2.9, 3, 3.1, 3.2, 9.99, 10, 11]
    #expect(interpolate(at: places, x: x, y: y) == places.map { interpolate(at: $0, x: x, y: y)! })
    #expect(interpolate(at: places, x: [2], y: [0.4]) == places.map { _ in 0.4 })
    #expect(interpolate(at: places, x: [], y: []) == nil)
    #expect(interpolate(at: [Double](), x: x, y: y) == [])
  }

  @Test func linesOverGapsAreReadByTheirPositions() {
    var generator = Philox(seed: 4, trial: 0, purpose: .selection)
    for count in [1, 2, 3, 40] {
      var steps: Set<Int> = []
      while steps.count < count { steps.insert(generator.uniform(below: 60)) }
      let gaps = steps.sorted().map { Double($0) / 200 }
      let y = gaps.map { _ in generator.unit() }.sorted()
      for gap in gaps + (0...130).map({ Double($0) / 400 }) + gaps.map({ $0.nextUp }) {
        let plain = interpolate(at: GapBins.position(of: gap), x: gaps.map(GapBins.position), y: y)
        #expect(interpolate(atGap: gap, gaps: gaps, y: y) == plain)
      }
    }
    #expect(interpolate(atGap: 0.1, gaps: [], y: []) == nil)
  }

  @Test func allowsForTheRoundingOfAQuotient() {
    #expect(Crossing(of: 0.8, x: [1, 2], y: [0.5, 0.8 - 1e-13])?.position == 2)
    #expect(Crossing(of: 0.8, x: [1, 2], y: [0.5, 0.8 - 1e-9]) == nil)
    #expect(Crossing(of: 0.8, x: [], y: []) == nil)
  }
}
