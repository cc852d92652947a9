extension CommandSpecification {
  static let help = CommandSpecification(
    name: "help",
    summary: "explains a command or a topic",
    discussion: [
      "mdad help COMMAND shows what mdad COMMAND --help shows. Topics: "
        + HelpTopic.allCases.map(\.rawValue).joined(separator: ", ") + "."
    ],
    positionals: [
      PositionalSpecification(name: "COMMAND", help: "the command or topic to explain", isRequired: false)
    ],
    options: [],
    examples: [("mdad help plan", "all about plan"), ("mdad help methods", "what each method does")],
    run: { arguments, console in
      guard let name = arguments.positionals.first else { return CommandOutput(text: Help.overview(console)) }
      if let topic = HelpTopic(rawValue: name) { return CommandOutput(text: topic.text(console)) }
      guard let command = CommandSpecification.named(name) else {
        let known = CommandSpecification.all.map(\.name) + HelpTopic.allCases.map(\.rawValue)
        let hint = suggestion(for: name, among: known)
        throw UsageError("there is no command or topic \"\(name)\"" + (hint.isEmpty ? "; see mdad --help" : hint))
      }
      return CommandOutput(text: Help.page(of: command, console))
    })

  /// What `help` explains.
  static var explained: [String] { all.map(\.name) + HelpTopic.allCases.map(\.rawValue) }
}
