import Simulate

/// Holds the full scores of new models as a micro-benchmark estimates them, and which models are ahead.
package struct ScoreAnswer: Sendable {
  /// Holds a model's estimated full score.
  package struct Model: Sendable {
    /// Its name.
    package let name: String
    /// The estimate, a fraction.
    package let estimate: Double
    /// The limits of the 90 % interval, fractions, or nil if there is nothing to base it on, as for an estimate beyond
    /// all models that the micro-benchmark was built from.
    package let interval: (low: Double, high: Double)?
    /// Tells whether the estimate lies beyond the scores of all models that the micro-benchmark was built from, so that
    /// neither the estimate nor its interval has been tested on such models; always false for a method that learns
    /// nothing from models.
    package let isExtrapolated: Bool
    /// The mean of the responses where items were drawn uniformly, which is unbiased for any model; nil otherwise, or
    /// if that is the estimate.
    package let sampleMean: Double?
    /// The ranks that the model may have: from one more than the models that rank ahead of it to the number of those
    /// that do not rank behind it.
    package fileprivate(set) var ranks = 1...1
  }

  /// Tells what to make of two models' estimates.
  package enum Verdict: String, Sendable {
    /// This micro-benchmark ranks a difference like theirs reliably.
    case ranked
    /// Their difference is too small for that.
    case belowMDAD = "below-mdad"
    /// It is not known which differences it ranks reliably.
    case unknown
  }

  /// Holds two models, the one with the higher estimate first.
  package struct Pair: Sendable {
    /// The position in ``ScoreAnswer/models`` of the one estimated higher.
    package let first: Int
    /// The other's.
    package let second: Int
    /// The difference of the estimates, a fraction.
    package let difference: Double
    /// The chance that the first is ahead on the full benchmark: from the held-out pairs, or for a uniform random
    /// sample without any by the normal approximation, or nil if there is neither.
    package let probability: Double?
    /// Tells whether to rank them.
    package let verdict: Verdict
  }

  /// The models, best estimate first.
  package let models: [Model]
  /// All pairs, by the first's rank and then the second's.
  package let pairs: [Pair]
  /// The full scores, from the least to the most, of the models that the micro-benchmark was built from, or nil if it
  /// learnt nothing from models, or they are not known.
  package let sourceRange: ClosedRange<Double>?
  /// The micro-benchmark.
  package let selection: SelectionFile
  /// How the intervals were obtained.
  package let basis: Basis

  /// Tells how intervals were obtained.
  package enum Basis: String, Sendable {
    /// From the errors on models held out when the micro-benchmark was built.
    case heldOutModels = "held-out-models"
    /// From the hypergeometric distribution of a uniform random sample.
    case hypergeometric
    /// From the chances with which the items were drawn.
    case design
    /// There are none.
    case none
  }

  /// Scores models.
  ///
  /// - Parameters:
  ///   - responses: a matrix with the micro-benchmark's items among its own, of the kind that it scores by.
  ///   - file: what messages call it.
  /// - Throws: ``PlannerError/malformedSelection(file:message:)`` if items are missing.
  package init(selection: SelectionFile, responses: ItemMatrix, file: String) throws(PlannerError) {
    let positionOf = Dictionary(responses.items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let missing = selection.items.filter { positionOf[$0] == nil }
    if let first = missing.first {
      throw .malformedSelection(
        file: file,
        message:
          "item \"\(first)\" of the micro-benchmark is missing (\(missing.count) of \(selection.items.count) are); "
          + "give every chosen item by its name, in a row of its own with a column named item, or a column")
    }
    let positions = selection.items.compactMap { positionOf[$0] }
    let all = Array(0..<responses.modelCount)
    let targets = TargetResponses(matrix: responses, models: all, items: positions)
    let estimates = selection.estimator.scores(from: targets)
    let design = selection.estimator as? any DesignBasedEstimator
    let halfWidth = design == nil ? selection.calibration?.halfWidth(level: 0.9) : nil
    let right = responses.referenceScores(of: all, over: positions).rightCounts
    let isExact = design == nil && halfWidth == nil && selection.isUniformSample && right != nil
    basis = design != nil ? .design : halfWidth != nil ? .heldOutModels : isExact ? .hypergeometric : .none
    let order = all.sorted { estimates[$0] != estimates[$1] ? estimates[$0] > estimates[$1] : $0 < $1 }
    let learns = Method.named(selection.method)?.guarantee == .learned
    // Of all items nothing is estimated.
    let isPart = positions.count < selection.itemCount
    let known = learns && isPart ? selection.calibration?.scores.joined().sorted() ?? [] : []
    sourceRange = known.first.flatMap { first in known.last.map { first...$0 } }
    let range = sourceRange
    let designed = design?.intervals(from: targets, level: 0.9)
    let hasSampleMean = learns && Method.named(selection.method)?.drawsUniformly == true
    let found = order.map { model in
      let isExtrapolated =
        range.map { estimates[model] < $0.lowerBound - 1e-9 || estimates[model] > $0.upperBound + 1e-9 } ?? false
      var interval: (Double, Double)?
      if isExtrapolated {
        // Nothing like it was among the models that errors are known of.
        interval = nil
      } else if let designed {
        interval = designed[model]
      } else if let halfWidth {
        interval = (max(0, estimates[model] - halfWidth), min(1, estimates[model] + halfWidth))
      } else if isExact, let right {
        interval = hypergeometricInterval(
          right: right[model], size: positions.count, population: selection.itemCount, level: 0.9)
      }
      return Model(
        name: responses.models[model], estimate: estimates[model], interval: interval, isExtrapolated: isExtrapolated,
        sampleMean: hasSampleMean
          ? positions.reduce(0) { $0 + responses.score(model: model, item: $1) } / Double(positions.count) : nil)
    }
    self.selection = selection
    let calibration = selection.calibration
    let chances = calibration?.orderChances()
    let pairs = found.indices.flatMap { first in
      found.indices.filter { $0 > first }.map { second in
        let difference = found[first].estimate - found[second].estimate
        guard !found[first].isExtrapolated, !found[second].isExtrapolated else {
          return Pair(first: first, second: second, difference: difference, probability: nil, verdict: .unknown)
        }
        let verdict: Verdict =
          calibration == nil
          ? .unknown : calibration?.mdad.map { reaches(difference, $0) } ?? false ? .ranked : .belowMDAD
        let probability =
          design.map { $0.probabilityAhead(of: order[first], over: order[second], from: targets) }
          ?? chances.map { Calibration.probabilityAhead(difference: difference, chances: $0) }
          ?? (isExact
            ? ScoreAnswer.probabilityAhead(
              of: order[first], over: order[second], responses: responses, items: positions,
              population: selection.itemCount) : nil)
        return Pair(
          first: first, second: second, difference: difference, probability: probability, verdict: verdict)
      }
    }
    self.pairs = pairs
    models = ScoreAnswer.ranked(found, pairs: pairs)
  }

  /// Returns the models with the ranks that the pairs which can be ranked leave them.
  private static func ranked(_ models: [Model], pairs: [Pair]) -> [Model] {
    var (ahead, behind) = (models.map { _ in 0 }, models.map { _ in 0 })
    for pair in pairs where pair.verdict == .ranked {
      ahead[pair.second] += 1
      behind[pair.first] += 1
    }
    return models.enumerated().map { position, model in
      var model = model
      model.ranks = ahead[position] + 1...models.count - behind[position]
      return model
    }
  }

  /// Returns the chance that a model is ahead on all items, from a uniform random sample of them alone: the normal
  /// approximation with the variance of the two models' differences in the sample and the finite-population correction.
  private static func probabilityAhead(
    of first: Int, over second: Int, responses: ItemMatrix, items: [Int], population: Int
  ) -> Double {
    let count = Double(items.count)
    let differences = items.map { responses.score(model: first, item: $0) - responses.score(model: second, item: $0) }
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let left = 1 - count / Double(population)
    guard count > 1, squares > 0, left > 0 else { return mean > 0 ? 1 : 0.5 }
    return NormalDistribution.cumulative(mean / (squares / (count - 1) / count * left).squareRoot())
  }
}
