import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let describe = CommandSpecification(
    name: "describe",
    summary: "what is in this matrix: models, items, subtasks, accuracies, discordance, problems",
    discussion: [
      "Reads an item matrix and reports what is in it and what deserves a second look before planning: items that all "
        + "models answer alike, models with identical answers, too few models or items.",
      "Discordance is the share of items that exactly one of two models answers right; its median, and its 10th and "
        + "90th percentile, among the pairs at each gap decide how many items a comparison takes.",
    ],
    options: [.matrix] + AnyOption.reading + [.plot] + AnyOption.writing,
    examples: [
      ("mdad describe --matrix scores.csv", "a summary"),
      ("mdad describe --matrix scores.csv --plot scores.svg", "with a picture of discordance by gap"),
      ("mdad describe --matrix scores.csv --rows models --format json", "rows are models; for a program"),
    ],
    run: runDescribe)
}

private func runDescribe(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let path = try arguments.required(.matrix)
  let matrix = try arguments.readMatrix(path, console: console)
  let description = MatrixDescription(matrix: matrix, benchmark: ParsedArguments.benchmarkName(of: path))
  try arguments.writePlot(description.picture)
  return CommandOutput(description.report)
}
