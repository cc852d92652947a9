import Foundation

/// The maximum of the penalised marginal likelihood, found on points of ability close enough together for it.
///
/// Steps are EM steps with one Newton step each for their maximisation (Lange 1995), sped up by a quasi-Newton
/// approximation to what the missing abilities take from the information (Jamshidian and Jennrich 1997). Newton's steps
/// with the whole observed information end them, and measure how far the maximum still is: less than 1e-4 in any
/// parameter.
///
/// The points are first 61 from −6 to 6, which is enough to come near. From then on they follow the posteriors. They
/// are brought closer until no model's posterior has a standard deviation below their distance and no item's curve
/// bends within it, and until half the distance would move no parameter by 1e-4 and the log-likelihood by no more than
/// 1e-3.
struct MarginalFit: Sendable {
  /// The problem, on the points it was solved on.
  private(set) var problem: MarginalProblem
  /// The solution.
  private(set) var items: [LogisticItem]
  /// What the expectation step finds there, with every model's posterior.
  private(set) var expectation: MarginalLikelihood.Expectation
  /// The information there; nil if it is not positive definite.
  private(set) var information: ObservedInformation?
  /// The steps it took.
  private(set) var iterations = 0
  /// Whether the maximum is known to be less than 1e-4 away.
  private(set) var hasConverged = false

  /// How near the maximum must be in every parameter.
  static let nearness = 1e-4
  /// How much the log-likelihood may change when points are added.
  private static let likelihoodNearness = 1e-3
  /// The gain in log-likelihood below which Newton's steps take over.
  private static let gain = 1e-5
  private static let smallestSpacing = 0.2 / 1024
  private static let rounds = 40

  /// Solves a problem.
  ///
  /// - Parameters:
  ///   - responses: a row per item, a column per model.
  ///   - threads: at least 1; the result does not depend on it.
  init(_ responses: SourceResponses, model: LogisticModel, threads: Int) {
    problem = MarginalProblem(
      likelihood: MarginalLikelihood(responses, threads: threads), model: model, items: responses.rows)
    var point = problem.start(responses: responses)
    items = problem.items(at: point)
    expectation = problem.likelihood.expectation(of: items, keepsPosteriors: true)
    var gain = MarginalFit.gain
    for _ in 0..<MarginalFit.rounds {
      let isFine = problem.likelihood.grid.spacing <= spacingNeeded()
      let scale = max(1, abs(expectation.logLikelihood))
      let found = problem.climb(
        from: point, tolerance: isFine ? gain / scale : 1e-5, limit: isFine ? 400 : 40)
      point = found.point
      iterations += found.iterations
      look(at: point)
      if refine() { continue }
      guard approach(&point, responses) else {
        gain *= 0.01
        continue
      }
      look(at: point)
      if refine() { continue }
      if information == nil { information = observedInformation(responses) }
      if isStable(at: point) {
        hasConverged = true
        break
      }
    }
    if information == nil { information = observedInformation(responses) }
  }

  private mutating func look(at point: [Double]) {
    items = problem.items(at: point)
    expectation = problem.likelihood.expectation(of: items, keepsPosteriors: true)
  }

  private func observedInformation(_ responses: SourceResponses) -> ObservedInformation? {
    ObservedInformation(problem, items: items, expectation: expectation, responses: responses)
  }

  /// The greatest distance between points that resolves every posterior and every item's curve.
  ///
  /// A logistic curve of slope a has its nearest singularity π/a off the real line, so that the trapezoidal rule's
  /// error is about exp(−2π²/(a·h)): 7e-8 at a·h = 1.2.
  private func spacingNeeded() -> Double {
    let steepest = items.reduce(0) { max($0, abs($1.slope)) }
    let nodes = problem.likelihood.grid.nodes
    let narrowest = (0..<expectation.posteriors.count).reduce(Double.infinity) {
      min($0, expectation.posteriors.moments($1, nodes: nodes).deviation)
    }
    return max(MarginalFit.smallestSpacing, min(narrowest, 1.2 / max(steepest, 1e-9)))
  }

  /// Brings points closer together, or moves them to where the posteriors are now; false where neither was needed.
  private mutating func refine() -> Bool {
    let grid = problem.likelihood.grid
    let isTooWide = grid.spacing > spacingNeeded()
    let (extents, isCut) = expectation.posteriors.extents(on: grid)
    let finer = problem.likelihood.covering(extents, spacing: isTooWide ? grid.spacing / 2 : grid.spacing)
    // Points far from where the posteriors are now cost time and tell nothing.
    guard isTooWide || isCut || finer.work < 3 * problem.likelihood.work / 4 else { return false }
    problem = problem.on(finer)
    expectation = problem.likelihood.expectation(of: items, keepsPosteriors: true)
    information = nil
    return true
  }

  /// Takes Newton's steps until the maximum is near; false where the information is not positive definite or the steps
  /// do not lead there.
  private mutating func approach(_ point: inout [Double], _ responses: SourceResponses) -> Bool {
    information = nil
    var (state, gradient) = (MarginalProblem.State(), point)
    var value = problem.evaluate(point, gradient: &gradient, state: &state)
    var previous = Double.infinity
    var known = point
    for _ in 0..<20 {
      if information == nil {
        look(at: point)
        information = observedInformation(responses)
        known = point
        previous = .infinity
      }
      guard let step = information?.solve(gradient) else { return false }
      let size = step.reduce(0) { max($0, abs($1)) }
      guard size.isFinite else { return false }
      if size < MarginalFit.nearness {
        addMultiple(-1, step, to: &point)
        // Standard errors are to be those of the end, not of the way there.
        let way = zip(point, known).reduce(0) { max($0, abs($1.0 - $1.1)) }
        if way > 1e-5 { information = nil }
        return true
      }
      iterations += 1
      // An information from further away serves as long as steps shrink.
      if size > 0.3 * previous {
        information = nil
        continue
      }
      previous = size
      var length = min(1, 1 / size)
      var next = point
      var nextValue = Double.infinity
      for _ in 0..<8 {
        next = point
        addMultiple(-length, step, to: &next)
        nextValue = problem.evaluate(next, gradient: &gradient, state: &state)
        if nextValue < value { break }
        length *= 0.5
      }
      guard nextValue < value else { return false }
      (point, value) = (next, nextValue)
      if size > 0.05 { information = nil }
    }
    return false
  }

  /// Whether points half as far apart would lead to the same maximum.
  private func isStable(at point: [Double]) -> Bool {
    guard let information else { return false }
    let grid = problem.likelihood.grid
    let (extents, _) = expectation.posteriors.extents(on: grid)
    let finer = problem.on(problem.likelihood.covering(extents, spacing: grid.spacing / 2))
    var (state, gradient, finerGradient) = (MarginalProblem.State(), point, point)
    let value = problem.evaluate(point, gradient: &gradient, state: &state)
    let finerValue = finer.evaluate(point, gradient: &finerGradient, state: &state)
    let move = information.solve(zip(finerGradient, gradient).map { $0 - $1 })
    return abs(finerValue - value) < MarginalFit.likelihoodNearness
      && move.allSatisfy { abs($0) < MarginalFit.nearness }
  }
}
