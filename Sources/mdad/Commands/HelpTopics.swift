import Planner
import Simulate

/// Names what help explains besides commands.
enum HelpTopic: String, CaseIterable {
  case methods, input, guarantees

  /// Returns the explanation.
  func text(_ console: Console) -> String {
    switch self {
    case .methods: HelpTopic.methods(console)
    case .input: HelpTopic.input(console)
    case .guarantees: HelpTopic.guarantees(console)
    }
  }

  private static func methods(_ console: Console) -> String {
    func section(_ heading: String, _ guarantee: Method.Guarantee) -> String {
      let lines = Method.all.filter { $0.guarantee == guarantee }.map { method in
        console.wrapped("  \(method.name): \(method.summary)\(needs(method))", indent: 2, hanging: 6) + "\n"
      }
      return "\n" + console.bold(heading) + "\n" + lines.joined()
    }
    return console.wrapped(
      "Methods choose k items and estimate scores from them. --method takes one or several, separated by commas.")
      + "\n"
      + section("Randomised: the draw makes the estimate right for any models", .randomised)
      + section("Learned: right as far as models resemble those learned from", .learned)
      + section("Fixed: neither drawn nor learned; shown as a warning", .fixed) + "\n"
      + console.wrapped("docs/methods.md has the papers. mdad help guarantees says what a guarantee is worth.") + "\n"
  }

  private static func needs(_ method: Method) -> String {
    switch method.needs {
    case .nothing: ""
    case .labels: " (needs labels)"
    case .sourceResponses:
      method.readsFrame ? " (needs other models' answers, or a shipped frame)" : " (needs other models' answers)"
    }
  }

  private static func input(_ console: Console) -> String {
    let paragraphs = [
      "--matrix takes a file or a folder; - is standard input. These are read as they are, compressed by gzip too: "
        + MatrixFile.formats.joined(separator: "; ") + ".",
      "A CSV or TSV file has a row per item and a column per model, with scores 0/1, true/false, 0 to 1, or 0 to 100 "
        + "with --percent; 7/12 says that 7 of 12 answers are right, and --score what the score then is. Columns named "
        + "item, subtask (subset, category) and cluster are labels. With a column named model, or --rows models, a row "
        + "is a model.",
      "Missing scores (empty, NA, NaN, null) are an error until --missing drop-items, drop-models or wrong says what "
        + "to do. So is a second score of a model and item (--duplicates), and a text column that is no label "
        + "(--ignore-columns).",
      "Start with mdad describe --matrix FILE. mdad import FOLDER -o scores.csv turns logs into a matrix once, and "
        + "names the runs that it passed over.",
    ]
    return paragraphs.map { console.wrapped($0) + "\n" }.joined(separator: "\n")
  }

  private static func guarantees(_ console: Console) -> String {
    let regimes = Regime.allCases.map { "\($0.rawValue) (\($0.newModels))" }.joined(separator: ", ")
    let paragraphs = [
      "A randomised method draws the items, and its estimate is right on average for any model, by the draw alone. Its "
        + "size is the largest that was enough in any regime measured: \(regimes). So the first answer of mdad plan "
        + "holds for any models.",
      "A learned method chooses items, or estimates scores, by what it learned from other models' answers. It may need "
        + "far fewer items, as far as your models resemble those. The answer says for which models it was measured; "
        + "--assume similar says that yours are like them, and --all shows what it takes in each regime.",
      "A fixed method, such as the first k items of a file, has no guarantee.",
      "Agreement is the chance that k items put two models a gap apart in the order of the full benchmark. Intervals "
        + "are at 95 % and allow for other models than those measured. docs/validity.md counts how often such answers "
        + "held on models that no plan saw.",
    ]
    return paragraphs.map { console.wrapped($0) + "\n" }.joined(separator: "\n")
  }
}
