import Foundation
import Simulate

/// The outward form of an option's value: what help, completions and the manual page show of it.
enum ValueShape: Sendable {
  /// No value: the option is given or not.
  case flag
  /// One value; the text is its placeholder in help.
  case text(String)
  /// One of some words.
  case choice([String])
  /// Words separated by commas, each from the list unless that is empty.
  case list(String, of: [String])
  /// The path of a file.
  case file
  /// Takes the path of a file to write.
  case newFile
  /// The path of a folder.
  case folder

  /// The words that a value may be; empty if it may be anything.
  var choices: [String] {
    switch self {
    case .choice(let words), .list(_, let words): words
    default: []
    }
  }

  /// The value's name in help, or nil for a flag.
  var placeholder: String? {
    switch self {
    case .flag: nil
    case .text(let name), .list(let name, _): name
    case .choice(let words): Self.isLong(words) ? "NAME" : words.joined(separator: "|")
    case .file, .newFile: "FILE"
    case .folder: "DIR"
    }
  }

  /// Returns whether a list of words is too long for an option's synopsis.
  static func isLong(_ words: [String]) -> Bool { words.reduce(0) { $0 + $1.count + 1 } > 45 }
}

/// A kind of value: how it is read from a word, what it may be, and how help shows it.
struct ValueKind<Value: Sendable>: Sendable {
  let shape: ValueShape
  /// What the value may be, as help shows it, such as "1 to 100", or nil if the shape says it all.
  let range: String?
  /// Writes a value, as help shows a default.
  private(set) var text: @Sendable (Value) -> String = { "\($0)" }
  /// Reads a value, or throws what is wrong with the text and what would be right.
  let read: @Sendable (String) throws(ValueError) -> Value

  init(_ shape: ValueShape, range: String? = nil, read: @escaping @Sendable (String) throws(ValueError) -> Value) {
    self.shape = shape
    self.range = range
    self.read = read
  }

  /// Returns the kind with its own way to write values.
  func written(as text: @escaping @Sendable (Value) -> String) -> ValueKind {
    var kind = self
    kind.text = text
    return kind
  }
}

/// Why a text is not a value of its kind.
struct ValueError: Error, Equatable {
  /// What was found, such as `"x" is not a number`.
  let found: String
  /// What to give instead, such as `1 to 100`, or nil if `found` says it.
  let remedy: String?

  init(_ found: String, give remedy: String? = nil) {
    self.found = found
    self.remedy = remedy
  }
}

/// A gap, accuracy or width as a person gives it: in accuracy points, 0 to 100.
///
/// The points of the command line become here the fractions that the libraries compute with.
struct Points: Sendable, Equatable {
  let points: Double
  var fraction: Double { Simulate.fraction(ofPoints: points) }
}

/// An amount of at least 0: exactly as it is written, and as the nearest number.
struct Amount: Sendable, Equatable {
  let exact: Decimal
  let nearest: Double

  /// Reads an amount. Returns nil for anything but a plain number of at least 0.
  init?(_ text: String) {
    guard let value = Double(plainDecimal: text), value >= 0, value <= 1e12,
      let exact = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
    else { return nil }
    self.exact = exact
    nearest = value
  }
}

extension ValueKind where Value == String {
  /// Takes any text that is not empty.
  static func text(_ placeholder: String) -> ValueKind { anything(.text(placeholder)) }

  /// The path of a file.
  static var file: ValueKind { anything(.file) }

  /// Takes the path of a file to write.
  static var newFile: ValueKind { anything(.newFile) }

  /// Takes the path of a picture to write.
  static var picture: ValueKind {
    ValueKind(.newFile) { text throws(ValueError) in
      guard !text.isEmpty else { throw ValueError("the value is empty", give: "FILE") }
      if let refusal = PictureFile.refusal(of: text) {
        throw ValueError(refusal, give: "a file ending in .svg, .png or .pdf")
      }
      return text
    }
  }

  /// The path of a folder.
  static var folder: ValueKind { anything(.folder) }

  /// Takes one of the words.
  static func choice(_ words: [String]) -> ValueKind { .choice(words) { $0 } }

  private static func anything(_ shape: ValueShape) -> ValueKind {
    ValueKind(shape) { text throws(ValueError) in
      guard !text.isEmpty else { throw ValueError("the value is empty", give: shape.placeholder) }
      return text
    }
  }
}

extension ValueKind {
  /// Takes one of the values, each named by a word.
  static func choice(_ values: [Value], word: @escaping @Sendable (Value) -> String) -> ValueKind {
    let words = values.map(word)
    return ValueKind(.choice(words)) { text throws(ValueError) in
      guard let index = words.firstIndex(of: text) else {
        throw ValueError("unknown value \(quoted(text))", give: remedy(for: text, among: words))
      }
      return values[index]
    }.written(as: word)
  }

  /// Takes values separated by commas, at least one and each only once.
  static func list<Element>(
    _ placeholder: String, of kind: ValueKind<Element>, sorted: Bool = false
  ) -> ValueKind where Value == [Element], Element: Comparable {
    ValueKind(.list(placeholder, of: kind.shape.choices), range: kind.range) { text throws(ValueError) in
      let words = text.split(separator: ",").map(String.init)
      guard !words.isEmpty else { throw ValueError("the list is empty", give: "at least one") }
      var seen: Set<String> = []
      var values: [Element] = []
      for word in words {
        guard seen.insert(word).inserted else {
          throw ValueError("\(quoted(word)) is listed twice; once is enough")
        }
        values.append(try kind.read(word))
      }
      return sorted ? values.sorted() : values
    }.written { $0.map(kind.text).joined(separator: ", ") }
  }
}

extension ValueKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of an enumeration's words.
  static var choice: ValueKind { .choice(Array(Value.allCases)) { $0.rawValue } }
}

extension ValueKind where Value == [String] {
  /// Takes two texts separated by a comma.
  static func pair(_ placeholder: String) -> ValueKind {
    ValueKind(.text(placeholder)) { text throws(ValueError) in
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts.contains("") else { throw ValueError("\(quoted(text)) is not \(placeholder)") }
      return parts
    }.written { $0.joined(separator: ",") }
  }
}

extension ValueKind where Value == ClosedRange<Double> {
  /// Takes two ascending accuracies in points, separated by a comma; the range is of fractions.
  static var accuracies: ValueKind {
    let kind = interval(in: 0...100, unit: "accuracy points")
    return ValueKind(kind.shape, range: kind.range) { text throws(ValueError) in
      let points = try kind.read(text)
      return Points(points: points.lowerBound).fraction...Points(points: points.upperBound).fraction
    }
  }

  /// Takes two ascending numbers separated by a comma.
  static func interval(in range: ClosedRange<Double>, unit: String) -> ValueKind {
    let limits = "\(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound))"
    return ValueKind(.text("LOW,HIGH"), range: limits) { text throws(ValueError) in
      let ends = text.split(separator: ",", omittingEmptySubsequences: false).map { Double(plainDecimal: $0) }
      guard ends.count == 2, let low = ends[0], let high = ends[1], low < high, range.contains(low),
        range.contains(high)
      else { throw ValueError("\(quoted(text)) is not LOW,HIGH", give: "\(unit) from \(limits), the lower first") }
      return low...high
    }.written { "\(shortNumber($0.lowerBound)),\(shortNumber($0.upperBound))" }
  }
}

extension ValueKind where Value == Double {
  /// Takes a number from a range, both ends included.
  static func number(_ placeholder: String, in range: ClosedRange<Double>, unit: String) -> ValueKind {
    let limits = "\(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound))"
    let shown = range.upperBound < 1e6 ? limits : "at least \(shortNumber(range.lowerBound))"
    return number(placeholder, range: shown, right: "\(unit) from \(limits)") { range.contains($0) }
  }

  /// Takes a number above one limit and at most another.
  static func number(_ placeholder: String, above lower: Double, upTo upper: Double, unit: String) -> ValueKind {
    let (low, high) = (shortNumber(lower), shortNumber(upper))
    return number(
      placeholder, range: "above \(low), at most \(high)", right: "\(unit) above \(low) and at most \(high)"
    ) { $0 > lower && $0 <= upper }
  }

  private static func number(
    _ placeholder: String, range: String, right: String, contains: @escaping @Sendable (Double) -> Bool
  ) -> ValueKind {
    ValueKind(.text(placeholder), range: range) { text throws(ValueError) in
      guard let value = Double(plainDecimal: text) else {
        throw ValueError("\(quoted(text)) is not a number", give: right)
      }
      guard contains(value) else { throw ValueError("\(shortened(text)) is out of range", give: right) }
      return value
    }.written { shortNumber($0) }
  }
}

extension ValueKind where Value == Points {
  /// Takes accuracy points above a limit and at most 100.
  static func points(above lower: Double) -> ValueKind {
    points(.number("POINTS", above: lower, upTo: 100, unit: unit))
  }

  /// Takes accuracy points from a range, both ends included.
  static func points(in range: ClosedRange<Double>) -> ValueKind { points(.number("POINTS", in: range, unit: unit)) }

  private static var unit: String { "accuracy points" }

  private static func points(_ kind: ValueKind<Double>) -> ValueKind {
    ValueKind(kind.shape, range: kind.range) { text throws(ValueError) in
      Points(points: try kind.read(text))
    }.written { kind.text($0.points) }
  }
}

extension ValueKind where Value == Int {
  /// Takes a whole number from a range.
  static func integer(_ placeholder: String, in range: ClosedRange<Int>) -> ValueKind {
    let (low, high) = (range.lowerBound, range.upperBound)
    let limits = high == Int.max ? "at least \(low)" : "\(low) to \(high)"
    // Help leaves out an upper end that nobody reaches, and a lower end of 0 or 1.
    let shown = high < 1_000_000 ? limits : low > 1 ? "at least \(low)" : nil
    return ValueKind(.text(placeholder), range: shown) { text throws(ValueError) in
      guard let value = Int(text) else {
        // Digits alone are a whole number, even if it is too long for a machine.
        let isWhole =
          Double(plainDecimal: text).map { $0 == $0.rounded() } ?? !text.contains { !("0"..."9").contains($0) }
        throw ValueError(
          isWhole && !text.isEmpty && !text.contains(".")
            ? "\(shortened(text)) is out of range" : "\(quoted(text)) is not a whole number", give: limits)
      }
      guard range.contains(value) else { throw ValueError("\(shortened(text)) is out of range", give: limits) }
      return value
    }
  }
}

extension ValueKind where Value == Amount {
  /// Takes an amount of money, tokens or time, at least 0.
  static func amount(_ placeholder: String) -> ValueKind {
    ValueKind(.text(placeholder)) { text throws(ValueError) in
      guard let value = Amount(text) else {
        throw ValueError("\(quoted(text)) is not a number of at least 0", give: "a plain number")
      }
      return value
    }.written { "\($0.exact)" }
  }
}

/// Puts a text between quotation marks, cut short if it is long.
func quoted(_ text: String) -> String { "\"\(shortened(text))\"" }

/// Cuts a text to at most sixty characters, for a message of one line.
func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(57) + "…" : text }

/// Says what to give instead of an unknown word: the nearest of the known ones, or else all of them.
func remedy(for word: String, among words: [String]) -> String {
  if let near = nearest(to: word, among: words) { return "did you mean \(near)?" }
  return alternatives(words)
}

/// Joins words as a sentence does: "a, b or c".
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.joined() }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
