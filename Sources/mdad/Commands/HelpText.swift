import Planner

/// Help pages, made from the commands' declarations.
enum Help {
  /// The exit statuses and what they mean.
  static let statuses: [(Int32, String)] = [
    (0, "done"), (1, "audit --check: the verdict is not sound; compare --check: the answer is no"),
    (2, "compare --check: nothing shows what the answer is"),
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
      "mdad COMMAND -h explains a command on a screen, --help in full; mdad help "
        + HelpTopic.allCases.map(\.rawValue).joined(separator: ", ")
        + " are topics. Gaps, accuracies, errors and MDADs "
        + "are in accuracy points (0 to 100).")
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
    for group in OptionGroup.allCases {
      let options = command.allOptions.filter { $0.group == group }
      if options.isEmpty { continue }
      text += console.bold(group.rawValue) + "\n"
      for option in options { text += entry(option.synopsis, option.explanation(in: command), column: 26, console) }
      text += "\n"
    }
    text += console.bold("Examples") + "\n"
    for (line, shows) in command.examples {
      text += continued(line, width: console.width) + "\n" + console.wrapped(shows, indent: 6) + "\n"
    }
    return text
  }

  /// Returns what `mdad COMMAND -h` shows: what is asked most, on a screen of 24 lines.
  static func screen(of command: CommandSpecification, _ console: Console) -> String {
    var text = console.wrapped("mdad \(command.name): \(command.summary)") + "\n\n"
    text += console.bold("Usage:") + " \(usage(command))\n\n"
    let words = command.positionals.map { ($0.name, $0.help) }
    let options = Array(mostAsked(command).prefix(11 - words.count)).map { ($0.synopsis, $0.help) }
    let column = min(26, ((words + options).map(\.0.count).max() ?? 0) + 4)
    for (name, help) in words + options { text += line(name, help, column: column, console) + "\n" }
    text += "\n"
    let examples = command.examples.map(\.command).filter { $0.count + 2 <= console.width }
    for example in examples.prefix(3) { text += "  \(example)\n" }
    return text + "\n" + console.wrapped("Everything: mdad \(command.name) --help") + "\n"
  }

  /// Returns the options that examples use, then others about the question, then the form of the result.
  private static func mostAsked(_ command: CommandSpecification) -> [AnyOption] {
    let examples = command.examples.map { $0.command.split { " =".contains($0) } }
    func isUsed(_ option: AnyOption) -> Bool {
      let names = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
      return examples.contains { words in words.contains { names.contains(String($0)) } }
    }
    let last = command.options.filter { ["format", "output"].contains($0.name) }
    let rest = command.options.filter { option in !last.contains { $0 === option } }
    let first = rest.filter(isUsed) + rest.filter { !isUsed($0) && $0.group == .question }
    return Array(first.prefix(11 - command.positionals.count - last.count)) + last
  }

  /// Returns a name with as much of its help as fits on one line.
  private static func line(_ name: String, _ help: String, column: Int, _ console: Console) -> String {
    let head = "  " + name
    let start = head + String(repeating: " ", count: max(2, column - head.count))
    let room = console.width - start.count
    guard help.count > room else { return start + help }
    var words = help.prefix(max(0, room - 1)).split(separator: " ", omittingEmptySubsequences: false).dropLast()
    while let last = words.last, last.isEmpty || ",;:(".contains(last.last ?? "x") {
      let shorter = last.dropLast()
      words = words.dropLast() + (shorter.isEmpty ? [] : [shorter])
    }
    return start + words.joined(separator: " ") + "…"
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
