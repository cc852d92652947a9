import Foundation
import Simulate

/// The options and words of a command line, checked against a command's table.
struct ParsedArguments: Sendable {
  let command: CommandSpecification
  private(set) var positionals: [String] = []
  private var values: [String: [String]] = [:]

  /// Parses the arguments after the command's name.
  ///
  /// `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends options; a lone `-` is a word.
  init(_ arguments: [String], command: CommandSpecification) throws {
    self.command = command
    var rest = arguments[...]
    var onlyWords = false
    while let argument = rest.popFirst() {
      if onlyWords || argument == "-" || !argument.hasPrefix("-") {
        try addPositional(argument)
      } else if argument == "--" {
        onlyWords = true
      } else if argument.hasPrefix("--") {
        let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let option = try self.option(named: String(parts[0]))
        try take(option, inline: parts.count > 1 ? String(parts[1]) : nil, from: &rest)
      } else {
        let letter = argument.dropFirst().first ?? "-"  // Not a lone dash, so there is a letter.
        guard let option = command.allOptions.first(where: { $0.short == letter }) else {
          throw UsageError("\(command.name) has no option -\(letter); see mdad \(command.name) --help")
        }
        let inline = argument.count > 2 ? String(argument.dropFirst(2)) : nil
        try take(option, inline: inline.map { $0.hasPrefix("=") ? String($0.dropFirst()) : $0 }, from: &rest)
      }
    }
    if !flag("help") {
      for (position, specification) in command.positionals.enumerated()
      where specification.isRequired && positionals.count <= position {
        throw UsageError("\(specification.name) is missing: \(specification.help)")
      }
    }
  }

  private func option(named name: String) throws -> OptionSpecification {
    if let option = command.allOptions.first(where: { $0.name == name }) { return option }
    let names = command.allOptions.map { "--\($0.name)" }
    let hint = suggestion(for: "--\(name)", among: names)
    throw UsageError(
      "\(command.name) has no option --\(name)" + (hint.isEmpty ? "; see mdad \(command.name) --help" : hint))
  }

  private mutating func addPositional(_ word: String) throws {
    let isRepeated = command.positionals.last?.repeats ?? false
    guard positionals.count < command.positionals.count || isRepeated else {
      throw UsageError("\"\(word)\" is one word too many for \(command.name); see mdad \(command.name) --help")
    }
    let specification = command.positionals[min(positionals.count, command.positionals.count - 1)]
    if !specification.choices.isEmpty, !specification.choices.contains(word) {
      throw UsageError(
        "\"\(word)\" is no \(specification.name)"
          + orChoices(suggestion(for: word, among: specification.choices), specification.choices))
    }
    positionals.append(word)
  }

  private mutating func take(
    _ option: OptionSpecification, inline: String?, from rest: inout ArraySlice<String>
  ) throws {
    if case .flag = option.value {
      if let inline { throw UsageError("--\(option.name) takes no value; \"\(inline)\" was given") }
      values[option.name] = []
      return
    }
    // A value may begin with a dash only as a number or as a lone dash: anything else is a forgotten value.
    let next = rest.first
    let nextIsValue = next.map { !$0.hasPrefix("-") || $0 == "-" || Double($0) != nil } ?? false
    guard let value = inline ?? (nextIsValue ? rest.popFirst() : nil) else {
      throw UsageError("--\(option.name) needs a value: \(option.placeholder ?? "VALUE")")
    }
    if values[option.name] != nil, !option.repeats {
      throw UsageError("--\(option.name) is given twice; once is enough")
    }
    switch option.value {
    case .choice(let words) where !words.contains(value):
      throw UsageError(
        "--\(option.name): \"\(value)\" is not one of its values"
          + orChoices(suggestion(for: value, among: words), words))
    case .list(_, let words) where !words.isEmpty:
      for word in value.split(separator: ",").map(String.init) where !words.contains(word) {
        throw UsageError(
          "--\(option.name): there is no \"\(word)\"" + orChoices(suggestion(for: word, among: words), words))
      }
    default: break
    }
    values[option.name, default: []].append(value)
  }

  private func orChoices(_ hint: String, _ choices: [String]) -> String {
    hint.isEmpty ? "; give \(choices.joined(separator: ", "))" : hint
  }

  /// The command line again, quoted for a shell, without some of the options.
  ///
  /// - Parameter left: names of options to leave out.
  func commandLine(without left: [String]) -> String {
    var words = [command.name] + positionals
    for option in command.allOptions where !left.contains(option.name) {
      guard let given = values[option.name] else { continue }
      if given.isEmpty { words.append("--\(option.name)") }
      // A value that begins with a dash would be read as an option.
      for value in given {
        words += value.hasPrefix("-") ? ["--\(option.name)=\(value)"] : ["--\(option.name)", value]
      }
    }
    return words.map(shellQuoted).joined(separator: " ")
  }

  /// Whether an option was given.
  func flag(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option, or nil.
  func text(_ name: String) -> String? { values[name]?.last }

  /// All values of an option that repeats.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The words of a list, or nil; at least one.
  func list(_ name: String) throws -> [String]? {
    guard let text = text(name) else { return nil }
    let words = text.split(separator: ",").map(String.init)
    guard !words.isEmpty else { throw UsageError("--\(name): the list is empty; give at least one") }
    var seen: Set<String> = []
    for word in words where !seen.insert(word).inserted {
      throw UsageError("--\(name): \"\(word)\" is listed twice; once is enough")
    }
    return words
  }

  /// The number of an option, or nil.
  ///
  /// - Parameters:
  ///   - range: what it may be.
  ///   - unit: what the number is of, for messages.
  func number(_ name: String, in range: ClosedRange<Double>, unit: String) throws -> Double? {
    guard let text = text(name) else { return nil }
    guard let value = Double(plainDecimal: text) else {
      throw UsageError("--\(name): \"\(text)\" is not a number; give \(unit)")
    }
    guard range.contains(value) else {
      throw UsageError(
        "--\(name): \(text) is outside \(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound)); give \(unit)"
      )
    }
    return value
  }

  /// The number of an option above `lower` and at most `upper`, or nil.
  func number(_ name: String, above lower: Double, upTo upper: Double, unit: String) throws -> Double? {
    let value = try number(name, in: lower...upper, unit: unit)
    if value == lower {
      throw UsageError("--\(name): \(text(name) ?? "") is not above \(shortNumber(lower)); give \(unit)")
    }
    return value
  }

  /// The whole number of an option, or nil.
  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = text(name) else { return nil }
    return try Self.integer(text, name: name, in: range)
  }

  /// The whole numbers of a list, or nil.
  func integers(_ name: String, in range: ClosedRange<Int>) throws -> [Int]? {
    try list(name)?.map { try Self.integer($0, name: name, in: range) }
  }

  private static func integer(_ text: String, name: String, in range: ClosedRange<Int>) throws -> Int {
    let limits =
      range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    guard let value = Int(text) else {
      throw UsageError("--\(name): \"\(text)\" is not a whole number; give \(limits)")
    }
    guard range.contains(value) else { throw UsageError("--\(name): \(text) is out of range; give \(limits)") }
    return value
  }

  /// The value of an option as one of an enumeration's words, or a default.
  func choice<Choice: RawRepresentable>(_ name: String, default fallback: Choice) -> Choice
  where Choice.RawValue == String {
    // Parsing has let only the words of the table through.
    text(name).flatMap { Choice(rawValue: $0) } ?? fallback
  }
}

/// A word as a POSIX shell reads it back.
func shellQuoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy { scalar in
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || "-_./,=:+@%".unicodeScalars.contains(scalar)
  }
  return plain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
