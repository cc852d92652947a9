/// How much is read at most. Each limit is checked before memory is taken, and an error names it.
enum ReadingLimits {
  /// The longest line or record of a text, bytes: 256 MB.
  static let line = 1 << 28
  /// The largest document or archived file that is read whole, bytes: 1 GB.
  static let document = 1 << 30
  /// The largest directory of an archive, bytes: 256 MB.
  static let directory = 1 << 28
  /// The most models, and the most items.
  static let axis = (1 << 24) - 1
  /// The most scores of a matrix whose scores are all 0 or 1, a bit each in memory: 1 GB, and again by item.
  static let binaryScores = 1 << 33
  /// The most scores of any other matrix, eight bytes each in memory: 2 GB.
  static let gradedScores = 1 << 28

  /// Refuses a matrix that is too large.
  ///
  /// - Parameter graded: whether some score is neither 0 nor 1.
  static func check(models: Int, items: Int, graded: Bool, file: String) throws(SimulateError) {
    let most = graded ? gradedScores : binaryScores
    let (scores, overflow) = models.multipliedReportingOverflow(by: items)
    if overflow || scores > most {
      throw .malformedInput(
        file: file, line: nil,
        message: "\(models) × \(items) scores are more than fit in memory (at most \(most)"
          + "\(graded ? ", as not all are 0 or 1" : "")); give fewer models or items")
    }
    for (count, kind) in [(models, "models"), (items, "items")] where count > axis {
      throw .malformedInput(
        file: file, line: nil, message: "\(count) \(kind) are more than the \(axis) that are read; give fewer")
    }
  }
}
