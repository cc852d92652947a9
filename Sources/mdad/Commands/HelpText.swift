import Planner

/// Help pages, made from the commands' declarations.
enum Help {
  /// The exit statuses and what they mean.
  static let statuses: [(Int32, String)] = [
    (0, "done"), (1, "audit --check: the verdict is not sound"),
    (64, "the command line is wrong"), (65, "the input is malformed"),
    (66, "an input does not exist"), (70, "an internal fault"), (73, "the output cannot be created"),
    (74, "reading or writing failed"),
  ]

  /// Returns what `mdad --help` shows.
  static func overview(_ console: Console) -> String {
    let width = CommandSpecification.all.map(\.name.count).max() ?? 0
    var text =
      console.wrapped(
        "mdad \(programVersion): how many benchmark items, chosen how, are enough to rank language models?") + "\n\n"
    text += console.bold("Usage:") + " mdad COMMAND [OPTIONS]\n\n" + console.bold("Commands") + "\n"
    for command in CommandSpecification.all {
      text += entry(command.name, command.summary, column: width + 4, console)
    }
    text += "\n" + console.bold("Start here") + "\n  mdad plan --benchmark gpqa --gap 5\n\n"
    text += console.wrapped(
      "mdad COMMAND --help explains a command. Gaps, accuracies, errors and MDADs are in accuracy points (0 to 100).")
    return text + "\n"
  }

  /// Returns what `mdad COMMAND --help` shows.
  static func page(of command: CommandSpecification, _ console: Console) -> String {
    var text = console.wrapped("mdad \(command.name): \(command.summary)") + "\n\n"
    text += console.bold("Usage:") + " \(usage(command))\n\n"
    for paragraph in command.discussion { text += console.wrapped(paragraph) + "\n\n" }
    if !command.positionals.isEmpty {
      text += console.bold("Arguments") + "\n"
      for positional in command.positionals {
        text += entry(positional.name, positional.help, column: 26, console)
      }
      text += "\n"
    }
    text += console.bold("Options") + "\n"
    for option in command.allOptions {
      text += entry(option.synopsis, option.explanation(in: command), column: 26, console)
    }
    text += "\n" + console.bold("Examples") + "\n"
    for (line, shows) in command.examples {
      text += continued(line, width: console.width) + "\n" + console.wrapped(shows, indent: 6) + "\n"
    }
    return text
  }

  /// Returns the form of a command line.
  static func usage(_ command: CommandSpecification) -> String {
    let words = command.positionals.map { ($0.isRequired ? $0.name : "[\($0.name)]") + ($0.repeats ? "…" : "") }
    return (["mdad", command.name] + words + ["[OPTIONS]"]).joined(separator: " ")
  }

  /// Splits a command line that is too long for one line.
  private static func continued(_ line: String, width: Int) -> String {
    TextPage(width: width - 2).wrapped(line, indent: 2, hanging: 6).split(separator: "\n").joined(separator: " \\\n")
  }

  private static func entry(_ name: String, _ help: String, column: Int, _ console: Console) -> String {
    let head = "  " + name
    if head.count + 2 <= column {
      let padded = head + String(repeating: " ", count: column - head.count)
      let body = console.wrapped(help, indent: column)
      return padded + body.dropFirst(column) + "\n"
    }
    return head + "\n" + console.wrapped(help, indent: column) + "\n"
  }
}
