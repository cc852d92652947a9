/// A word that a command takes by position.
struct PositionalSpecification: Sendable {
  /// Its name in help.
  let name: String
  /// What it is.
  let help: String
  /// Whether it must be given.
  let isRequired: Bool
  /// Whether any number of words may be given; only for the last position.
  var repeats = false
  /// The words it may be; empty if it may be anything.
  var choices: [String] = []
  /// What a message calls one of its words.
  var noun = "argument"
}

/// A command: its name, what it takes and what it does.
struct CommandSpecification: Sendable {
  let name: String
  /// What it answers, in one line.
  let summary: String
  /// What a person should know before using it, in paragraphs.
  let discussion: [String]
  var positionals: [PositionalSpecification] = []
  let options: [AnyOption]
  /// Command lines with what they show.
  let examples: [(command: String, shows: String)]
  /// Whether the command itself handles `--output`, because it is not simply the file for the result.
  var writesOutputItself = false
  /// Carries it out.
  let run: @Sendable (ParsedArguments, Console) throws -> CommandOutput

  /// All options, the help flag included.
  var allOptions: [AnyOption] { options + [.help] }
}

extension AnyOption {
  static let help = Option("help", short: "h", "show this help; -h shows a screen of it")
}
