/// Holds what is expected of a strong model's answers to each item: all that ``DisagreementSampling`` learns.
package struct ExpectedAnswers: Sendable, Equatable {
  /// For each item the expected score, from 0 to 1.
  package let means: [Double]
  /// For each item how far apart strong models' scores are expected to be: their standard deviation, from 0.
  package let spreads: [Double]

  /// The fewest sources whose answers are averaged, if there are so many.
  static let fewestModels = 8

  /// Describes items; both lists have a number for each.
  package init(means: [Double], spreads: [Double]) {
    precondition(means.count == spreads.count)
    self.means = means
    self.spreads = spreads
  }

  /// Returns the positions of the sources whose answers are averaged, ascending: the strongest quarter, and at least
  /// eight.
  static func strongest(_ scores: [Double]) -> [Int] {
    let descending = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    return descending.prefix(max(fewestModels, scores.count / 4)).sorted()
  }

  /// Averages the answers of the strongest quarter of the sources.
  ///
  /// Half a right and half a wrong answer are added to each item's mean, so that no item is taken to be certain. If all
  /// answers are right or wrong, the standard deviation follows from the mean; scores in between have their own.
  ///
  /// - Parameter scores: each source's mean over all items.
  /// - Complexity: O(items × sources).
  init(of responses: SourceResponses, scores: [Double]) {
    let strong = responses.columns(ExpectedAnswers.strongest(scores))
    let count = Double(strong.columns)
    let sums = (0..<strong.rows).map { strong.sum($0) }
    means = sums.map { ($0 + 0.5) / (count + 1) }
    if strong.isRightOrWrong {
      spreads = means.map { ($0 * (1 - $0)).squareRoot() }
    } else {
      spreads = sums.enumerated().map { item, sum in
        (max(0, strong.sumOfProducts(item, item) - sum * sum / count) / count).squareRoot()
      }
    }
  }
}

extension SourceResponses {
  /// Tells whether every score is 0 or 1, in whichever form they are kept.
  fileprivate var isRightOrWrong: Bool {
    switch self {
    case .binary: true
    case .graded(let values, _): values.allSatisfy { $0 == 0 || $0 == 1 }
    }
  }
}

extension SelectionContext {
  /// Returns what is expected of strong models' answers to the seen items: as given, or averaged over sources.
  func expectedAnswers() -> ExpectedAnswers {
    frame ?? shared { ExpectedAnswers(of: sourceResponses(), scores: sourceScores()) }
  }
}

extension ItemMatrix {
  /// Returns the models whose answers ``expectedAnswers()`` averages, ascending.
  package func strongestModels() -> [Int] { ExpectedAnswers.strongest(accuracies()) }

  /// Returns what is expected of strong models' answers to each item, from all models of the matrix.
  package func expectedAnswers() -> ExpectedAnswers {
    SelectionContext(matrix: self, items: Array(0..<itemCount), sources: Array(0..<modelCount)).expectedAnswers()
  }
}
