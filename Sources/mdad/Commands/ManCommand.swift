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

/// The manual page, made from the commands' declarations.
enum ManualPage {
  static func text() -> String {
    var text = ".TH MDAD 1 \"\" \"mdad \(programVersion)\" \"User Commands\"\n.SH NAME\n"
    text += "mdad \\- how many benchmark items, chosen how, are enough to rank language models\n"
    text += ".SH SYNOPSIS\n.B mdad\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n"
    text +=
      escaped(
        "Plans evaluations of language models on k items of a benchmark. Gaps, accuracies, errors and MDADs are in "
          + "accuracy points (0 to 100); MDAD is the minimum detectable ability difference, the smallest gap on the "
          + "full benchmark that k items rank correctly with probability 0.8.") + "\n"
    for command in CommandSpecification.all {
      text += ".SH \"\(command.name.uppercased())\"\n.B \(escaped(Help.usage(command)))\n.PP\n"
      text += escaped(command.summary) + "\n"
      for paragraph in command.discussion { text += ".PP\n\(escaped(paragraph))\n" }
      for positional in command.positionals {
        text += ".TP\n.I \(escaped(positional.name))\n\(escaped(positional.help))\n"
      }
      for option in command.allOptions {
        text += ".TP\n.B \(escaped(option.synopsis))\n"
        text += escaped(option.explanation(in: command)) + "\n"
      }
      for (line, shows) in command.examples {
        text += ".PP\n\(escaped(shows)):\n.PP\n.nf\n.RS\n\(escaped(line))\n.RE\n.fi\n"
      }
    }
    text += ".SH EXIT STATUS\n"
    for (status, meaning) in Help.statuses { text += ".TP\n.B \(status)\n\(escaped(meaning))\n" }
    return text
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
