/// Collects a two-dimensional NumPy array of scores into a matrix, one line (a row in C order, a column in Fortran
/// order) at a time.
struct NumPyScores {
  /// The names of an archive; nil for positions.
  struct Names {
    var models: [String]?
    var items: [String]?
  }

  private let array: NumPyArray
  private let options: MatrixReadingOptions
  /// The numbers of lines, and of elements in each.
  private let lines: Int
  private let length: Int
  private var bits: BitMatrix
  /// All scores line by line, once one of them is neither 0 nor 1.
  private var graded: [Double]?
  private var missingCount = 0

  /// Reads an array, a row per model unless the options say otherwise.
  static func read(
    _ source: ByteSource, options: MatrixReadingOptions, names: Names
  ) throws(SimulateError) -> MatrixReading {
    var scores = try NumPyScores(try NumPyArray(source), source: source, options: options)
    try scores.addLines(of: source)
    return try scores.finish(names: names)
  }

  /// Checks that an array can be a matrix.
  private init(_ array: NumPyArray, source: ByteSource, options: MatrixReadingOptions) throws(SimulateError) {
    self.array = array
    self.options = options
    guard array.shape.count == 2, let rows = array.shape.first, let columns = array.shape.last, rows > 0, columns > 0
    else {
      throw .malformedInput(
        file: array.file, line: nil,
        message: "an array of shape (\(array.shape.map { String($0) }.joined(separator: ", "))); give models × items")
    }
    guard !array.holdsTexts else {
      throw .malformedInput(file: array.file, line: nil, message: "an array of texts; give one of scores")
    }
    try array.checkSize(source)
    let (models, items) = options.rows == .items ? (columns, rows) : (rows, columns)
    try ReadingLimits.check(models: models, items: items, graded: false, file: array.file)
    (lines, length) = array.isFortran ? (columns, rows) : (rows, columns)
    bits = BitMatrix(rows: 0, columns: length)
    // The bytes are there: the claim can be trusted.
    if source.bytesLeft != nil { bits.reserve(rows: lines) }
  }

  private mutating func addLines(of source: ByteSource) throws(SimulateError) {
    for line in 0..<lines {
      let bytes = try source.bytes(length * array.width)
      guard bytes.count == length * array.width else {
        throw .malformedInput(
          file: array.file, line: nil,
          message: "the data end after \(line * length + bytes.count / array.width) of \(lines * length) scores; the "
            + "file is cut short: copy it again")
      }
      try add(bytes, line: line)
    }
    guard try source.bytes(1).isEmpty else {
      throw .malformedInput(
        file: array.file, line: nil,
        message: "more bytes follow the array of \(lines * length) scores; give a file with one array")
    }
    guard missingCount == 0 || options.missing == .wrong else {
      throw .malformedInput(
        file: array.file, line: nil,
        message: "\(plural(missingCount, "missing score")) (NaN); give a long table to leave out items or models",
        remedies: [.resolveMissing(dropping: [])])
    }
  }

  /// Adds a line.
  private mutating func add(_ bytes: [UInt8], line: Int) throws(SimulateError) {
    if graded == nil, let words = binary(bytes) {
      bits.appendRow(words)
      return
    }
    var values: [Double] = []
    values.reserveCapacity(length)
    for place in 0..<length { values.append(try score(bytes, place: place, line: line)) }
    if graded == nil, values.contains(where: { $0 != 0 && $0 != 1 }) {
      try ReadingLimits.check(models: lines, items: length, graded: true, file: array.file)
      graded = (0..<line).flatMap { row in (0..<length).map { bits[row, $0] ? 1 : 0 } }
    }
    if graded != nil {
      graded?.append(contentsOf: values)
    } else {
      bits.appendRow(BitMatrix.mask(columns: length, indices: values.indices.filter { values[$0] == 1 }))
    }
  }

  /// The packed words of a line of single bytes that are all 0 or 1, the common case; nil for any other.
  private func binary(_ bytes: [UInt8]) -> [UInt64]? {
    guard array.width == 1, !options.percent else { return nil }
    var words = [UInt64](repeating: 0, count: bits.wordsPerRow)
    var all: UInt8 = 0
    bytes.withUnsafeBufferPointer { bytes in
      for place in bytes.indices {
        all |= bytes[place]
        words[place >> 6] |= UInt64(bytes[place] & 1) << UInt64(place & 63)
      }
    }
    return all < 2 ? words : nil
  }

  /// An element as a score; 0 for a missing one, which is counted.
  private mutating func score(_ bytes: [UInt8], place: Int, line: Int) throws(SimulateError) -> Double {
    let number = bytes.withUnsafeBytes { array.number($0, place * array.width) }
    if number.isNaN {
      missingCount += 1
      return 0
    }
    let score = options.percent ? number / 100 : number
    guard score >= 0, score <= 1 else {
      let (row, column) = array.isFortran ? (place, line) : (line, place)
      throw .malformedInput(
        file: array.file, line: nil,
        message: "row \(row + 1), column \(column + 1): \(shortNumber(number)) is not a score from 0 to "
          + (options.percent ? "100" : "1"), remedies: options.percent ? [] : [.readPercentages])
    }
    return score
  }

  /// The matrix of all lines.
  private func finish(names: Names) throws(SimulateError) -> MatrixReading {
    // Lines are rows in C order, and rows are models unless the options say otherwise.
    let linesAreModels = (options.rows != .items) != array.isFortran
    let (modelCount, itemCount) = linesAreModels ? (lines, length) : (length, lines)
    let models = try distinct(names.models, count: modelCount, kind: "model") ?? (0..<modelCount).map { "model\($0)" }
    let items = try distinct(names.items, count: itemCount, kind: "item") ?? (0..<itemCount).map { String($0) }
    let matrix: ItemMatrix
    if let graded {
      var rowMajor = graded
      if !linesAreModels {
        for model in 0..<modelCount {
          for item in 0..<itemCount { rowMajor[model * itemCount + item] = graded[item * modelCount + model] }
        }
      }
      matrix = ItemMatrix(models: models, items: items, labels: .init(), rowMajor: rowMajor, keepGraded: false)
    } else if linesAreModels {
      matrix = ItemMatrix(models: models, items: items, byModel: bits)
    } else {
      matrix = ItemMatrix(models: models, items: items, byItem: bits)
    }
    let notes = missingCount == 0 ? [] : ["\(plural(missingCount, "missing score")) counted as wrong"]
    return MatrixReading(matrix: matrix, missingCount: missingCount, notes: notes)
  }

  /// The names of an archive, one each and no two the same.
  private func distinct(_ names: [String]?, count: Int, kind: String) throws(SimulateError) -> [String]? {
    guard let names else { return nil }
    guard names.count == count else {
      throw .malformedInput(
        file: array.file, line: nil,
        message: "\(plural(names.count, "\(kind) name")) for \(plural(count, kind)); give one each")
    }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw .malformedInput(
        file: array.file, line: nil, message: "duplicate \(kind) \"\(name)\"; give each \(kind) its own name")
    }
    return names
  }
}
