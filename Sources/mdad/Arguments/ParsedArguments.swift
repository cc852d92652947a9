import Foundation
import Planner

/// A command line's options and words, read and checked against what the command takes.
struct ParsedArguments: Sendable {
  let command: CommandSpecification
  private(set) var positionals: [String] = []
  /// What was given for each option, as it was written; empty for a flag.
  private var texts: [String: [String]] = [:]
  /// The same, read.
  private var values: [String: any Sendable] = [:]

  /// Parses the arguments after the command's name.
  ///
  /// Accepts `--name value`, `--name=value`, `-n value` and `-nvalue`; `--` ends options, and a lone `-` is a word.
  /// All values are read and all requirements checked here, so that a wrong command line is refused before any work.
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
    // Help is shown even if the rest is wrong.
    guard !isGiven(.help) else { return }
    for (position, specification) in command.positionals.enumerated()
    where specification.isRequired && positionals.count <= position {
      throw UsageError("\(specification.name) is missing: \(specification.help)")
    }
    let given = command.options.filter { isGiven($0) }
    // Check exclusions first: asking for more options when one must go would mislead.
    for kind in [Requirement.Kind.excludes, .needs] {
      for option in given {
        for requirement in option.requirements where requirement.kind == kind { try requirement.check(option, self) }
      }
    }
    for option in given {
      values[option.name] = try option.read(texts[option.name] ?? [])
    }
    try checkOutputs()
  }

  private func option(named name: String) throws -> AnyOption {
    if let option = command.allOptions.first(where: { $0.name == name || $0.aliases.contains(name) }) { return option }
    let hint = suggestion(for: "--\(name)", among: command.allOptions.map { "--\($0.name)" })
    throw UsageError(
      "\(command.name) has no option --\(shortened(name))"
        + (hint.isEmpty ? "; see mdad \(command.name) --help" : hint))
  }

  private mutating func addPositional(_ word: String) throws {
    let isRepeated = command.positionals.last?.repeats ?? false
    guard positionals.count < command.positionals.count || isRepeated else {
      throw UsageError("unexpected argument \(quoted(word))" + (optionHint(for: word) ?? help))
    }
    let specification = command.positionals[min(positionals.count, command.positionals.count - 1)]
    let choices = specification.choices
    if !choices.isEmpty, !choices.contains(word) {
      let near = choices.count == 1 ? choices[0] : nearest(to: word, among: choices)
      throw UsageError(
        "unknown \(specification.noun) \(quoted(word)); "
          + (near.map { "did you mean \($0)?" } ?? "give \(remedy(for: word, among: choices))"))
    }
    positionals.append(word)
  }

  private var help: String { "; see mdad \(command.name) --help" }

  /// Suggests the option that a stray word was probably meant for, if the word is a benchmark's name or a file.
  private func optionHint(for word: String) -> String? {
    func takes(_ name: String) -> Bool { command.options.contains { $0.name == name } }
    if takes("benchmark"), let names = try? TableLibrary.shipped().benchmarkNames,
      let name = nearest(to: word, among: names)
    {
      return "; did you mean --benchmark \(name)?"
    }
    if takes("matrix"), FileManager.default.fileExists(atPath: word) { return "; did you mean --matrix \(word)?" }
    return nil
  }

  private mutating func take(_ option: AnyOption, inline: String?, from rest: inout ArraySlice<String>) throws {
    guard let placeholder = option.shape.placeholder else {
      if let inline { throw UsageError("--\(option.name) takes no value; \(quoted(inline)) was given") }
      texts[option.name] = []
      return
    }
    // Only a number or a lone dash may begin with a dash; for anything else the value was forgotten.
    let next = rest.first
    let nextIsValue = next.map { !$0.hasPrefix("-") || $0 == "-" || Double($0) != nil } ?? false
    guard let value = inline ?? (nextIsValue ? rest.popFirst() : nil) else {
      throw UsageError("--\(option.name) needs a value: \(placeholder)")
    }
    if texts[option.name] != nil, !option.repeats {
      throw UsageError("--\(option.name) is given twice; once is enough")
    }
    texts[option.name, default: []].append(value)
  }

  /// Returns the value of an option, or its default if it is not given.
  subscript<Value>(_ option: Option<Value>) -> Value {
    guard let value = values[option.name] else { return option.absent }
    guard let typed = value as? Value else {
      // Options may share a name and differ in type; this command takes one and reads the other.
      preconditionFailure("\(command.name) reads --\(option.name) as \(Value.self), but takes \(type(of: value))")
    }
    return typed
  }

  /// Returns the value of an option of any type, or its default if it is not given.
  func value(of option: AnyOption) -> any Sendable { values[option.name] ?? option.absentValue }

  /// Returns the value of an option that a command requires.
  func required<Value>(_ option: Option<Value?>) throws(UsageError) -> Value {
    guard let value = self[option] else {
      let what = option.help.prefix { !":;".contains($0) }
      throw UsageError(
        "--\(option.name) is missing; give \(what)"
          + (option.example.map { ", such as --\(option.name) \($0)" } ?? ""))
    }
    return value
  }

  /// Returns whether an option was given.
  func isGiven(_ option: AnyOption) -> Bool { texts[option.name] != nil }

  /// Returns all values of an option as they were written.
  func all(_ option: AnyOption) -> [String] { texts[option.name] ?? [] }

  /// Returns an option's value as it was written, or nil if the option was not given or is a flag.
  func text(of option: AnyOption) -> String? { texts[option.name]?.last }

  /// Rebuilds the command line, quoted for a shell, without some of the options.
  func commandLine(without left: [AnyOption]) -> String {
    let left = Set(left.map(\.name))
    let words = command.allOptions.filter { !left.contains($0.name) }.flatMap { self.words(of: $0) }
    return ([command.name] + positionals + words).map(shellQuoted).joined(separator: " ")
  }

  /// Returns an option and its values as words of a command line, or no words if the option was not given.
  func words(of option: AnyOption) -> [String] {
    guard let given = texts[option.name] else { return [] }
    if given.isEmpty { return ["--\(option.name)"] }
    return given.flatMap { value in
      // A value that begins with a dash would be read as an option.
      value.hasPrefix("-") ? ["--\(option.name)=\(value)"] : ["--\(option.name)", value]
    }
  }
}

/// Quotes a word so that a POSIX shell reads it back unchanged.
func shellQuoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy { scalar in
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || "-_./,=:+@%".unicodeScalars.contains(scalar)
  }
  return plain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
