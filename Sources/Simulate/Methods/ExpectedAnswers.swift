import Foundation

/// Holds what is expected of a strong model's answers to each item: all that ``DisagreementSampling`` learns.
package struct ExpectedAnswers: Sendable, Equatable {
  /// For each item the expected score, from 0 to 1.
  package let means: [Double]
  /// For each item how far apart strong models' scores are expected to be: their standard deviation, from 0 to ½.
  package let spreads: [Double]

  /// The fewest sources that stand for strong ones, if there are so many.
  private static let fewestModels = 8
  /// How much stronger than the strongest sources models are expected to be at most, on the scale of the logistic
  /// function. Chosen on half of the matrices of `docs/sampling.md`.
  private static let reach = 2.0
  /// The strengths over which expectations are averaged, from that of the strongest sources to the reach.
  private static let steps = 9

  /// Describes items; both lists have a number for each.
  package init(means: [Double], spreads: [Double]) {
    precondition(means.count == spreads.count)
    self.means = means
    self.spreads = spreads
  }

  /// Learns from the sources how easy each item is, and expects of strong models what the Rasch model does: a model of
  /// strength θ answers an item of easiness a with chance 1/(1 + exp(−a − θ)).
  ///
  /// Strengths are the logits of the sources' scores. An item's easiness is the one at which as many right answers are
  /// expected as there are; half a right and half a wrong answer of a model of mean strength are added, so that no item
  /// is certain. Expected scores and variances are averaged over strengths from that of the strongest quarter of the
  /// sources (at least eight) to two logits above. All items use the same curve, so that p can be read beyond the
  /// strength of the sources; an item's own average over strong sources cannot.
  ///
  /// - Parameter scores: each source's mean over all items.
  /// - Complexity: O(items × sources), and O(sources) for each different number of right answers.
  init(of responses: SourceResponses, scores: [Double]) {
    let items = Double(responses.rows)
    let strengths = scores.map { score in
      let share = (score * items + 0.5) / (items + 1)
      return log(share / (1 - share))
    }
    let mean = strengths.reduce(0, +) / Double(max(1, strengths.count))
    let centred = strengths.map { $0 - mean }
    let strongest = centred.sorted(by: >).prefix(max(ExpectedAnswers.fewestModels, scores.count / 4))
    let top = strongest.reduce(0, +) / Double(max(1, strongest.count))
    let levels = (0..<ExpectedAnswers.steps).map {
      top + ExpectedAnswers.reach * Double($0) / Double(ExpectedAnswers.steps - 1)
    }
    var known: [Double: (mean: Double, spread: Double)] = [:]
    let expected = (0..<responses.rows).map { item in
      let sum = responses.sum(item)
      if let found = known[sum] { return found }
      let easiness = ExpectedAnswers.easiness(right: sum, strengths: centred)
      let chances = levels.map { 1 / (1 + exp(-easiness - $0)) }
      let count = Double(chances.count)
      let variance = chances.reduce(0) { $0 + $1 * (1 - $1) } / count
      let found = (mean: chances.reduce(0, +) / count, spread: variance.squareRoot())
      known[sum] = found
      return found
    }
    means = expected.map(\.mean)
    spreads = expected.map(\.spread)
  }

  /// Returns the easiness at which models of some strengths, and one of strength 0 that is half right, give a number of
  /// right answers.
  ///
  /// By Newton's method, in steps of at most 1: the expected number rises with the easiness.
  static func easiness(right: Double, strengths: [Double]) -> Double {
    var easiness = 0.0
    for _ in 0..<100 {
      let middle = 1 / (1 + exp(-easiness))
      var (expected, slope) = (middle, middle * (1 - middle))
      for strength in strengths {
        let chance = 1 / (1 + exp(-easiness - strength))
        expected += chance
        slope += chance * (1 - chance)
      }
      let step = max(-1, min(1, (right + 0.5 - expected) / slope))
      easiness += step
      if abs(step) < 1e-12 { break }
    }
    return easiness
  }
}

extension SelectionContext {
  /// Returns what is expected of strong models' answers to the seen items: as given, or learned from the sources.
  func expectedAnswers() -> ExpectedAnswers {
    frame ?? shared { ExpectedAnswers(of: sourceResponses(), scores: sourceScores()) }
  }
}

extension ItemMatrix {
  /// Returns what is expected of strong models' answers to each item, learned from all models of the matrix.
  package func expectedAnswers() -> ExpectedAnswers {
    SelectionContext(matrix: self, items: Array(0..<itemCount), sources: Array(0..<modelCount)).expectedAnswers()
  }
}
