/// Something that a command line may say, which options need or exclude.
struct Condition: Sendable {
  private indirect enum Kind {
    case given(AnyOption)
    case value(AnyOption, [String])
    case word([String])
    case either([Condition])
    case under(Condition, [String])
  }

  private let kind: Kind
  /// Why it is needed or excluded, or what to do about it; for messages.
  private(set) var reason: String?

  /// An option is given.
  static func given(_ option: AnyOption) -> Condition { Condition(kind: .given(option)) }

  /// An option is given with one of some values.
  static func value(_ option: AnyOption, _ words: String...) -> Condition { Condition(kind: .value(option, words)) }

  /// The command's first argument is one of some words.
  static func word(_ words: String...) -> Condition { Condition(kind: .word(words)) }

  /// One of some conditions holds.
  static func either(_ conditions: Condition...) -> Condition { Condition(kind: .either(conditions)) }

  /// The condition, which counts only if the command's first argument is one of some words.
  func under(_ words: String...) -> Condition { Condition(kind: .under(self, words), reason: reason) }

  /// The condition with why it is needed or excluded.
  func because(_ reason: String) -> Condition { Condition(kind: kind, reason: reason) }

  /// Whether it holds.
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

  /// The condition in words, with only what the command takes; nil if the command takes nothing of it.
  func text(in command: CommandSpecification) -> String? {
    func takes(_ option: AnyOption) -> Bool { command.options.contains { $0.isSame(as: option) } }
    switch kind {
    case .given(let option): return takes(option) ? "--\(option.name)" : nil
    case .value(let option, let words):
      return takes(option) ? "--\(option.name) \(words.joined(separator: " or "))" : nil
    case .word(let words): return "\(command.name) \(alternatives(words))"
    case .either(let conditions):
      let texts = conditions.compactMap { $0.text(in: command) }
      return texts.isEmpty ? nil : texts.joined(separator: " or ")
    case .under(let condition, _): return condition.text(in: command)
    }
  }
}

/// What an option needs, or does not go together with. All are checked when a command line is parsed, in one wording.
struct Requirement: Sendable {
  enum Kind: Sendable {
    case needs, excludes
  }

  let kind: Kind
  let condition: Condition
  /// The values of the option that it holds for; nil for all.
  let words: [String]?
  /// The values that it does not hold for.
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
    // A condition that the command cannot satisfy is about other commands.
    guard let other = condition.text(in: arguments.command), condition.holds(for: arguments) == (kind == .excludes)
    else { return }
    let name = "--\(option.name)" + (words == nil ? "" : " \(value ?? "")")
    let reason = condition.reason.map { "; \($0)" } ?? ""
    throw UsageError((kind == .needs ? "\(name) needs \(other)" : "use either \(other) or \(name)") + reason)
  }
}
