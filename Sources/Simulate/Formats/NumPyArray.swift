import Foundation

/// The arrays of NumPy's `.npy` format (NEP 1): truth values, whole numbers and floating-point numbers, in C or Fortran order
/// and either byte order; in `.npz` archives also names.
struct NumPyArray {
  /// What the elements are.
  private enum Kind {
    case bool
    case signed(Int)
    case unsigned(Int)
    case float(Int)
    /// UTF-32 text of some characters.
    case text(Int)
    /// Bytes of ASCII text.
    case bytes(Int)
  }

  /// The lengths of the axes.
  let shape: [Int]
  private let kind: Kind
  private let isBigEndian: Bool
  private let isFortran: Bool
  /// The size of an element, bytes.
  private let width: Int
  private let file: String

  /// Reads the header, from the first bytes of a file.
  ///
  /// - Parameter read: gives the next bytes, as many as asked for or fewer at the end.
  private init(file: String, read: (Int) throws(SimulateError) -> [UInt8]) throws(SimulateError) {
    self.file = file
    let damaged = { (message: String) -> SimulateError in
      .malformedInput(file: file, line: nil, message: "\(message); give an array that numpy.save wrote")
    }
    let start = try read(8)
    guard start.count == 8, start.starts(with: [0x93] + Array("NUMPY".utf8)) else { throw damaged("no NumPy array") }
    let lengthBytes = try read(start[6] == 1 ? 2 : 4)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard lengthBytes.count == (start[6] == 1 ? 2 : 4), length <= 1 << 20 else {
      throw damaged("the header is too long")
    }
    let header = try read(length)
    guard header.count == length else { throw damaged("the header is cut short") }
    let text = String(decoding: header, as: UTF8.self)
    func value(_ key: String) -> Substring? {
      text.firstRange(of: "'\(key)':").map { text[$0.upperBound...].drop { $0 == " " } }
    }
    guard let described = value("descr"), described.first == "'",
      let description = described.dropFirst().split(separator: "'").first, let order = value("fortran_order"),
      let shapeText = value("shape"), shapeText.first == "(", let close = shapeText.firstIndex(of: ")")
    else { throw damaged("the header \(text.prefix(60)) is not one of a plain array") }
    isFortran = order.hasPrefix("True")
    let sizes = shapeText[shapeText.index(after: shapeText.startIndex)..<close].split(separator: ",")
      .map { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard sizes.allSatisfy({ $0.map { $0 >= 0 && $0 <= 1 << 40 } ?? false }) else {
      throw damaged("the shape is damaged")
    }
    shape = sizes.compactMap { $0 }
    isBigEndian = description.first == ">"
    let code = description.drop { "<>|=".contains($0) }
    guard let letter = code.first, let size = Int(code.dropFirst()), size >= 1, size <= 1 << 20 else {
      throw damaged("type \(description) is none that a score has")
    }
    switch (letter, size) {
    case ("b", 1): kind = .bool
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): kind = .signed(size)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): kind = .unsigned(size)
    case ("f", 2), ("f", 4), ("f", 8): kind = .float(size)
    case ("U", _): kind = .text(size)
    case ("S", _): kind = .bytes(size)
    default: throw damaged("type \(description) is none that a score has")
    }
    width = letter == "U" ? 4 * size : size
  }

  /// The number of elements; nil where it is beyond all files.
  private var count: Int? {
    shape.reduce(Optional(1)) { total, size in
      total.flatMap { total -> Int? in
        let (product, overflow) = total.multipliedReportingOverflow(by: size)
        return overflow || product > 1 << 40 ? nil : product
      }
    }
  }

  /// An element as a number.
  private func number(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Double {
    var pattern: UInt64 = 0
    for byte in 0..<width {
      let place = isBigEndian ? width - 1 - byte : byte
      pattern |= UInt64(bytes[offset + byte]) << UInt64(8 * place)
    }
    switch kind {
    case .bool: return pattern == 0 ? 0 : 1
    case .unsigned: return Double(pattern)
    case .signed:
      let unused = UInt64(64 - 8 * width)
      return Double(Int64(bitPattern: pattern << unused) >> Int64(unused))
    case .float(2):
      #if arch(x86_64) && os(macOS)
        return .nan
      #else
        return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: pattern)))
      #endif
    case .float(4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    default: return Double(bitPattern: pattern)
    }
  }

  /// Reads a matrix of scores, a row per model unless the options say otherwise, one row or column at a time.
  ///
  /// - Parameters:
  ///   - models: the models' names; nil for their positions.
  ///   - items: the items' names; nil for their positions from 0.
  static func read(
    _ source: ByteSource, options: MatrixReadingOptions, models: [String]? = nil, items: [String]? = nil
  ) throws(SimulateError) -> MatrixReading {
    let file = source.name
    let array = try NumPyArray(file: file) { (count) throws(SimulateError) in try exactly(count, of: source) }
    guard array.shape.count == 2, let rows = array.shape.first, let columns = array.shape.last, rows > 0, columns > 0
    else {
      throw .malformedInput(
        file: file, line: nil,
        message:
          "an array of shape (\(array.shape.map { String($0) }.joined(separator: ", "))); give one of models × items")
    }
    switch array.kind {
    case .text, .bytes:
      throw .malformedInput(file: file, line: nil, message: "an array of texts; give one of scores")
    default: break
    }
    guard let total = array.count, total <= 1 << 33 else {
      throw .malformedInput(file: file, line: nil, message: "\(rows) × \(columns) scores are more than fit in memory")
    }
    // Lines lie together in the file: rows in C order, columns in Fortran order.
    let (lines, length) = array.isFortran ? (columns, rows) : (rows, columns)
    var bits = BitMatrix(rows: 0, columns: length)
    // Not more than a file of a few GB can fill: the header may lie.
    if total <= 1 << 31 { bits.reserve(rows: lines) }
    var graded: [Double]?
    var missing: [(line: Int, place: Int)] = []
    var words = [UInt64](repeating: 0, count: bits.wordsPerRow)
    var chunk = [UInt8](repeating: 0, count: length * array.width)
    for line in 0..<lines {
      let got = try fill(&chunk, from: source)
      guard got == chunk.count else {
        throw .malformedInput(
          file: file, line: nil,
          message:
            "the data end after \(line * length + got / array.width) of \(total) scores; the file is cut short: copy it again"
        )
      }
      for word in words.indices { words[word] = 0 }
      let fault = chunk.withUnsafeBytes { bytes -> (place: Int, value: Double)? in
        if graded == nil, array.width == 1 {
          // The common case, a byte of 0 or 1 each.
          var isBinary = true
          for place in 0..<length {
            let byte = bytes[place]
            isBinary = isBinary && byte < 2
            words[place >> 6] |= UInt64(byte & 1) << UInt64(place & 63)
          }
          if isBinary { return nil }
          for word in words.indices { words[word] = 0 }
        }
        var values: [Double] = []
        values.reserveCapacity(length)
        for place in 0..<length {
          var value = array.number(bytes, place * array.width)
          if options.percent { value /= 100 }
          if value.isNaN {
            missing.append((line, place))
            value = 0
          }
          guard value >= 0, value <= 1 else { return (place, options.percent ? value * 100 : value) }
          values.append(value)
          if value == 1 { words[place >> 6] |= 1 << UInt64(place & 63) }
        }
        if graded == nil, values.contains(where: { $0 != 0 && $0 != 1 }) {
          graded = (0..<line).flatMap { row in (0..<length).map { bits[row, $0] ? 1 : 0 } }
        }
        graded?.append(contentsOf: values)
        return nil
      }
      if let fault {
        let (row, column) = array.isFortran ? (fault.place, line) : (line, fault.place)
        throw .malformedInput(
          file: file, line: nil,
          message: "row \(row + 1), column \(column + 1): \(shortNumber(fault.value)) is not a score from 0 to "
            + (options.percent ? "100" : "1"), remedies: options.percent ? [] : [.readPercentages])
      }
      if graded == nil { bits.appendRow(words) }
    }
    guard missing.isEmpty || options.missing == .wrong else {
      throw .malformedInput(
        file: file, line: nil,
        message: "\(plural(missing.count, "missing score")) (NaN); give a long table to leave out items or models",
        remedies: [.resolveMissing(dropping: [])])
    }
    let rowsAreModels = options.rows != .items
    let linesAreModels = rowsAreModels != array.isFortran
    let (modelCount, itemCount) = rowsAreModels ? (rows, columns) : (columns, rows)
    for (names, count, kind) in [(models, modelCount, "model"), (items, itemCount, "item")] {
      if let names, names.count != count {
        throw .malformedInput(
          file: file, line: nil,
          message: "\(plural(names.count, "\(kind) name")) for \(plural(count, kind)); give one each")
      }
    }
    let modelNames = models ?? (0..<modelCount).map { "model\($0)" }
    let itemNames = items ?? (0..<itemCount).map { String($0) }
    let notes = missing.isEmpty ? [] : ["\(plural(missing.count, "missing score")) counted as wrong"]
    let matrix: ItemMatrix
    if let graded {
      var rowMajor = graded
      if !linesAreModels {
        for model in 0..<modelCount {
          for item in 0..<itemCount { rowMajor[model * itemCount + item] = graded[item * modelCount + model] }
        }
      }
      matrix = ItemMatrix(models: modelNames, items: itemNames, labels: .init(), rowMajor: rowMajor, keepGraded: false)
    } else {
      matrix =
        linesAreModels
        ? ItemMatrix(models: modelNames, items: itemNames, byModel: bits)
        : ItemMatrix(models: modelNames, items: itemNames, byItem: bits)
    }
    return MatrixReading(matrix: matrix, missingCount: missing.count, notes: notes)
  }

  /// Reads an `.npz` archive: the array `scores`, or the one two-dimensional array there is, with names from `models` and
  /// `items` where they are.
  static func readArchive(path: String, options: MatrixReadingOptions) throws(SimulateError) -> MatrixReading {
    let archive = try ZipArchive(path: path)
    func entry(_ names: [String]) -> ZipArchive.Entry? {
      archive.entries.first { entry in names.contains { entry.name == $0 + ".npy" } }
    }
    func texts(_ names: [String]) throws(SimulateError) -> [String]? {
      guard let entry = entry(names) else { return nil }
      let data = try archive.contents(of: entry)
      var offset = 0
      let array = try NumPyArray(file: "\(path): \(entry.name)") { (count) throws(SimulateError) in
        defer { offset += count }
        return Array(data.dropFirst(offset).prefix(count))
      }
      return try array.texts(data.dropFirst(offset))
    }
    let others = archive.entries.filter { $0.name.hasSuffix(".npy") }
    guard let scores = entry(["scores", "matrix", "responses"]) ?? (others.count == 1 ? others.first : nil) else {
      throw .malformedInput(
        file: path, line: nil,
        message: "no array is named scores; there are \(others.map(\.name).joined(separator: ", "))")
    }
    let source = ByteSource(name: "\(path): \(scores.name)", data: try archive.contents(of: scores))
    return try read(source, options: options, models: try texts(["models"]), items: try texts(["items"]))
  }

  /// The elements of an array of names.
  private func texts(_ data: Data) throws(SimulateError) -> [String] {
    let wrong = SimulateError.malformedInput(
      file: file, line: nil, message: "not a list of names; give an array of texts")
    guard shape.count == 1, let count, count <= data.count / width + 1, data.count >= count * width else { throw wrong }
    let bytes = Array(data)
    return try (0..<count).map { (index) throws(SimulateError) in
      let element = bytes[index * width..<(index + 1) * width]
      switch kind {
      case .bytes: return String(decoding: element.prefix { $0 != 0 }, as: UTF8.self)
      case .text:
        var text = ""
        for start in stride(from: element.startIndex, to: element.endIndex, by: 4) {
          let four = isBigEndian ? Array(element[start..<start + 4]) : element[start..<start + 4].reversed()
          let value = four.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
          if value == 0 { break }
          text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return text
      default:
        return element.withUnsafeBytes { shortNumber(number($0, 0)) }
      }
    }
  }

  private static func exactly(_ count: Int, of source: ByteSource) throws(SimulateError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = try fill(&bytes, from: source)
    return Array(bytes.prefix(got))
  }

  /// Reads until a buffer is full or the source ends.
  private static func fill(_ bytes: inout [UInt8], from source: ByteSource) throws(SimulateError) -> Int {
    var got = 0
    while got < bytes.count {
      let count = try bytes.withUnsafeMutableBytes { bytes in
        Result { () throws(SimulateError) in
          try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[got...]))
        }
      }.get()
      if count == 0 { break }
      got += count
    }
    return got
  }
}
