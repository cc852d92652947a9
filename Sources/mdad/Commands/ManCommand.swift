import Planner

extension CommandSpecification {
  static let man = CommandSpecification(
    name: "man",
    summary: "the manual page",
    discussion: ["Prints the manual page in roff. Read it with mdad man | man -l -, or save it as mdad.1 for man."],
    options: [.output],
    examples: [("mdad man | man -l -", "read the manual page"), ("mdad man -o mdad.1", "save it")],
    run: { _, _ in CommandOutput(text: ManualPage.text()) })
}

/// The manual page, made from the commands' declarations: each command in short, and each option once.
enum ManualPage {
  static func text() -> String {
    var text = ".TH MDAD 1 \"\" \"mdad \(programVersion)\" \"User Commands\"\n.SH NAME\n"
    text += "mdad \\- how many benchmark items, chosen how, are enough to rank language models\n"
    text += ".SH SYNOPSIS\n.B mdad\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n"
    text +=
      escaped(
        "Plans evaluations of language models on k items of a benchmark. Gaps, accuracies, errors and MDADs are in "
          + "accuracy points (0 to 100); MDAD is the minimum detectable ability difference, the smallest gap on the "
          + "full benchmark that k items rank correctly with probability 0.8. mdad COMMAND --help says all about a "
          + "command.") + "\n"
    for command in CommandSpecification.all { text += section(command) }
    text += ".SH OPTIONS\n.PD 0\n"
    for (option, command) in options() {
      text += ".TP\n.B \(escaped(option.synopsis))\n\(escaped(option.explanation(in: command)))\n"
    }
    text += ".PD\n.SH EXIT STATUS\n.PD 0\n"
    for (status, meaning) in Help.statuses { text += ".TP\n.B \(status)\n\(escaped(meaning))\n" }
    return text
  }

  private static func section(_ command: CommandSpecification) -> String {
    var text = ".SH \"\(command.name.uppercased())\"\n.B \(escaped(Help.usage(command)))\n.br\n"
    text += escaped(command.summary.prefix(1).uppercased() + command.summary.dropFirst()) + ".\n"
    let names = command.options.map { "--\($0.name)" }
    if !names.isEmpty { text += escaped("Options: \(names.joined(separator: ", ")).") + "\n" }
    if let example = command.examples.first { text += ".br\n" + escaped("Example: \(example.command)") + "\n" }
    return text
  }

  /// Every option once, by the alphabet, with the first command that takes it. Of several that share a name the first
  /// stands for all.
  private static func options() -> [(AnyOption, CommandSpecification)] {
    var known: [String: (AnyOption, CommandSpecification)] = [:]
    for command in CommandSpecification.all {
      for option in command.allOptions where known[option.name] == nil { known[option.name] = (option, command) }
    }
    return known.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    // roff takes a line that begins with a dot or a quote for a request.
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
