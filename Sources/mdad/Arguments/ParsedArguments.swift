import Foundation
import Planner

/// The options and words of a command line, read and checked against what a command takes.
struct ParsedArguments: Sendable {
  let command: CommandSpecification
  private(set) var positionals: [String] = []
  /// What was given for each option, as it was written; empty for a flag.
  private var texts: [String: [String]] = [:]
  /// The same, read.
  private var values: [String: any Sendable] = [:]

  /// Parses the arguments after the command's name.
  ///
  /// `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends options; a lone `-` is a word. Every value is
  /// read here, and what options need and exclude is checked here, so that a command line is refused before any work.
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
    // Help is shown whatever else is right or wrong.
    guard !isGiven(.help) else { return }
    for (position, specification) in command.positionals.enumerated()
    where specification.isRequired && positionals.count <= position {
      throw UsageError("\(specification.name) is missing: \(specification.help)")
    }
    let given = command.options.filter { isGiven($0) }
    // What is too much first: to ask for more where something must go would mislead.
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

  /// The option that a stray word was probably meant for: the name of a benchmark, or a file.
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
    // A value may begin with a dash only as a number or as a lone dash: anything else is a forgotten value.
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

  /// The value of an option, or what holds if it is not given.
  subscript<Value>(_ option: Option<Value>) -> Value {
    guard let value = values[option.name] else { return option.absent }
    guard let typed = value as? Value else {
      // Two options of one name and different types exist, and a command that takes one has read the other.
      preconditionFailure("\(command.name) reads --\(option.name) as \(Value.self), but takes \(type(of: value))")
    }
    return typed
  }

  /// The value of an option, or what holds if it is not given, whatever its type.
  func value(of option: AnyOption) -> any Sendable { values[option.name] ?? option.absentValue }

  /// The value of an option that a command cannot do without.
  func required<Value>(_ option: Option<Value?>) throws(UsageError) -> Value {
    guard let value = self[option] else {
      let what = option.help.prefix { !":;".contains($0) }
      throw UsageError(
        "--\(option.name) is missing; give \(what)"
          + (option.example.map { ", such as --\(option.name) \($0)" } ?? ""))
    }
    return value
  }

  /// Whether an option was given.
  func isGiven(_ option: AnyOption) -> Bool { texts[option.name] != nil }

  /// All values of an option as they were written.
  func all(_ option: AnyOption) -> [String] { texts[option.name] ?? [] }

  /// An option's value as it was written, or nil if the option was not given or is a flag.
  func text(of option: AnyOption) -> String? { texts[option.name]?.last }

  /// The command line again, quoted for a shell, without some of the options.
  func commandLine(without left: [AnyOption]) -> String {
    let left = Set(left.map(\.name))
    let words = command.allOptions.filter { !left.contains($0.name) }.flatMap { self.words(of: $0) }
    return ([command.name] + positionals + words).map(shellQuoted).joined(separator: " ")
  }

  /// An option and its values as words of a command line; none if the option was not given.
  func words(of option: AnyOption) -> [String] {
    guard let given = texts[option.name] else { return [] }
    return given.isEmpty
      ? ["--\(option.name)"]
      : given.flatMap { value in
        // A value that begins with a dash would be read as an option.
        value.hasPrefix("-") ? ["--\(option.name)=\(value)"] : ["--\(option.name)", value]
      }
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
