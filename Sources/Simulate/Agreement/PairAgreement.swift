/// Holds all pairs of some models on a matrix, model by model, and computes what uniform random samples of its items
/// achieve on them and how far that depends on which models they are.
///
/// The agreement itself is exact (see ``ExactRandomBaseline``; graded scores by the normal approximation). It is
/// uncertain all the same as an answer about other models: these are a sample. Its standard error is that of the
/// jackknife which leaves out one model, with all its pairs, at a time (Efron and Stein 1981 show that it errs on the
/// wide side).
package struct PairAgreement: Sendable {
  /// A pair, by positions among the models, and its kind.
  private struct Pair: Sendable {
    let first: Int32
    let second: Int32
    let kind: Int32
  }

  private let itemCount: Int
  private let modelCount: Int
  private let pairs: [Pair]
  private let kinds: Kinds
  /// The bin of each kind.
  private let binOfKind: [Int]

  /// What pairs have in common that a sample ranks alike.
  private enum Kinds: Sendable {
    case counted(PairPopulation)
    case graded([(difference: Double, variance: Double)])
  }

  /// A curve with the limits of each point of its smoothed agreement.
  package struct Curve: Sendable {
    /// The curve.
    package let curve: AgreementCurve
    /// For each of its points the smoothed agreement with its 95 % interval.
    package let smoothed: [Estimate]
  }

  /// Finds all pairs of some models that have an order.
  ///
  /// - Complexity: O(models² · N), O(models² · N / 64) for bits.
  package init(matrix: ItemMatrix, models: [Int]) {
    itemCount = matrix.itemCount
    modelCount = models.count
    var pairs: [Pair] = []
    guard case .binary(let byModel, _) = matrix.storage else {
      var moments: [(difference: Double, variance: Double)] = []
      let items = Array(0..<matrix.itemCount)
      for second in models.indices {
        for first in 0..<second {
          let (difference, variance) = matrix.differenceMoments(models[first], models[second], items: items)
          guard difference != 0 else { continue }
          pairs.append(Pair(first: Int32(first), second: Int32(second), kind: Int32(moments.count)))
          moments.append((abs(difference), variance))
        }
      }
      self.pairs = pairs
      kinds = .graded(moments)
      binOfKind = moments.map { GapBins.centered.bin(ofGap: $0.difference) }
      return
    }
    let right = models.map { byModel.count(row: $0) }
    let width = itemCount + 1
    var keys: [(key: Int, first: Int32, second: Int32)] = []
    for second in models.indices {
      for first in 0..<second where right[first] != right[second] {
        let discordant = right[first] + right[second] - 2 * byModel.count(rows: models[first], models[second])
        keys.append((discordant * width + abs(right[first] - right[second]), Int32(first), Int32(second)))
      }
    }
    let distinct = Set(keys.map(\.key)).sorted()
    let position = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
    var counts = [Int](repeating: 0, count: distinct.count)
    self.pairs = keys.map { key in
      let kind = position[key.key] ?? 0
      counts[Int(kind)] += 1
      return Pair(first: key.first, second: key.second, kind: kind)
    }
    let found = zip(distinct, counts).map { key, count in
      PairPopulation.Kind(discordant: key / width, difference: key % width, pairs: count)
    }
    kinds = .counted(PairPopulation(itemCount: itemCount, kinds: found, zeroGapPairs: 0))
    binOfKind = found.map { [itemCount] in GapBins.centered.bin(ofDifference: $0.difference, over: itemCount) }
  }

  /// Returns the curve at each of some sizes, in centred bins of gap.
  ///
  /// - Complexity: O(sizes · (pairs + models · bins)) and what the probabilities take.
  package func curves(sizes: [Int], ties: TiePolicy, threads: Int) -> [Curve] {
    let probabilities = orderProbabilities(sizes: sizes, threads: threads)
    return parallelMap(count: sizes.count, threads: threads) { size in
      curve(of: binOfKind.indices.map { probabilities[$0 * sizes.count + size] }, ties: ties)
    }
  }

  /// Returns the largest gap with so many pairs of models at or beyond it, or nil if there are fewer pairs.
  ///
  /// - Parameter accuracies: of the models, ascending.
  /// - Complexity: O(models · log models).
  package static func largestGap(ofSorted accuracies: [Double], pairs wanted: Int) -> Double? {
    let count = accuracies.count
    guard count * (count - 1) / 2 >= wanted else { return nil }
    // The largest gaps are between the models at either end: pairs of the first and the last `wanted` are enough.
    var gaps: [Double] = []
    for low in 0..<min(count, wanted) {
      for high in (max(low + 1, count - wanted)..<count).reversed() {
        gaps.append(accuracies[high] - accuracies[low])
      }
    }
    gaps.sort(by: >)
    return gaps[wanted - 1]
  }

  private func orderProbabilities(sizes: [Int], threads: Int) -> [OrderProbabilities] {
    switch kinds {
    case .counted(let population):
      return ExactRandomBaseline.orderProbabilities(of: population, sizes: sizes, threads: threads)
    case .graded(let moments):
      return moments.flatMap { pair in
        sizes.map { size in
          ExactRandomBaseline.normalOrderProbabilities(
            itemCount: itemCount, difference: pair.difference, variance: pair.variance, size: size)
        }
      }
    }
  }

  private func curve(of probabilities: [OrderProbabilities], ties: TiePolicy) -> Curve {
    let width = (binOfKind.max() ?? -1) + 1
    var total = AgreementTally()
    // For each model, bin by bin, the pairs that it is in.
    var byModel = [SIMD3<Double>](repeating: .zero, count: modelCount * width)
    var all = [SIMD3<Double>](repeating: .zero, count: width)
    for pair in pairs {
      let bin = binOfKind[Int(pair.kind)]
      let order = probabilities[Int(pair.kind)]
      let part = SIMD3(1, order.ahead, order.tied)
      byModel[Int(pair.first) * width + bin] += part
      byModel[Int(pair.second) * width + bin] += part
      all[bin] += part
    }
    for bin in all.indices where all[bin].x > 0 {
      total.add(bin: bin, pairs: all[bin].x, agreeing: all[bin].y, tied: all[bin].z)
    }
    let curve = AgreementCurve(tally: total, bins: .centered, ties: ties)
    let centers = curve.centers
    guard modelCount > 3, !centers.isEmpty else {
      return Curve(curve: curve, smoothed: curve.smoothed.map { Estimate(value: $0, low: nil, high: nil) })
    }
    var sums = [Double](repeating: 0, count: centers.count)
    var squares = sums
    for model in 0..<modelCount {
      var rest = AgreementTally()
      for bin in all.indices {
        let left = all[bin] - byModel[model * width + bin]
        if left.x > 0.5 { rest.add(bin: bin, pairs: left.x, agreeing: left.y, tied: left.z) }
      }
      let without = AgreementCurve(tally: rest, bins: .centered, ties: ties)
      let (x, y) = (without.centers, without.smoothed)
      for (position, center) in centers.enumerated() {
        // About the curve of all models, so that little is lost to cancellation.
        let change = (interpolate(at: center, x: x, y: y) ?? curve.smoothed[position]) - curve.smoothed[position]
        sums[position] += change
        squares[position] += change * change
      }
    }
    let count = Double(modelCount)
    let quantile = StudentDistribution.quantile(0.975, degreesOfFreedom: count - 1)
    let halves = centers.indices.map { position in
      let spread = max(0, squares[position] - sums[position] * sums[position] / count)
      return quantile * (spread * (count - 1) / count).squareRoot()
    }
    let ones = halves.map { _ in 1.0 }
    let low = isotonicRegression(zip(curve.smoothed, halves).map { max(0, $0 - $1) }, weights: ones)
    let high = isotonicRegression(zip(curve.smoothed, halves).map { min(1, $0 + $1) }, weights: ones)
    return Curve(
      curve: curve,
      smoothed: centers.indices.map {
        Estimate(
          value: curve.smoothed[$0], low: min(curve.smoothed[$0], low[$0]), high: max(curve.smoothed[$0], high[$0]))
      })
  }
}
