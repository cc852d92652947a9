import Testing

@testable import Simulate

/// Screening against its formula, term by term in the order that sums keep: equal to the last bit.
@Suite struct RidgeScreeningTests {
  /// A set of most features takes more steps; one far larger than the observations goes through those; sizes that are
  /// no multiple of four have last rows of their own.
  @Test(arguments: [
    (40, 45, [1, 2, 3, 4, 7, 8, 19, 20, 21, 37, 40]), (130, 9, [5, 17, 18, 64, 100]), (24, 2, [1, 6, 24]),
  ]) func hasTheBitsOfItsFormula(features: Int, learners: Int, sizes: [Int]) {
    var generator = Philox(seed: UInt64(features), trial: 0, purpose: .selection)
    let judges = 21
    let rows = (0..<features).map { feature in
      (0..<learners + judges).map { _ in
        feature % 5 == 0 ? generator.unit() : generator.unit() < 0.3 + 0.01 * Double(feature % 40) ? 1.0 : 0
      }
    }
    let scores = (0..<learners + judges).map { model in
      rows.reduce(0) { $0 + $1[model] } / Double(features)
    }
    let learned = rows.map { Array($0[..<learners]) }
    let held = rows.map { Array($0[learners...]) }
    let screening = RidgeScreening(
      columns: learned, responses: Array(scores[..<learners]), aside: held,
      asideResponses: Array(scores[learners...]))
    let plain = PlainScreening(
      columns: learned, responses: Array(scores[..<learners]), aside: held,
      asideResponses: Array(scores[learners...]))
    var workspace = RidgeScreening.Workspace()
    for size in sizes {
      for _ in 0..<5 {
        let chosen = generator.sample(size, from: Array(0..<features))
        let found = screening.leastError(chosen, penalties: [0.1, 1, 10], workspace: &workspace)
        #expect(found == plain.leastError(chosen, penalties: [0.1, 1, 10]))
      }
    }
  }

  @Test func constantFeaturesPredictTheMean() {
    let screening = RidgeScreening(
      columns: [[1, 1, 1], [0, 0, 0]], responses: [0.1, 0.2, 0.6], aside: [[1], [0]], asideResponses: [0.8])
    var workspace = RidgeScreening.Workspace()
    #expect(abs(screening.leastError([1, 0], penalties: [1], workspace: &workspace) - 0.5) < 1e-6)
  }
}

/// The steps of Lanczos' method on arrays.
private struct PlainScreening {
  let columns: [[Double]]
  let responses: [Double]
  let aside: [[Double]]
  let asideResponses: [Double]

  private func total(_ sums: ArraySlice<Float>) -> Float {
    let first = sums.startIndex
    return (sums[first] + sums[first + 2]) + (sums[first + 1] + sums[first + 3])
  }

  /// Sums that take turns, four for tiles of products and eight for single rows.
  private func product(_ first: [Float], _ second: [Float], turns: Int) -> Float {
    var sums = [Float](repeating: 0, count: turns)
    for index in first.indices { sums[index % turns] += first[index] * second[index] }
    return turns == 4 ? total(sums[...]) : total(sums[..<4]) + total(sums[4...])
  }

  func leastError(_ chosen: [Int], penalties: [Double]) -> Float {
    let observations = responses.count
    let mean = responses.reduce(0, +) / Double(observations)
    let centred = responses.map { $0 - mean }
    let means = chosen.map { columns[$0].reduce(0, +) / Double(observations) }
    let deviations = zip(chosen, means).map { feature, mean in columns[feature].map { $0 - mean } }
    let features = deviations.map { $0.map { Float($0) } }
    let held = zip(chosen, means).map { feature, mean in aside[feature].map { Float($0 - mean) } }
    let correlations = deviations.map { Float(dot($0, centred)) }
    let length = correlations.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard length > 0 else { return error([Float](repeating: 0, count: chosen.count), held, mean) }

    func image(_ vector: [Float]) -> [Float] {
      if chosen.count >= 2 * observations {
        var sums = [Float](repeating: 0, count: observations)
        for (position, feature) in features.enumerated() {
          for t in sums.indices { sums[t] += vector[position] * feature[t] }
        }
        return features.map { product($0, sums, turns: 8) }
      }
      return features.indices.map { row in
        let products = features.map { product(features[row], $0, turns: 4) }
        return product(products, vector, turns: row < chosen.count / 4 * 4 ? 4 : 8)
      }
    }

    let steps = min(2 * chosen.count <= columns.count ? 8 : 24, chosen.count, observations - 1)
    var basis = [correlations.map { $0 * Float(1 / length) }]
    var (diagonal, offDiagonal): ([Double], [Double]) = ([], [])
    for step in 0..<steps {
      var next = image(basis[step])
      let share = product(basis[step], next, turns: 8)
      diagonal.append(Double(share))
      for index in next.indices { next[index] += -share * basis[step][index] }
      if step > 0 {
        for index in next.indices { next[index] += -Float(offDiagonal[step - 1]) * basis[step - 1][index] }
      }
      let left = Double(product(next, next, turns: 8)).squareRoot()
      guard left > 1e-5 * length, step + 1 < steps else { break }
      offDiagonal.append(left)
      basis.append(next.map { $0 * Float(1 / left) })
    }
    return penalties.map { penalty in
      let shares = solution(diagonal, offDiagonal, penalty, length)
      var coefficients = [Float](repeating: 0, count: chosen.count)
      for (step, share) in shares.enumerated() {
        for index in coefficients.indices { coefficients[index] += Float(share) * basis[step][index] }
      }
      return error(coefficients, held, mean)
    }.min() ?? .infinity
  }

  private func error(_ coefficients: [Float], _ held: [[Float]], _ mean: Double) -> Float {
    var sum: Float = 0
    for judge in asideResponses.indices {
      var estimate: Float = 0
      for (coefficient, values) in zip(coefficients, held) { estimate += coefficient * values[judge] }
      sum += abs(estimate - Float(asideResponses[judge] - mean))
    }
    return sum / Float(asideResponses.count)
  }

  private func solution(_ diagonal: [Double], _ offDiagonal: [Double], _ shift: Double, _ right: Double) -> [Double] {
    guard !diagonal.isEmpty else { return [] }
    var (pivots, values) = ([diagonal[0] + shift], [right])
    for index in diagonal.indices.dropFirst() {
      let factor = offDiagonal[index - 1] / pivots[index - 1]
      pivots.append(diagonal[index] + shift - factor * offDiagonal[index - 1])
      values.append(-factor * values[index - 1])
    }
    for index in diagonal.indices.reversed() {
      let above = index + 1 < diagonal.count ? offDiagonal[index] * values[index + 1] : 0
      values[index] = (values[index] - above) / pivots[index]
    }
    return values
  }
}
