/// All that a selector may know: the seen items, their labels, and the source models' responses to them.
///
/// A target model's responses cannot be reached from here.
public struct SelectionContext: Sendable {
  /// Positions in the matrix of the items to choose from, ascending.
  public let items: [Int]
  /// Positions in the matrix of the source models.
  public let sources: [Int]
  private let matrix: ItemMatrix

  /// A context.
  public init(matrix: ItemMatrix, items: [Int], sources: [Int]) {
    self.matrix = matrix
    self.items = items
    self.sources = sources
  }

  /// The seen items of each subtask; one group of all where items carry no subtask.
  public var itemsBySubtask: [[Int]] { matrix.groupedBySubtask(items) }

  /// For each seen item its mean score over the source models.
  public func sourceMeans() -> [Double] { matrix.itemMeans(items: items, over: sources) }

  /// The source models' responses to the seen items.
  ///
  /// - Complexity: O(items × sources).
  func sourceResponses() -> SourceResponses { matrix.responses(items: items, models: sources) }

  /// The positions among the seen items of items that are among them, both ascending.
  func positions(of chosen: [Int]) -> [Int] {
    var position = 0
    return chosen.map { item in
      while items[position] < item { position += 1 }
      return position
    }
  }
}
