extension CommandSpecification {
  static let completions = CommandSpecification(
    name: "completions",
    summary: "shell completions for bash, zsh or fish",
    discussion: [
      "Prints a script that completes commands, options and their words. For bash: source <(mdad completions bash), or "
        + "save it where bash-completion looks; for zsh save it as _mdad in a folder of fpath; for fish as "
        + "~/.config/fish/completions/mdad.fish."
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
  static func bash() -> String {
    let commands = CommandSpecification.all.map(\.name).joined(separator: " ")
    var text = """
      # bash completion for mdad
      _mdad() {
        local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(commands) --help --version" -- "$word"))
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
        switch option.shape {
        case .flag: break
        case _ where !option.shape.choices.isEmpty:
          text +=
            "        \(names)) COMPREPLY=($(compgen -W \"\(option.shape.choices.joined(separator: " "))\" -- "
            + "\"$word\")); return ;;\n"
        case .file, .newFile: text += "        \(names)) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
        case .folder: text += "        \(names)) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
        default: text += "        \(names)) return ;;\n"
        }
      }
      let words =
        command.positionals.flatMap(\.choices) + command.allOptions.map { "--\($0.name)" }
        + (command.name == "help" ? CommandSpecification.all.map(\.name) : [])
      text += "      esac\n      COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")) ;;\n"
    }
    return text + "  esac\n}\ncomplete -o filenames -F _mdad mdad\n"
  }

  static func zsh() -> String {
    func quoted(_ text: String) -> String {
      text.map { "'[]:\\".contains($0) ? ($0 == "'" ? "'\\''" : "\\\($0)") : String($0) }.joined()
    }
    var text = "#compdef mdad\n_mdad() {\n  local -a commands\n  commands=(\n"
    for command in CommandSpecification.all { text += "    '\(command.name):\(quoted(command.summary))'\n" }
    text += "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
    text += "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n"
    for command in CommandSpecification.all {
      text += "    \(command.name))\n      _arguments \\\n"
      for option in command.allOptions {
        let action: String =
          switch option.shape {
          case .flag: ""
          case .choice(let words): ":value:(\(words.joined(separator: " ")))"
          case .list(_, let words) where !words.isEmpty: ":value:_values -s , value \(words.joined(separator: " "))"
          case .file, .newFile: ":file:_files"
          case .folder: ":folder:_files -/"
          default: ":value:"
          }
        text += "        '\(option.repeats ? "*" : "")--\(option.name)[\(quoted(option.help))]\(action)' \\\n"
      }
      let words =
        command.name == "help" ? CommandSpecification.all.map(\.name) : command.positionals.first?.choices ?? []
      text += words.isEmpty ? "        '*::'\n" : "        '1:word:(\(words.joined(separator: " ")))'\n"
      text += "      ;;\n"
    }
    return text + "  esac\n}\n_mdad \"$@\"\n"
  }

  static func fish() -> String {
    func quoted(_ text: String) -> String {
      "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
    }
    var text = "# fish completion for mdad\ncomplete -c mdad -f\n"
    for command in CommandSpecification.all {
      text += "complete -c mdad -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))\n"
    }
    for command in CommandSpecification.all {
      let condition = "-n '__fish_seen_subcommand_from \(command.name)'"
      for option in command.allOptions {
        var line = "complete -c mdad \(condition) -l \(option.name)" + (option.short.map { " -s \($0)" } ?? "")
        switch option.shape {
        case .flag: break
        case .file, .newFile: line += " -r -F"
        case .folder: line += " -x -a '(__fish_complete_directories)'"
        default:
          line +=
            " -x" + (option.shape.choices.isEmpty ? "" : " -a \(quoted(option.shape.choices.joined(separator: " ")))")
        }
        text += line + " -d \(quoted(option.help))\n"
      }
      let words =
        command.name == "help" ? CommandSpecification.all.map(\.name) : command.positionals.first?.choices ?? []
      if !words.isEmpty { text += "complete -c mdad \(condition) -a \(quoted(words.joined(separator: " ")))\n" }
    }
    return text
  }
}
