import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let describe = CommandSpecification(
    name: "describe",
    summary: "what is in this matrix: models, items, subtasks, accuracies, discordance, problems",
    discussion: [
      "Reads an item matrix and says what is in it, and what about it deserves a second look before planning: items that "
        + "all models answer alike, models with identical answers, too few models or items.",
      "Discordance is the share of items that exactly one of two models answers right; the median and the 10 and 90 % "
        + "points among the pairs at each gap decide how many items a comparison takes.",
    ],
    options: [SharedOptions.matrix] + SharedOptions.reading + SharedOptions.output,
    examples: [
      ("mdad describe --matrix scores.csv", "a summary"),
      ("mdad describe --matrix scores.csv --rows models --format json", "rows are models; for a program"),
    ],
    run: runDescribe)
}

private func runDescribe(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let path = try arguments.matrixPath()
  let matrix = try arguments.readMatrix(path, console: console)
  let description = MatrixDescription(
    matrix: matrix, benchmark: ParsedArguments.benchmarkName(of: path))
  switch arguments.format {
  case .json: return CommandOutput(text: description.json().text(indented: true) + "\n")
  case .csv: return CommandOutput(text: description.models().csv())
  case .markdown:
    return CommandOutput(
      text: description.facts().markdown() + "\n" + description.bands().markdown() + "\n"
        + description.problems.map { "- \($0)\n" }.joined())
  case .text:
    var text = description.facts().aligned() + "\n"
    if description.profile != nil { text += "Discordance by gap\n" + description.bands().aligned() + "\n" }
    text += description.problems.isEmpty ? "No problems found.\n" : "Worth a second look\n"
    for problem in description.problems { text += console.wrapped("- \(problem)", hanging: 2) + "\n" }
    return CommandOutput(text: text)
  }
}
