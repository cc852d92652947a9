/// Something that a command line may say and that options may need or exclude.
struct Condition: Sendable {
  private indirect enum Kind {
    case given(AnyOption)
    case value(AnyOption, [String])
    case word([String])
    case either([Condition])
    case under(Condition, [String])
  }

  private let kind: Kind
  /// Why it is needed or excluded, or what to do about it, for messages.
  private(set) var reason: String?

  /// Holds if an option is given.
  static func given(_ option: AnyOption) -> Condition { Condition(kind: .given(option)) }

  /// Holds if an option is given with one of the values.
  static func value(_ option: AnyOption, _ words: String...) -> Condition { .value(option, anyOf: words) }

  /// Holds if an option is given with one of some values.
  static func value(_ option: AnyOption, anyOf words: [String]) -> Condition { Condition(kind: .value(option, words)) }

  /// Holds if the command's first argument is one of the words.
  static func word(_ words: String...) -> Condition { Condition(kind: .word(words)) }

  /// Holds if one of the conditions does.
  static func either(_ conditions: Condition...) -> Condition { Condition(kind: .either(conditions)) }

  /// Returns the condition limited to command lines whose first argument is one of the words.
  func under(_ words: String...) -> Condition { Condition(kind: .under(self, words), reason: reason) }

  /// Returns the condition with the reason why it is needed or excluded.
  func because(_ reason: String) -> Condition { Condition(kind: kind, reason: reason) }

  /// The words of which the command's first argument must be one; nil for a condition of another kind.
  var firstWords: [String]? { if case .word(let words) = kind { words } else { nil } }

  /// Returns whether the condition holds.
  func holds(for arguments: ParsedArguments) -> Bool {
    switch kind {
    case .given(let option): arguments.isGiven(option)
    case .value(let option, let words): arguments.text(of: option).map { words.contains($0) } ?? false
    case .word(let words): arguments.positionals.first.map { words.contains($0) } ?? false
    case .either(let conditions): conditions.contains { $0.holds(for: arguments) }
    case .under(let condition, let words):
      arguments.positionals.first.map { words.contains($0) } ?? false && condition.holds(for: arguments)
    }
  }

  /// Returns the condition in words, limited to what the command takes, or nil if the command takes none of it.
  func text(in command: CommandSpecification) -> String? {
    func takes(_ option: AnyOption) -> Bool { command.options.contains { $0.isSame(as: option) } }
    switch kind {
    case .given(let option): return takes(option) ? "--\(option.name)" : nil
    case .value(let option, let words):
      return takes(option) ? "--\(option.name) \(alternatives(words))" : nil
    case .word(let words): return "\(command.name) \(alternatives(words))"
    case .either(let conditions):
      let texts = conditions.compactMap { $0.text(in: command) }
      return texts.isEmpty ? nil : texts.joined(separator: " or ")
    case .under(let condition, _): return condition.text(in: command)
    }
  }
}

/// Something that an option needs or excludes. All requirements are checked when a command line is parsed, and refused
/// in the same words.
struct Requirement: Sendable {
  enum Kind: Sendable {
    case needs, excludes
  }

  let kind: Kind
  let condition: Condition
  /// The values of the option that the requirement applies to, or nil for all.
  let words: [String]?
  /// The values that the requirement does not apply to.
  let exempt: [String]

  init(_ kind: Kind, _ condition: Condition, when words: [String]? = nil, unless exempt: [String] = []) {
    self.kind = kind
    self.condition = condition
    self.words = words
    self.exempt = exempt
  }

  /// Throws unless a command line in which an option is given satisfies the requirement.
  func check(_ option: AnyOption, _ arguments: ParsedArguments) throws(UsageError) {
    let value = arguments.text(of: option)
    if let words, !words.contains(value ?? "") { return }
    if let value, exempt.contains(value) { return }
    // A condition about options that this command does not take is meant for other commands.
    guard let other = condition.text(in: arguments.command), condition.holds(for: arguments) == (kind == .excludes)
    else { return }
    let name = "--\(option.name)" + (words == nil ? "" : " \(value ?? "")")
    let reason = condition.reason.map { "; \($0)" } ?? ""
    throw UsageError((kind == .needs ? "\(name) needs \(other)" : "use either \(other) or \(name)") + reason)
  }
}
