import Testing

@testable import mdad

@Suite struct HelpTests {
  @Test func everyCommandIsListedUnderItsName() {
    #expect(CommandSpecification.each.map(\.name) == CommandSpecification.all.map(\.name))
  }

  /// `-h` is a screen, whatever the command.
  @Test func theShortHelpOfEveryCommandFitsAScreen() {
    for command in CommandSpecification.all {
      let screen = run([command.name, "-h"])
      let lines = screen.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(screen.status == 0)
      #expect(lines.count <= 24, "\(command.name): \(lines.count) lines")
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(command.name)")
      #expect(screen.output.contains("mdad \(command.name) --help"))
      for positional in command.positionals { #expect(screen.output.contains(positional.name)) }
    }
  }

  /// `--help` has every option once, under one of four headings.
  @Test func theFullHelpGroupsEveryOption() {
    for command in CommandSpecification.all {
      let lines = run([command.name, "--help"]).output.split(separator: "\n").map(String.init)
      for option in command.allOptions {
        let head = "  " + option.synopsis
        #expect(lines.count { $0 == head || $0.hasPrefix(head + " ") } == 1, "\(command.name) \(option.name)")
      }
      let headings = OptionGroup.allCases.map(\.rawValue)
      let shown = lines.filter { headings.contains($0) }
      #expect(shown == headings.filter { shown.contains($0) })
      #expect(shown.contains("Output"))
    }
    #expect(AnyOption.gap.group == .question)
    #expect(AnyOption.matrix.group == .data)
    #expect(AnyOption.trials.group == .simulation)
    #expect(AnyOption.plot.group == .output)
  }

  @Test func everyTopicIsExplained() {
    for topic in HelpTopic.allCases {
      let page = run(["help", topic.rawValue])
      #expect(page.status == 0)
      #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(run(["--help"]).output.contains(topic.rawValue))
    }
    let methods = run(["help", "methods"]).output
    for method in AnyOption.methodNames where method != "all" { #expect(methods.contains("  \(method):"), "\(method)") }
    #expect(run(["help", "method"]).error.contains("did you mean methods?"))
  }

  @Test func theManualIsShortAndHasEveryOptionOnce() {
    let page = run(["man"]).output
    #expect(page.split(separator: "\n").count < 600)
    for option in Set(CommandSpecification.all.flatMap(\.allOptions).map(\.name)) {
      let name = "\\-\\-" + option.replacing("-", with: "\\-")
      let entries = page.split(separator: "\n").filter { line in
        line.hasPrefix(".B ") && line.split { " ,".contains($0) }.contains { $0 == name }
      }
      #expect(entries.count == 1, "\(option)")
    }
  }

  /// `Checks/completions.py` completes lines in the shells themselves.
  @Test func completionsKnowBenchmarksAndWhatEachKindTakes() {
    for shell in ["bash", "zsh", "fish"] { #expect(run(["completions", shell]).output.contains("swebench_verified")) }
    let scores = CommandSpecification.audit.options.first { $0.name == "scores" }
    #expect(scores?.isTaken(after: "claim") == true)
    #expect(scores?.isTaken(after: "subset") == false)
    #expect(scores?.isTaken(after: nil) == false)
    let trials = CommandSpecification.table.options.first { $0.name == "trials" }
    #expect(trials?.isTaken(after: nil) == true)
    #expect(trials?.isTaken(after: "show") == false)
    #expect(Completions.kinds(of: .audit) == ["subset", "scores", "claim", "table"])
    #expect(Completions.kinds(of: .plan).isEmpty)
  }
}
