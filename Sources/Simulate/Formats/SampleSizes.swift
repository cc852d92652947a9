/// Collects how many answers each cell of a wide table is the share of, from cells such as `7/12`.
struct SampleSizes {
  private let width: Int
  /// The rows finished so far.
  private var rows = 0
  /// n of each cell, row by row, 0 for a cell without counts; nil until there is a cell with counts.
  private var counts: [Int32]?
  private var row: [(position: Int, count: Int)] = []

  init(width: Int) { self.width = width }

  /// Adds a cell of the current row.
  mutating func add(_ count: Int, at position: Int) { row.append((position, count)) }

  /// Goes to the next row.
  mutating func finishRow() {
    defer { rows += 1 }
    guard counts != nil || !row.isEmpty else { return }
    var values = counts ?? [Int32](repeating: 0, count: rows * width)
    counts = nil  // So that the values are not copied.
    values.append(contentsOf: repeatElement(0, count: width))
    for (position, count) in row { values[rows * width + position] = Int32(count) }
    row.removeAll(keepingCapacity: true)
    counts = values
  }

  /// Returns the counts of a matrix made of some rows and columns; nil if no cell had counts. A 0 or 1 without counts
  /// is one answer.
  ///
  /// - Throws: an error that names the first cell that is a mean of an unknown number of answers.
  func counts(
    of matrix: ItemMatrix, rows kept: [Int], columns: [Int], rowsAreItems: Bool, file: String
  ) throws(SimulateError) -> RepeatedSamples? {
    guard let counts else { return nil }
    var (right, all): ([Int32], [Int32]) = ([], [])
    for model in matrix.models.indices {
      for item in matrix.items.indices {
        let (row, column) = rowsAreItems ? (kept[item], columns[model]) : (kept[model], columns[item])
        let known = counts[row * width + column]
        let score = matrix.score(model: model, item: item)
        guard known > 0 || score == 0 || score == 1 else {
          throw .malformedInput(
            file: file, line: nil,
            message: "model \"\(matrix.models[model])\" has \(shortNumber(score)) on item \"\(matrix.items[item])\", a "
              + "mean of an unknown number of answers; give counts such as 7/12 there, too, as in other cells")
        }
        let count = max(1, known)
        right.append(Int32((score * Double(count)).rounded()))
        all.append(count)
      }
    }
    return all.allSatisfy { $0 == 1 } ? nil : RepeatedSamples(right: right, counts: all)
  }
}
