/// JSON Lines: an object per score (`model`, `item`, `score`), per item or per model (a key per column of a wide table), or
/// per document of lm-evaluation-harness.
enum JSONLines {
  /// Reads a file from its beginning.
  static func read(_ source: ByteSource, options: MatrixReadingOptions) throws(SimulateError) -> MatrixReading {
    var lines = LineReader(source: source)
    let name = source.name
    var collector = ResponseCollector(format: "JSON Lines", options: options)
    var samples: HarnessSamples?
    while true {
      let number = lines.line + 1
      let more: Void? = try lines.next { (bytes) throws(SimulateError) in
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        let object = try FlatObject(bytes, file: name, line: number)
        if samples == nil, object["doc_id"] != nil, object["model"] == nil {
          samples = HarnessSamples(options: options)
          samples?.begin(path: name)
        }
        if samples != nil {
          try samples?.add(object, file: name, line: number)
        } else {
          try add(object, to: &collector, options: options, place: (name, number))
        }
      }
      if more == nil { break }
    }
    if var samples { return try samples.finish(file: name) }
    return try collector.finish(file: name)
  }

  /// Adds what one object says.
  private static func add(
    _ object: FlatObject, to collector: inout ResponseCollector, options: MatrixReadingOptions,
    place: (file: String, line: Int?)
  ) throws(SimulateError) {
    let subtask = (options.subtaskColumn.map { [$0] } ?? ["subtask", "subset", "category"]).lazy
      .compactMap { object[$0]?.name }.first
    if let model = object["model"]?.name, let item = object["item"]?.name, let score = object["score"] {
      try collector.add(
        model: collector.model(model), item: collector.item(item, subtask: subtask),
        score: try score.score(percent: options.percent, what: "score", place: place), isRepeat: false, place: place)
      return
    }
    let labels: Set<String> = ["model", "item", "subtask", "subset", "category", "cluster", "family", "size", "date"]
    let passedOver = labels.union(options.ignoredColumns).union(options.subtaskColumn.map { [$0] } ?? [])
    guard object["item"]?.name != nil || object["model"]?.name != nil else {
      throw .malformedInput(
        file: place.file, line: place.line,
        message:
          "this object has none of the keys item, model and doc_id; give {\"model\": …, \"item\": …, \"score\": …}, or "
          + "an object per item with a key per model")
    }
    for (key, value) in object.members where !passedOver.contains(key) {
      let score = try value.score(percent: options.percent, what: key, place: place)
      if let item = object["item"]?.name {
        try collector.add(
          model: collector.model(key), item: collector.item(item, subtask: subtask), score: score, isRepeat: false,
          place: place)
      } else if let model = object["model"]?.name {
        try collector.add(
          model: collector.model(model), item: collector.item(key), score: score, isRepeat: false, place: place)
      }
    }
  }
}

/// The members of a JSON object that are no objects or arrays; those are kept as compounds.
struct FlatObject {
  /// The members in their order.
  private(set) var members: [(key: String, value: JSONScanner.Scalar)] = []

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
      // Long texts are passed over unread: nothing that is asked for is one.
      members.append((key, try scanner.shortScalar()))
    }
    self.members = members
  }

  /// A member's value; nil where there is none.
  subscript(key: String) -> JSONScanner.Scalar? { members.first { $0.key == key }?.value }
}

extension JSONScanner {
  /// A scalar as ``scalar()``, but that strings of more than a thousand bytes count as compounds.
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
      case .score(let value): return value
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
          + (number.isNaN ? "no score" : "\(shortNumber(percent ? number * 100 : number)), which is no score")
          + "; give 0 or 1, true or false, or a number from 0 to \(percent ? "100" : "1")",
        remedies: percent || number.isNaN ? [] : [.readPercentages])
    }
    return number
  }
}
