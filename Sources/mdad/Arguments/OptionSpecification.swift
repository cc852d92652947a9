import Planner

/// What an option takes.
enum OptionValue: Sendable {
  /// Nothing: it is there or not.
  case flag
  /// One value, called by a placeholder in help.
  case text(String)
  /// One of some words.
  case choice([String])
  /// Words separated by commas, each one of a list if that is not empty.
  case list(String, of: [String])
  /// A path of a file.
  case file
  /// A path of a folder.
  case folder
}

/// An option of a command: from this table come parsing, help, shell completions and the manual page.
struct OptionSpecification: Sendable {
  /// The name without dashes.
  let name: String
  /// A one-letter form.
  var short: Character?
  /// What it takes.
  let value: OptionValue
  /// What it does, in a sentence without a full stop.
  let help: String
  /// What holds where it is not given.
  var defaultText: String?
  /// Whether it may be given more than once.
  var repeats = false

  /// A flag or an option with a value.
  init(
    _ name: String, short: Character? = nil, _ value: OptionValue, _ help: String,
    default defaultText: String? = nil, repeats: Bool = false
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.help = help
    self.defaultText = defaultText
    self.repeats = repeats
  }

  /// The placeholder of the value in help; nil for a flag.
  var placeholder: String? {
    switch value {
    case .flag: nil
    case .text(let name), .list(let name, _): name
    case .choice(let words): isLong(words) ? "NAME" : words.joined(separator: "|")
    case .file: "FILE"
    case .folder: "DIR"
    }
  }

  /// The words a value may be; empty where there is no list.
  var choices: [String] {
    switch value {
    case .choice(let words), .list(_, let words): words
    default: []
    }
  }

  /// Whether a list of words is too long to stand in an option's synopsis.
  private func isLong(_ words: [String]) -> Bool { words.reduce(0) { $0 + $1.count + 1 } > 45 }

  /// What help says of the option: what it does, its words where the synopsis has no room, its default.
  var explanation: String {
    var text = help
    if case .choice(let words) = value, isLong(words) { text += ": \(words.joined(separator: ", "))" }
    if let defaultText { text += " (default: \(defaultText))" }
    return text
  }

  /// The option as help shows it.
  var synopsis: String {
    (short.map { "-\($0), " } ?? "") + "--\(name)" + (placeholder.map { " \($0)" } ?? "")
  }
}

/// A word that a command takes by position.
struct PositionalSpecification: Sendable {
  /// What help calls it.
  let name: String
  /// What it is.
  let help: String
  /// Whether it must be given.
  let isRequired: Bool
  /// Whether any number of words may follow it; for the last one.
  var repeats = false
  /// The words it may be; empty where there is no list.
  var choices: [String] = []
}

/// A command: what it is called, takes and does.
struct CommandSpecification: Sendable {
  let name: String
  /// What it answers, in one line.
  let summary: String
  /// What a person should know before using it; paragraphs.
  let discussion: [String]
  var positionals: [PositionalSpecification] = []
  let options: [OptionSpecification]
  /// Command lines with what they show.
  let examples: [(command: String, shows: String)]
  /// Whether `--output` names something other than a file for the result, which the command sees to.
  var writesOutputItself = false
  /// Carries it out.
  let run: @Sendable (ParsedArguments, Console) throws -> CommandOutput

  /// All options, the help flag included.
  var allOptions: [OptionSpecification] {
    options + [OptionSpecification("help", short: "h", .flag, "show this help")]
  }
}

/// What a command leaves behind.
struct CommandOutput {
  /// What is to be written.
  enum Content {
    /// An answer, in the form that `--format` names.
    case report(Report)
    /// A text that has one form.
    case text(String)
  }

  /// For standard output, or for the file that `--output` names.
  var content: Content
  /// Whether the content is for standard output whatever `--output` names, as a script is whose commands write that file.
  var ignoresOutputOption = false
  /// The exit status.
  var status: ExitStatus = .done

  /// Leaves an answer behind.
  init(_ report: Report, status: ExitStatus = .done) {
    content = .report(report)
    self.status = status
  }

  /// Leaves a text behind.
  init(text: String, ignoresOutputOption: Bool = false, status: ExitStatus = .done) {
    content = .text(text)
    self.ignoresOutputOption = ignoresOutputOption
    self.status = status
  }

  /// The content as text.
  func text(as form: Form, on page: TextPage) -> String {
    switch content {
    case .report(let report): report.written(as: form, on: page)
    case .text(let text): text
    }
  }
}
