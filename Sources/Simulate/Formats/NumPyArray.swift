import Foundation

/// The header of an array in NumPy's `.npy` format (NEP 1), and its elements: truth values, whole numbers and
/// floating-point numbers, in C or Fortran order and either byte order; in `.npz` archives also names.
struct NumPyArray {
  /// What the elements are.
  private enum Kind {
    case bool
    case signed
    case unsigned
    case float
    /// UTF-32 text.
    case text
    /// Bytes of ASCII text.
    case bytes
  }

  /// The bytes that every file begins with.
  static let magic = [0x93] + Array("NUMPY".utf8)

  /// The lengths of the axes.
  let shape: [Int]
  /// Whether columns lie together in the file, rather than rows.
  let isFortran: Bool
  /// The size of an element, bytes.
  let width: Int
  /// What messages call the file.
  let file: String
  private let kind: Kind
  private let isBigEndian: Bool

  /// Reads the header from the beginning of a file.
  init(_ source: ByteSource) throws(SimulateError) {
    file = source.name
    let text = try NumPyArray.header(of: source)
    let damaged = { (message: String) -> SimulateError in NumPyArray.damaged(message, file: source.name) }
    func value(_ key: String) -> Substring? {
      text.firstRange(of: "'\(key)':").map { text[$0.upperBound...].drop { $0 == " " } }
    }
    guard let described = value("descr"), described.first == "'",
      let description = described.dropFirst().split(separator: "'").first, let order = value("fortran_order"),
      let shapeText = value("shape"), shapeText.first == "(", let close = shapeText.firstIndex(of: ")")
    else { throw damaged("the header \(text.prefix(60)) is not that of a plain array") }
    isFortran = order.hasPrefix("True")
    let sizes = shapeText[shapeText.index(after: shapeText.startIndex)..<close].split(separator: ",")
      .map { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard sizes.allSatisfy({ $0.map { $0 >= 0 && $0 <= 1 << 40 } ?? false }) else {
      throw damaged("the shape is damaged")
    }
    shape = sizes.compactMap { $0 }
    isBigEndian = description.first == ">"
    let code = description.drop { "<>|=".contains($0) }
    guard let letter = code.first, let size = Int(code.dropFirst()), size >= 1, size <= 1 << 20,
      let kind = NumPyArray.kind(letter, size: size)
    else { throw damaged("unsupported element type \"\(description)\"") }
    self.kind = kind
    width = letter == "U" ? 4 * size : size
  }

  private static func damaged(_ message: String, file: String) -> SimulateError {
    .malformedInput(file: file, line: nil, message: "\(message); give an array that numpy.save wrote")
  }

  /// The text of the header.
  private static func header(of source: ByteSource) throws(SimulateError) -> String {
    let start = try source.bytes(8)
    guard start.count == 8, start.starts(with: magic) else { throw damaged("not a NumPy array", file: source.name) }
    let lengthSize = start[6] == 1 ? 2 : 4
    let lengthBytes = try source.bytes(lengthSize)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard lengthBytes.count == lengthSize, length <= 1 << 20 else {
      throw damaged("the header is too long", file: source.name)
    }
    let header = try source.bytes(length)
    guard header.count == length else { throw damaged("the header is cut short", file: source.name) }
    return String(decoding: header, as: UTF8.self)
  }

  private static func kind(_ letter: Character, size: Int) -> Kind? {
    switch (letter, size) {
    case ("b", 1): .bool
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): .signed
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): .unsigned
    case ("f", 2), ("f", 4), ("f", 8): .float
    case ("U", _): .text
    case ("S", _): .bytes
    default: nil
    }
  }

  /// Whether the elements are texts.
  var holdsTexts: Bool {
    switch kind {
    case .text, .bytes: true
    default: false
    }
  }

  /// The size of the data, bytes; nil if it is beyond all files.
  var byteCount: Int? {
    shape.reduce(Optional(width)) { total, size in
      total.flatMap { total -> Int? in
        let (product, overflow) = total.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
      }
    }
  }

  /// Compares what the header claims with the bytes that are left, where their number is known.
  func checkSize(_ source: ByteSource) throws(SimulateError) {
    guard let left = source.bytesLeft else { return }
    let claimed = shape.map { String($0) }.joined(separator: ", ")
    guard let byteCount, byteCount <= left else {
      throw .malformedInput(
        file: file, line: nil,
        message: "the header claims an array of shape (\(claimed)), and only \(left / width) elements "
          + "follow; the file is cut short: copy it again")
    }
    guard byteCount == left else {
      throw .malformedInput(
        file: file, line: nil,
        message: "\(left - byteCount) more bytes follow the array of shape (\(claimed)); give a file with one array")
    }
  }

  /// An element as a number.
  func number(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Double {
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
    case .float where width == 2:
      #if arch(x86_64) && os(macOS)
        return .nan
      #else
        return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: pattern)))
      #endif
    case .float where width == 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    default: return Double(bitPattern: pattern)
    }
  }

  /// The elements of an array of names, from a source whose next bytes are its data.
  func texts(_ source: ByteSource) throws(SimulateError) -> [String] {
    guard shape.count == 1, let count = shape.first else {
      throw .malformedInput(file: file, line: nil, message: "not a list of names; give an array of texts")
    }
    try checkSize(source)
    return try (0..<count).map { (_) throws(SimulateError) in text(try source.bytes(width)) }
  }

  /// An element as text.
  private func text(_ element: [UInt8]) -> String {
    switch kind {
    case .bytes: return String(decoding: element.prefix { $0 != 0 }, as: UTF8.self)
    case .text:
      var text = ""
      for start in stride(from: 0, to: element.count - 3, by: 4) {
        let four = isBigEndian ? Array(element[start..<start + 4]) : element[start..<start + 4].reversed()
        let value = four.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if value == 0 { break }
        text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      }
      return text
    default: return element.withUnsafeBytes { shortNumber(number($0, 0)) }
    }
  }
}

extension NumPyArray: MatrixFormat {
  static let help = "NumPy .npy, models × items"
  static let tableEndings = ["npy"]

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool { start.bytes.starts(with: magic) }

  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading {
    try NumPyScores.read(source, options: options, names: .init())
  }
}
