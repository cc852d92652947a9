import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let benchmarkFile = Option(
    "benchmark-file", short: "b", .file, "the micro-benchmark: the JSON that mdad select wrote", example: "micro.json")

  fileprivate static let responses = Option(
    "responses", short: "r", .file,
    "the new models' answers: a matrix with a row per item, named in a column called item, and a column per model; "
      + "other items are ignored", example: "new.csv")

  fileprivate static let pairs = Option(
    "pairs", .choice, "with text and Markdown: the verdicts on pairs to print",
    default: ScoreAnswer.ShownPairs.none)
}

extension CommandSpecification {
  static let score = CommandSpecification(
    name: "score",
    summary: "full scores of new models from their answers to a micro-benchmark",
    discussion: [
      "Reads a micro-benchmark that mdad select wrote as JSON, and new models' answers to its items. Estimates each "
        + "model's score on the full benchmark with a 90 % interval, and for every pair the chance that the model "
        + "with the higher estimate is ahead.",
      "Intervals and chances come from the errors that the method made on models held out when the micro-benchmark "
        + "was built. They hold for new models that resemble those; for a model far better than all of them they may "
        + "not. A difference below the micro-benchmark's MDAD is ranked wrongly more than one time in five; do not "
        + "rank it.",
      "Without a matrix (select --items) intervals are those of a uniform random sample, exact for right-or-wrong "
        + "answers. Where items were drawn with unequal, known chances, intervals come from these, for models of any "
        + "strength.",
    ],
    options: [.benchmarkFile, .responses, .pairs] + AnyOption.reading + AnyOption.writing,
    examples: [
      ("mdad score --benchmark-file micro.json --responses new.csv", "scores, intervals, and which models to rank"),
      ("mdad score -b micro.json -r new.csv --format json", "for a program, with all pairs"),
    ],
    run: runScore)
}

private func runScore(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let file = try arguments.required(.benchmarkFile)
  let path = try arguments.required(.responses)
  if file == "-", path == "-" { throw UsageError("only one of --benchmark-file and --responses can be standard input") }
  let selection = try SelectionFile(json: try ByteSource.contents(of: file), file: file)
  let responses = try arguments.readMatrix(path, console: console)
  let answer = try ScoreAnswer(selection: selection, responses: responses, file: path)
  let others = responses.itemCount - selection.items.count
  if others > 0 {
    console.note(
      "\(path): ignored \(plural(others, "item")) that \(others == 1 ? "is" : "are") not in the micro-benchmark")
  }
  if selection.readsConfidences {
    console.note("this micro-benchmark scores by probabilities of the right answer; \(path) must hold them")
  }
  if let warning = answer.extrapolationWarning() { console.note(warning) }
  return CommandOutput(answer.report(shownPairs: arguments[.pairs]))
}
