extension CommandSpecification {
  static let help = CommandSpecification(
    name: "help",
    summary: "explains a command",
    discussion: ["mdad help COMMAND shows what mdad COMMAND --help shows."],
    positionals: [PositionalSpecification(name: "COMMAND", help: "the command to explain", isRequired: false)],
    options: [],
    examples: [("mdad help plan", "all about plan")],
    run: { arguments, console in
      guard let name = arguments.positionals.first else { return CommandOutput(text: Help.overview(console)) }
      guard let command = CommandSpecification.named(name) else {
        let hint = suggestion(for: name, among: CommandSpecification.all.map(\.name))
        throw UsageError("there is no command \"\(name)\"" + (hint.isEmpty ? "; see mdad --help" : hint))
      }
      return CommandOutput(text: Help.page(of: command, console))
    })
}
