import Synchronization

/// Holds all that a selector may know: the seen items, their labels, and the source models' responses to them.
///
/// A target model's responses cannot be reached from here.
package struct SelectionContext: Sendable {
  /// Positions in the matrix of the items to choose from, ascending.
  package let items: [Int]
  /// Positions in the matrix of the source models.
  package let sources: [Int]
  /// The largest number of items that will be asked for. What is chosen at a size never depends on it.
  package let largestSize: Int
  /// The settings of methods.
  package let settings: MethodSettings
  /// What is expected of strong models' answers to the seen items, if that is known instead of sources' responses.
  let frame: ExpectedAnswers?
  private let matrix: ItemMatrix
  private let confidence: ItemMatrix?
  private let shared = SharedFits()

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - confidence: probabilities of the right answer, for the same models and items as the matrix; nil if unknown.
  ///   - frame: what is expected of answers, for the methods that read nothing else; nil to learn it from the sources.
  ///   - largestSize: the number of items where not given.
  package init(
    matrix: ItemMatrix, items: [Int], sources: [Int], confidence: ItemMatrix? = nil, frame: ExpectedAnswers? = nil,
    largestSize: Int? = nil, settings: MethodSettings = MethodSettings()
  ) {
    precondition(frame.map { $0.means.count == items.count } ?? true)
    self.matrix = matrix
    self.items = items
    self.sources = sources
    self.confidence = confidence
    self.frame = frame
    self.largestSize = largestSize ?? items.count
    self.settings = settings
  }

  /// The seen items of each subtask; one group of all if items carry no subtask.
  package var itemsBySubtask: [[Int]] { matrix.groupedBySubtask(items) }

  /// The seen items of each cluster; one group for each item if they carry none.
  package var itemsByCluster: [[Int]] { matrix.groupedByCluster(items) }

  /// Computes for each seen item its mean probability of a right answer over the source models, or its mean score if
  /// only scores are known.
  package func meanConfidences() -> [Double] { (confidence ?? matrix).itemMeans(items: items, over: sources) }

  /// Collects the source models' responses to the seen items.
  ///
  /// - Complexity: O(items × sources).
  func sourceResponses() -> SourceResponses { matrix.responses(items: items, models: sources) }

  /// Collects the source models' probabilities of the right answer to the seen items, or their responses if only those
  /// are known.
  ///
  /// - Complexity: O(items × sources).
  func sourceConfidences() -> SourceResponses { (confidence ?? matrix).responses(items: items, models: sources) }

  /// Computes each source model's mean score over the seen items.
  func sourceScores() -> [Double] { matrix.referenceScores(of: sources, over: items).means }

  /// What is known about the seen items besides responses, or nil if nothing is.
  package var metadata: ItemMetadata? {
    matrix.itemMetadata.map { all in
      func part<Value>(_ values: [Value]) -> [Value] { values.isEmpty ? [] : items.map { values[$0] } }
      return ItemMetadata(
        texts: part(all.texts), difficulties: part(all.difficulties),
        qualities: all.qualities.map { .init(name: $0.name, values: part($0.values)) })
    }
  }

  /// Fits once what several methods learn from the same sources.
  func shared<Fit: Sendable>(_ make: () -> Fit) -> Fit { shared.fit(make) }

  /// Finds the positions of items among the seen items, both ascending.
  func positions(of chosen: [Int]) -> [Int] {
    var position = 0
    return chosen.map { item in
      while items[position] < item { position += 1 }
      return position
    }
  }
}

/// Keeps at most one fit of each type.
private final class SharedFits: Sendable {
  private let fits = Mutex<[ObjectIdentifier: any Sendable]>([:])

  func fit<Fit: Sendable>(_ make: () -> Fit) -> Fit {
    fits.withLock { fits in
      if let known = fits[ObjectIdentifier(Fit.self)] as? Fit { return known }
      let fit = make()
      fits[ObjectIdentifier(Fit.self)] = fit
      return fit
    }
  }
}
