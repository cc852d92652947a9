/// Minimises a smooth function of many variables by the limited-memory BFGS method.
///
/// Liu and Nocedal, Mathematical Programming 1989; Nocedal and Wright, Numerical Optimization, 7.2, with a
/// preconditioner in place of their scaled identity and step lengths by backtracking.
struct LimitedMemoryBFGS {
  /// Holds where a minimisation ended.
  struct Minimum {
    let point: [Double]
    let value: Double
    let iterations: Int
    /// Tells whether the predicted gain of another step fell below the tolerance; otherwise the limit of iterations was
    /// reached.
    let hasConverged: Bool
  }

  /// Pairs of steps and changes of gradient that are remembered.
  private static let memory = 10

  /// - Parameters:
  ///   - start: the first point.
  ///   - tolerance: ends when a step is expected to gain less than this share of the value.
  ///   - limit: a bound on iterations, for functions without a minimum.
  ///   - largestStep: the most that any variable may change in one step.
  ///   - block: the number of neighbouring variables that belong together: a step too long for one of them is shortened
  ///     for
  ///     all of its block, and for no other.
  ///   - evaluate: writes the gradient at a point and returns the value.
  ///   - precondition: an approximate inverse Hessian, at the point last evaluated, times a vector.
  static func minimise(
    from start: [Double], tolerance: Double, limit: Int, largestStep: Double = .infinity, block: Int = 1,
    evaluate: (_ point: [Double], _ gradient: inout [Double]) -> Double,
    precondition: (_ point: [Double], _ gradient: [Double]) -> [Double]
  ) -> Minimum {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = evaluate(point, &gradient)
    var steps: [[Double]] = []
    var changes: [[Double]] = []
    var curvatures: [Double] = []
    var iterations = 0
    while iterations < limit {
      iterations += 1
      var direction = gradient
      var shares = [Double](repeating: 0, count: steps.count)
      for index in steps.indices.reversed() {
        shares[index] = dot(steps[index], direction) / curvatures[index]
        addMultiple(-shares[index], changes[index], to: &direction)
      }
      direction = precondition(point, direction)
      for index in steps.indices {
        addMultiple(shares[index] - dot(changes[index], direction) / curvatures[index], steps[index], to: &direction)
      }
      shorten(&direction, block: block, to: largestStep)
      let decrement = dot(gradient, direction)
      if !(decrement > 0) {
        // Rounding has spoilt the remembered pairs: start again from here.
        if steps.isEmpty {
          return Minimum(point: point, value: value, iterations: iterations, hasConverged: dot(gradient, gradient) == 0)
        }
        (steps, changes, curvatures) = ([], [], [])
        continue
      }
      if decrement < tolerance * max(1, abs(value)) {
        return Minimum(point: point, value: value, iterations: iterations, hasConverged: true)
      }
      var length = 1.0
      var next = point
      var nextGradient = gradient
      var nextValue = value
      for _ in 0..<30 {
        next = point
        addMultiple(-length, direction, to: &next)
        nextValue = evaluate(next, &nextGradient)
        if nextValue <= value - 1e-4 * length * decrement { break }
        length *= 0.5
      }
      guard nextValue < value else {
        if steps.isEmpty {
          // Not even a step down the preconditioned gradient helps: what is left to gain is below the rounding
          // of the value, or the preconditioner is no good here.
          let isNegligible = decrement < 1e-7 * max(1, abs(value))
          return Minimum(point: point, value: value, iterations: iterations, hasConverged: isNegligible)
        }
        (steps, changes, curvatures) = ([], [], [])
        _ = evaluate(point, &gradient)
        continue
      }
      for index in direction.indices { direction[index] *= -length }
      var change = nextGradient
      addMultiple(-1, gradient, to: &change)
      let curvature = dot(direction, change)
      if curvature > 1e-10 * dot(change, change).squareRoot() * dot(direction, direction).squareRoot() {
        if steps.count == memory {
          steps.removeFirst()
          changes.removeFirst()
          curvatures.removeFirst()
        }
        steps.append(direction)
        changes.append(change)
        curvatures.append(curvature)
      }
      (point, gradient, value) = (next, nextGradient, nextValue)
    }
    return Minimum(point: point, value: value, iterations: iterations, hasConverged: false)
  }

}

/// Shortens those blocks of a step that change a variable by more than a bound.
private func shorten(_ direction: inout [Double], block: Int, to bound: Double) {
  guard bound < .infinity else { return }
  for start in stride(from: 0, to: direction.count, by: block) {
    let range = start..<min(direction.count, start + block)
    let longest = direction[range].reduce(0) { max($0, abs($1)) }
    if longest > bound { for index in range { direction[index] *= bound / longest } }
  }
}
