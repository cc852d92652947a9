import Foundation

/// An option as parsing, help, completions and the manual page see it, without the type of its value.
///
/// The options of the program are static members of this class, so that `arguments[.gap]` and `options: [.gap, …]` both
/// read as they are written. Everything in it is constant and sendable; it is unchecked only because it has a subclass.
class AnyOption: @unchecked Sendable {
  /// The name without dashes.
  let name: String
  /// A one-letter form.
  let short: Character?
  /// Other names for it, kept for command lines of earlier versions.
  let aliases: [String]
  /// The form of its value.
  let shape: ValueShape
  /// What it does, in a sentence without a full stop.
  let help: String
  /// What its value may be, such as "1 to 100".
  let range: String?
  /// What holds if it is not given.
  let defaultText: String?
  /// A good value, for messages.
  let example: String?
  /// Whether it may be given more than once.
  let repeats: Bool
  /// What it needs and excludes.
  let requirements: [Requirement]
  /// Its value if it is not given.
  let absentValue: any Sendable
  /// Reads the values given for it, at least one unless it is a flag.
  let read: @Sendable ([String]) throws -> any Sendable
  /// The option as it was declared, if a command added requirements to it.
  private let declared: AnyOption?

  fileprivate init(
    name: String, short: Character?, aliases: [String], shape: ValueShape, help: String, range: String?,
    defaultText: String?, example: String?, repeats: Bool, requirements: [Requirement],
    absentValue: any Sendable, read: @escaping @Sendable ([String]) throws -> any Sendable, declared: AnyOption? = nil
  ) {
    self.name = name
    self.short = short
    self.aliases = aliases
    self.shape = shape
    self.help = help
    self.range = range
    self.defaultText = defaultText
    self.example = example
    self.repeats = repeats
    self.requirements = requirements
    self.absentValue = absentValue
    self.read = read
    self.declared = declared
  }

  /// Returns whether two options are one declaration. Two commands may have different options with one name.
  func isSame(as other: AnyOption) -> Bool { (declared ?? self) === (other.declared ?? other) }

  /// Returns the option as one command takes it, with more requirements or another help text.
  private func with(_ more: [Requirement], help: String? = nil) -> AnyOption {
    AnyOption(
      name: name, short: short, aliases: aliases, shape: shape, help: help ?? self.help, range: range,
      defaultText: defaultText,
      example: example, repeats: repeats, requirements: requirements + more,
      absentValue: absentValue, read: read, declared: declared ?? self)
  }

  /// Returns the option for a command that takes it only under a condition.
  ///
  /// - Parameters:
  ///   - words: the values that need the condition, or nil for all.
  ///   - exempt: the values that do not need it.
  func needing(_ condition: Condition, when words: [String]? = nil, unless exempt: [String] = []) -> AnyOption {
    with([Requirement(.needs, condition, when: words, unless: exempt)])
  }

  /// Returns the option for a command that does not take it together with others.
  ///
  /// - Parameters:
  ///   - words: the values that exclude the others, or nil for all.
  ///   - exempt: the values that do not exclude them.
  func excluding(_ conditions: Condition..., when words: [String]? = nil, unless exempt: [String] = []) -> AnyOption {
    with(conditions.map { Requirement(.excludes, $0, when: words, unless: exempt) })
  }

  /// Returns the option with the help text that fits a command's use of it.
  func described(as help: String) -> AnyOption { with([], help: help) }

  /// Returns the help text: what the option does, its words if the synopsis has no room for them, what it needs, its
  /// range and its default.
  func explanation(in command: CommandSpecification) -> String {
    var text = help
    if case .choice(let words) = shape, ValueShape.isLong(words) { text += ": \(words.joined(separator: ", "))" }
    let needs = requirements.filter { $0.kind == .needs && $0.words == nil }.compactMap {
      $0.condition.text(in: command)
    }
    var facts = needs.isEmpty ? [] : ["needs " + needs.joined(separator: " and ")]
    if let range { facts.append(range) }
    if let defaultText { facts.append("default: \(defaultText)") }
    if !aliases.isEmpty { facts.append("also \(aliases.map { "--\($0)" }.joined(separator: ", "))") }
    return facts.isEmpty ? text : text + " (\(facts.joined(separator: "; ")))"
  }

  /// The option as help shows it.
  var synopsis: String {
    (short.map { "-\($0), " } ?? "") + "--\(name)" + (shape.placeholder.map { " \($0)" } ?? "")
  }
}

/// An option whose value has a type: `arguments[option]` is a `Value`.
///
/// The value is optional unless there is a default. A flag is a `Bool`; an option that repeats is an array.
final class Option<Value: Sendable>: AnyOption, @unchecked Sendable {
  /// The value if the option is not given.
  let absent: Value

  private init(
    _ name: String, _ short: Character?, _ aliases: [String], _ shape: ValueShape, _ help: String, range: String?,
    absent: Value, defaultText: String?, example: String?, repeats: Bool = false, needs: Condition?,
    excludes: [Condition], read: @escaping @Sendable ([String]) throws(ValueError) -> Value
  ) {
    self.absent = absent
    super.init(
      name: name, short: short, aliases: aliases, shape: shape, help: help, range: range, defaultText: defaultText,
      example: example, repeats: repeats,
      requirements: (needs.map { [Requirement(.needs, $0)] } ?? []) + excludes.map { Requirement(.excludes, $0) },
      absentValue: absent,
      read: { texts in
        do { return try read(texts) } catch let error as ValueError {
          let such = error.remedy.map { $0.hasSuffix("?") ? "; \($0)" : "; give \($0)" } ?? ""
          let isSuggestion = such.hasSuffix("?") || such.isEmpty
          throw UsageError(
            "--\(name): \(error.found)\(such)" + (isSuggestion ? "" : example.map { ", such as \($0)" } ?? ""))
        }
      })
  }

  /// Reads a value of the option from a text that came from elsewhere.
  func value(of text: String) throws -> Value { try read([text]) as? Value ?? absent }

  /// Declares an option without a default.
  ///
  /// - Parameter otherwise: what holds if it is not given, for help.
  convenience init<Wrapped>(
    _ name: String, short: Character? = nil, aliases: [String] = [], _ kind: ValueKind<Wrapped>, _ help: String,
    otherwise: String? = nil, example: String? = nil, needs: Condition? = nil, excludes: [Condition] = []
  ) where Value == Wrapped? {
    self.init(
      name, short, aliases, kind.shape, help, range: kind.range, absent: nil, defaultText: otherwise,
      example: example, needs: needs, excludes: excludes
    ) { texts throws(ValueError) in try kind.read(texts[texts.count - 1]) }
  }

  /// Declares an option with a default.
  convenience init(
    _ name: String, short: Character? = nil, _ kind: ValueKind<Value>, _ help: String, default absent: Value,
    otherwise: String? = nil, example: String? = nil, needs: Condition? = nil, excludes: [Condition] = []
  ) {
    self.init(
      name, short, [], kind.shape, help, range: kind.range, absent: absent,
      defaultText: otherwise ?? kind.text(absent), example: example, needs: needs, excludes: excludes
    ) { texts throws(ValueError) in try kind.read(texts[texts.count - 1]) }
  }

  /// Declares a flag.
  convenience init(
    _ name: String, short: Character? = nil, _ help: String, needs: Condition? = nil, excludes: [Condition] = []
  ) where Value == Bool {
    self.init(
      name, short, [], .flag, help, range: nil, absent: false, defaultText: nil, example: nil, needs: needs,
      excludes: excludes
    ) { _ in true }
  }

  /// Declares an option that may be given more than once.
  convenience init<Element>(
    repeating name: String, short: Character? = nil, _ kind: ValueKind<Element>, _ help: String,
    example: String? = nil, needs: Condition? = nil, excludes: [Condition] = []
  ) where Value == [Element] {
    self.init(
      name, short, [], kind.shape, help, range: kind.range, absent: [], defaultText: nil, example: example,
      repeats: true, needs: needs, excludes: excludes
    ) { texts throws(ValueError) in
      var values: [Element] = []
      for text in texts { values.append(try kind.read(text)) }
      return values
    }
  }
}

extension [AnyOption] {
  /// Returns the options for a command that takes them only under a condition.
  func needing(_ condition: Condition) -> [AnyOption] { map { $0.needing(condition) } }

  /// Returns the options for a command that does not take them together with others.
  func excluding(_ condition: Condition) -> [AnyOption] { map { $0.excluding(condition) } }
}
