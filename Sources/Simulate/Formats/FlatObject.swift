/// The members of a JSON object. Those that are objects or arrays are kept only as compounds.
struct FlatObject {
  /// The members in their order.
  private(set) var members: [(key: String, value: JSONScanner.Scalar)] = []

  /// Calls `body` with the object of each line of JSON Lines, and the line's number; blank lines are ignored.
  static func forEachLine(
    of source: ByteSource, _ body: (FlatObject, Int) throws(SimulateError) -> Void
  ) throws(SimulateError) {
    var lines = LineReader(source: source)
    while true {
      let number = lines.line + 1
      let more: Void? = try lines.next { (bytes) throws(SimulateError) in
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        try body(try FlatObject(bytes, file: source.name, line: number), number)
      }
      if more == nil { return }
    }
  }

  /// Reads an object that is all of a text.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String, line: Int?) throws(SimulateError) {
    var scanner = JSONScanner(bytes)
    do throws(JSONScanner.Fault) {
      self = try FlatObject(&scanner)
      guard scanner.isAtEnd() else {
        throw JSONScanner.Fault(position: scanner.position, message: "text follows the object")
      }
    } catch {
      throw .malformedInput(
        file: file, line: line, message: "byte \(error.position + 1) of this line: \(error.message); give a JSON object"
      )
    }
  }

  /// Reads the scanner's next value, an object.
  init(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
    var members: [(key: String, value: JSONScanner.Scalar)] = []
    try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
      // Long texts are not read: nobody asks for one.
      members.append((key, try scanner.shortScalar()))
    }
    self.members = members
  }

  /// A member's value; nil if there is none.
  subscript(key: String) -> JSONScanner.Scalar? { members.first { $0.key == key }?.value }
}

extension JSONScanner {
  /// Reads a scalar as ``scalar()`` does, but strings of more than a thousand bytes count as compounds.
  mutating func shortScalar() throws(Fault) -> Scalar {
    guard peek() == UInt8(ascii: "\"") else { return try scalar() }
    var ahead = self
    try ahead.skip()
    guard ahead.position - position > 1000 else { return try scalar() }
    self = ahead
    return .compound
  }
}

extension JSONScanner.Scalar {
  /// The value as a name: a string that is not empty, or a whole number; nil for anything else.
  var name: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : nil
    default: nil
    }
  }

  /// The value as a score; nil for a missing one.
  ///
  /// - Parameter what: what the value is of, for messages.
  func score(
    percent: Bool, what: String, place: (file: String, line: Int?)
  ) throws(SimulateError) -> Double? {
    let number: Double
    switch self {
    case .null: return nil
    case .bool(let value): return value ? 1 : 0
    case .number(let value): number = percent ? value / 100 : value
    case .string(let text):
      switch Array(text.utf8).withUnsafeBufferPointer({ ScoreText($0, percent: percent) }) {
      case .score(let value), .samples(let value, _): return value
      case .missing: return nil
      case .outOfRange(let value): number = percent ? value / 100 : value
      case .other: number = .nan
      }
    case .compound: number = .nan
    }
    guard number >= 0, number <= 1 else {
      throw .malformedInput(
        file: place.file, line: place.line,
        message: "\"\(what)\" is "
          + (number.isNaN ? "not a score" : "\(shortNumber(percent ? number * 100 : number)), which is not a score")
          + "; give 0 or 1, true or false, or a number from 0 to \(percent ? "100" : "1")",
        remedies: percent || number.isNaN ? [] : [.readPercentages])
    }
    return number
  }
}
