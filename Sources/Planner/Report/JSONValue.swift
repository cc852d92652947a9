import Foundation
import Simulate

/// Holds a JSON document whose objects keep the order of their keys, so that the same results are the same bytes.
///
/// `JSONEncoder` sorts keys by name or not at all, but the order of keys is part of the documented output.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int)
  /// Written as the shortest decimal that reads back as the same number; not a number and infinities are null.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// Returns a number rounded to some decimals, or null.
  package static func rounded(_ value: Double?, _ decimals: Int) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(Planner.rounded(value, decimals))
  }

  /// Returns a whole number, or null.
  package static func int(_ value: Int?) -> JSONValue { value.map { .int($0) } ?? .null }

  /// Tells whether two documents have the same text.
  package static func == (first: JSONValue, second: JSONValue) -> Bool {
    first.text(indented: false) == second.text(indented: false)
  }

  /// Returns the document as text, without a final line feed.
  ///
  /// - Parameter indented: objects over several lines; arrays of plain values stay on one.
  package func text(indented: Bool) -> String {
    var output = ""
    write(to: &output, indented: indented, depth: 0)
    return output
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func write(to output: inout String, indented: Bool, depth: Int) {
    func newLine(_ depth: Int) {
      guard indented else { return }
      output += "\n" + String(repeating: "  ", count: depth)
    }
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .int(let value): output += String(value)
    case .number(let value):
      output += value.isFinite ? String(describing: value) : "null"
    case .string(let value): writeJSONString(value, to: &output)
    case .array(let values):
      output += "["
      let onOneLine = values.allSatisfy(\.isPlain)
      for (position, value) in values.enumerated() {
        if position > 0 { output += onOneLine && indented ? ", " : "," }
        if !onOneLine { newLine(depth + 1) }
        value.write(to: &output, indented: indented, depth: depth + 1)
      }
      if !onOneLine { newLine(depth) }
      output += "]"
    case .object(let members):
      output += "{"
      let onOneLine = depth > 0 && members.count <= 6 && members.allSatisfy(\.1.isPlain)
      for (position, (key, value)) in members.enumerated() {
        if position > 0 { output += onOneLine && indented ? ", " : "," }
        if !onOneLine { newLine(depth + 1) }
        writeJSONString(key, to: &output)
        output += indented ? ": " : ":"
        value.write(to: &output, indented: indented, depth: depth + 1)
      }
      if !onOneLine { newLine(depth) }
      output += "}"
    }
  }
}

/// Returns a number rounded to some decimals, half away from zero; never a negative zero.
func rounded(_ value: Double, _ decimals: Int) -> Double {
  let scale = pow(10.0, Double(decimals))
  let rounded = (value * scale).rounded() / scale
  return rounded == 0 ? 0 : rounded
}

/// Returns a rounded number as JSON, or nil.
func rounded(_ value: Double?, _ decimals: Int) -> Double? { value.map { rounded($0, decimals) } }

extension JSONValue {
  /// Creates the JSON that a value encodes itself as, the keys of objects in alphabetical order.
  ///
  /// - Throws: `EncodingError`, for example for a number that JSON cannot express.
  init(encoding value: some Encodable) throws {
    let data = try JSONEncoder().encode(value)
    self = try JSONDecoder().decode(JSONValue.self, from: data)
  }
}

extension JSONValue {
  /// Returns the SHA-256 of the document's content, whatever its layout and the order of its keys.
  ///
  /// - Throws: `DecodingError` if the document is not valid JSON, which a written document always is.
  func digest() throws -> String {
    // Read back, so that keys are in order and whole numbers are numbers like others.
    let plain = try JSONDecoder().decode(JSONValue.self, from: Data(text(indented: false).utf8))
    var hash = SHA256()
    hash.update(Array(plain.text(indented: false).utf8))
    return hash.hexadecimal()
  }

  /// Returns the document with the digest of its content as a last member.
  func sealed() throws -> JSONValue { .object(objectMembers + [(JSONValue.digestKey, .string(try digest()))]) }

  /// Tells whether a sealed document is unchanged.
  func isIntact() throws -> Bool {
    let rest = JSONValue.object(objectMembers.filter { $0.0 != JSONValue.digestKey })
    let digest = try rest.digest()
    return objectMembers.contains { $0.0 == JSONValue.digestKey && $0.1 == .string(digest) }
  }

  private static let digestKey = "digest"
}

extension JSONValue: Decodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads any JSON; whole numbers are read as numbers.
  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      self = .object(
        try container.allKeys.map(\.stringValue).sorted().map {
          ($0, try container.decode(JSONValue.self, forKey: Key(stringValue: $0)))
        })
    } else if var container = try? decoder.unkeyedContainer() {
      var values: [JSONValue] = []
      while !container.isAtEnd { values.append(try container.decode(JSONValue.self)) }
      self = .array(values)
    } else {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .bool(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else {
        self = .string(try container.decode(String.self))
      }
    }
  }
}

extension JSONValue {
  /// The members of an object; none for anything else.
  package var objectMembers: [(String, JSONValue)] {
    if case .object(let members) = self { members } else { [] }
  }
}
