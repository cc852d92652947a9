import Planner

extension CommandSpecification {
  static let completions = CommandSpecification(
    name: "completions",
    summary: "shell completions for bash, zsh or fish",
    discussion: [
      "Prints a script that completes commands, options, benchmarks, methods and other words, also after a comma, and "
        + "files. For bash: source <(mdad completions bash), or save it where bash-completion looks; for zsh save it "
        + "as _mdad in a folder of fpath; for fish as ~/.config/fish/completions/mdad.fish."
    ],
    positionals: [
      PositionalSpecification(
        name: "SHELL", help: "bash, zsh or fish", isRequired: true, choices: ["bash", "zsh", "fish"],
        noun: "shell")
    ],
    options: [.output],
    examples: [("source <(mdad completions bash)", "completions in this shell")],
    run: { arguments, _ in
      switch arguments.positionals[0] {
      case "bash": CommandOutput(text: Completions.bash())
      case "zsh": CommandOutput(text: Completions.zsh())
      default: CommandOutput(text: Completions.fish())
      }
    })
}

/// Completion scripts, made from the commands' declarations.
enum Completions {
  /// What completes an option's value or a word.
  enum Kind {
    case nothing, file, folder
    case words([String])
    case list([String])
  }

  /// The benchmarks with a table or published figures.
  private static let benchmarks = (try? TableLibrary.shipped().benchmarkNames) ?? []

  /// Returns what completes an option's value; nil for a flag.
  static func kind(of option: AnyOption) -> Kind? {
    let isBenchmark = option.name == AnyOption.benchmark.name
    return switch option.shape {
    case .flag: nil
    case .file, .newFile: .file
    case .folder: .folder
    case .choice(let words): .words(words)
    case .list(_, let words): isBenchmark ? .list(benchmarks) : words.isEmpty ? .nothing : .list(words)
    case .text: isBenchmark ? .words(benchmarks) : .nothing
    }
  }

  /// Returns what completes a command's words.
  static func kind(ofWordsOf command: CommandSpecification) -> Kind {
    guard let first = command.positionals.first else { return .nothing }
    if command.name == CommandSpecification.help.name { return .words(CommandSpecification.explained) }
    return first.choices.isEmpty ? .file : .words(first.choices)
  }

  /// The words by which a command's options differ, such as the kinds of `audit`; empty for most commands.
  static func kinds(of command: CommandSpecification) -> [String] {
    let words = command.positionals.first?.choices ?? []
    let differs = command.options.contains { option in
      words.contains { option.isTaken(after: $0) != option.isTaken(after: nil) }
    }
    return differs ? words : []
  }

  static func bash() -> String {
    let commands = CommandSpecification.all.map(\.name).joined(separator: " ")
    var text = """
      # bash completion for mdad
      _mdad_words() { COMPREPLY=($(compgen -W "$1" -- "$word")); }
      _mdad_list() {
        local head=""
        case "$word" in *,*) head="${word%,*},";; esac
        COMPREPLY=($(compgen -P "$head" -W "$1" -- "${word##*,}"))
        compopt -o nospace 2>/dev/null
      }
      _mdad_files() { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); }
      _mdad() {
        local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"
        [ "$before" = "=" ] && before="${COMP_WORDS[COMP_CWORD-2]}"
        [ "$word" = "=" ] && { word=""; }
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          _mdad_words "\(commands) --help --version"
          return
        fi
        case "$command" in

      """
    for command in CommandSpecification.all {
      text += "    \(command.name))\n      case \"$before\" in\n"
      for option in command.allOptions {
        let names =
          ([option.name] + option.aliases).map { "--\($0)" }.joined(separator: "|")
          + (option.short.map { "|-\($0)" } ?? "")
        switch kind(of: option) {
        case nil: break
        case .words(let words): text += "        \(names)) _mdad_words \"\(words.joined(separator: " "))\"; return ;;\n"
        case .list(let words): text += "        \(names)) _mdad_list \"\(words.joined(separator: " "))\"; return ;;\n"
        case .file: text += "        \(names)) _mdad_files; return ;;\n"
        case .folder:
          text +=
            "        \(names)) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
        case .nothing: text += "        \(names)) return ;;\n"
        }
      }
      text += "      esac\n"
      text += byKind(of: command, word: "\"${COMP_WORDS[2]}\"") { bashWords(command, after: $0, indent: $1) }
      text += "      ;;\n"
    }
    return text + "  esac\n}\ncomplete -F _mdad mdad\n"
  }

  /// Returns what completes a command in bash or zsh: where it has kinds, one case for each, and one for no kind yet.
  ///
  /// - Parameters:
  ///   - word: what the shell calls the word that names the kind.
  ///   - completion: what completes after a kind, or before any, with an indentation.
  private static func byKind(
    of command: CommandSpecification, word: String, completion: (_ kind: String?, _ indent: String) -> String
  ) -> String {
    let kinds = kinds(of: command)
    if kinds.isEmpty { return completion(nil, "      ") }
    let cases = kinds.map { "        \($0))\n" + completion($0, "          ") + "          ;;\n" }.joined()
    return "      case \(word) in\n" + cases + "        *)\n" + completion(nil, "          ")
      + "          ;;\n      esac\n"
  }

  private static func bashWords(_ command: CommandSpecification, after kind: String?, indent: String) -> String {
    let options = command.allOptions.filter { $0.isTaken(after: kind) }.map { "--\($0.name)" }.joined(separator: " ")
    switch kind == nil ? Completions.kind(ofWordsOf: command) : wordsAfterKind(of: command) {
    case .words(let words): return indent + "_mdad_words \"\(words.joined(separator: " ")) \(options)\"\n"
    case .file: return indent + "case \"$word\" in -*) _mdad_words \"\(options)\";; *) _mdad_files;; esac\n"
    default: return indent + "_mdad_words \"\(options)\"\n"
    }
  }

  /// What completes the word after a kind: a benchmark after `table show`.
  private static func wordsAfterKind(of command: CommandSpecification) -> Kind {
    command.positionals.count > 1 ? .words(benchmarks) : .nothing
  }

  static func zsh() -> String {
    var text = "#compdef mdad\n_mdad() {\n  local -a commands\n  commands=(\n"
    for command in CommandSpecification.all { text += "    '\(command.name):\(zshQuoted(command.summary))'\n" }
    text += "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
    text += "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n"
    for command in CommandSpecification.all {
      text += "    \(command.name))\n"
      text += byKind(of: command, word: "$words[2]") { zshArguments(command, after: $0, indent: $1) }
      text += "      ;;\n"
    }
    return text + "  esac\n}\n_mdad \"$@\"\n"
  }

  private static func zshArguments(_ command: CommandSpecification, after kind: String?, indent: String) -> String {
    func action(_ kind: Kind?) -> String {
      switch kind {
      case nil: ""
      case .words(let words): ":value:(\(words.joined(separator: " ")))"
      case .list(let words): ":value:_values -s , value \(words.joined(separator: " "))"
      case .file: ":file:_files"
      case .folder: ":folder:_files -/"
      case .nothing: ":value:"
      }
    }
    var lines: [String] = []
    for option in command.allOptions where option.isTaken(after: kind) {
      let name = (option.repeats ? "*" : "") + "--\(option.name)"
      lines.append(
        "'\(name)[\(zshQuoted(option.help))]\(action(Completions.kind(of: option)))'"
      )
    }
    switch Completions.kind(ofWordsOf: command) {
    case .words(let words): lines.append("'1:word:(\(words.joined(separator: " ")))'")
    case .file: lines.append("'*:file:_files'")
    default: break
    }
    if kind != nil, case .words(let words) = wordsAfterKind(of: command) {
      lines.append("'2:word:(\(words.joined(separator: " ")))'")
    }
    return indent + "_arguments \\\n" + lines.map { indent + "  " + $0 }.joined(separator: " \\\n") + "\n"
  }

  private static func zshQuoted(_ text: String) -> String {
    text.map { "'[]:\\".contains($0) ? ($0 == "'" ? "'\\''" : "\\\($0)") : String($0) }.joined()
  }

  static func fish() -> String {
    var text = """
      # fish completion for mdad
      function __mdad_list
        set -l head (string match -r '^(?:--[^=]*=)?(.*,)' -- (commandline -ct))[2]
        for word in $argv
          echo "$head$word"
        end
      end
      complete -c mdad -f

      """
    for command in CommandSpecification.all {
      text += "complete -c mdad -n __fish_use_subcommand -a \(command.name) -d \(fishQuoted(command.summary))\n"
    }
    for command in CommandSpecification.all {
      let seen = "__fish_seen_subcommand_from \(command.name)"
      let kinds = kinds(of: command)
      for option in command.allOptions {
        let taken = kinds.filter { option.isTaken(after: $0) }
        var condition = seen
        if !kinds.isEmpty {
          let others = kinds.filter { !taken.contains($0) }.joined(separator: " ")
          if !option.isTaken(after: nil) {
            condition += "; and __fish_seen_subcommand_from \(taken.joined(separator: " "))"
          } else if !others.isEmpty {
            condition += "; and not __fish_seen_subcommand_from \(others)"
          }
        }
        var line = "complete -c mdad -n '\(condition)' -l \(option.name)" + (option.short.map { " -s \($0)" } ?? "")
        switch kind(of: option) {
        case nil: break
        case .file: line += " -r -F"
        case .folder: line += " -x -a '(__fish_complete_directories)'"
        case .words(let words): line += " -x -a \(fishQuoted(words.joined(separator: " ")))"
        case .list(let words): line += " -x -a '(__mdad_list \(words.joined(separator: " ")))'"
        case .nothing: line += " -x"
        }
        text += line + " -d \(fishQuoted(option.help))\n"
      }
      switch kind(ofWordsOf: command) {
      case .words(let words):
        let isFirst =
          words.contains(command.name)
          ? seen : "\(seen); and not __fish_seen_subcommand_from \(words.joined(separator: " "))"
        text += "complete -c mdad -n '\(isFirst)' -a \(fishQuoted(words.joined(separator: " ")))\n"
      case .file: text += "complete -c mdad -n '\(seen)' -F\n"
      default: break
      }
      if !kinds.isEmpty, case .words(let words) = wordsAfterKind(of: command) {
        text +=
          "complete -c mdad -n '\(seen); and __fish_seen_subcommand_from \(kinds.joined(separator: " "))' -a "
          + "\(fishQuoted(words.joined(separator: " ")))\n"
      }
    }
    return text
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
