/// A word that a command takes by position.
struct PositionalSpecification: Sendable {
  /// Its name in help.
  let name: String
  /// What it is.
  let help: String
  /// Whether it must be given.
  let isRequired: Bool
  /// Whether any number of words may follow it; for the last one.
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
  /// What a person should know before using it; paragraphs.
  let discussion: [String]
  var positionals: [PositionalSpecification] = []
  let options: [AnyOption]
  /// Command lines with what they show.
  let examples: [(command: String, shows: String)]
  /// Whether `--output` names something other than a file for the result, which the command sees to.
  var writesOutputItself = false
  /// Carries it out.
  let run: @Sendable (ParsedArguments, Console) throws -> CommandOutput

  /// All options, the help flag included.
  var allOptions: [AnyOption] { options + [.help] }
}

extension AnyOption {
  static let help = Option("help", short: "h", "show this help")
}
