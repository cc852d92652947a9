/// Every model's posterior distribution of ability over the points of a grid.
struct AbilityPosteriors: Sendable {
  /// For each model the position of its first point in the grid.
  private(set) var starts: [Int] = []
  /// For each model the position of its first weight, and one past its last.
  private var offsets = [0]
  /// The weights, model by model; each model's sum to 1.
  private(set) var weights: [Double] = []

  /// The number of models.
  var count: Int { starts.count }

  /// Returns where a model's weights are in `weights`.
  func range(_ model: Int) -> Range<Int> { offsets[model]..<offsets[model + 1] }

  /// Adds a model.
  mutating func append(weights own: some Collection<Double>, start: Int) {
    starts.append(start)
    weights += own
    offsets.append(weights.count)
  }

  /// Adds the models of another part.
  mutating func append(_ other: AbilityPosteriors) {
    starts += other.starts
    offsets += other.offsets.dropFirst().map { $0 + weights.count }
    weights += other.weights
  }

  /// Returns the posteriors put where they belong: the first is the model's whose number stands first, and so on.
  func inOrder(of numbers: [Int]) -> AbilityPosteriors {
    var positions = numbers
    for (position, number) in numbers.enumerated() { positions[number] = position }
    var result = AbilityPosteriors()
    result.weights.reserveCapacity(weights.count)
    for position in positions {
      result.starts.append(starts[position])
      result.weights += weights[range(position)]
      result.offsets.append(result.weights.count)
    }
    return result
  }

  /// Returns the mean and the standard deviation of a model's posterior.
  func moments(_ model: Int, nodes: [Double]) -> (mean: Double, deviation: Double) {
    let (range, start) = (range(model), starts[model])
    var (mean, variance) = (0.0, 0.0)
    for index in range { mean += weights[index] * nodes[start + index - range.lowerBound] }
    for index in range {
      let distance = nodes[start + index - range.lowerBound] - mean
      variance += weights[index] * distance * distance
    }
    return (mean, variance.squareRoot())
  }

  /// Returns the point of the greatest weight.
  func best(_ model: Int, nodes: [Double]) -> Double {
    let range = range(model)
    let best = range.max { weights[$0] < weights[$1] } ?? range.lowerBound
    return nodes[starts[model] + best - range.lowerBound]
  }

  /// Returns for each model a range of ability that holds all of its posterior but 1e-11 of its height, with room for
  /// it to move; and whether any posterior runs against the end of its window.
  func extents(on grid: AbilityGrid) -> (ranges: [ClosedRange<Double>], isCut: Bool) {
    var isCut = false
    let ranges = (0..<count).map { model -> ClosedRange<Double> in
      let range = range(model)
      let start = starts[model] - range.lowerBound
      let height = weights[range].max() ?? 0
      let first = range.first { weights[$0] > 1e-11 * height } ?? range.lowerBound
      let last = range.last { weights[$0] > 1e-11 * height } ?? range.lowerBound
      let (low, high) = (grid.nodes[start + first], grid.nodes[start + last])
      let isCutBelow = weights[range.lowerBound] > 1e-9 * height && low > -AbilityGrid.reach
      let isCutAbove = weights[range.upperBound - 1] > 1e-9 * height && high < AbilityGrid.reach
      isCut = isCut || isCutBelow || isCutAbove
      let room = 0.1 * (high - low) + grid.spacing
      return max(low - room, -AbilityGrid.reach)...min(high + room, AbilityGrid.reach)
    }
    return (ranges, isCut)
  }

  /// Returns the mode of a model's posterior, by Newton's steps within the points about the greatest weight.
  func mode(
    _ model: Int, items: [LogisticItem], responses: SourceResponses, grid: AbilityGrid
  ) -> Double {
    var mode = best(model, nodes: grid.nodes)
    var (low, high) = (mode - grid.spacing, mode + grid.spacing)
    for _ in 0..<60 {
      var slope = -mode
      var information = 1.0
      for (item, parameters) in items.enumerated() {
        let (right, wrong) = parameters.scores(at: mode)
        // d/dθ = a·d/dd.
        let score = responses[item, model]
        slope += parameters.slope * (score * right[1] + (1 - score) * wrong[1])
        information -= parameters.slope * parameters.slope * right[1] * wrong[1]
      }
      if slope > 0 { low = mode } else { high = mode }
      var next = mode + slope / information
      if !(next > low && next < high) { next = (low + high) / 2 }
      let step = abs(next - mode)
      mode = next
      if step < 1e-10 { break }
    }
    return mode
  }
}
