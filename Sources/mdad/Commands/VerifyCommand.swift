import Planner

extension CommandSpecification {
  static let verify = CommandSpecification(
    name: "verify",
    summary: "checks this installation against published figures",
    discussion: [
      "Computes figures that others have published (power, sizes, p-values, intervals) and figures that follow from "
        + "definitions (exact probabilities, known random numbers, an enumerated matrix, trials with a seed), and "
        + "prints them side by side with their sources. Where the program's figure is another one, the reason is "
        + "named.",
      "Exits with status 0 if every check holds, and 1 if one does not.",
    ],
    options: AnyOption.writing,
    examples: [
      ("mdad verify", "every check, side by side"),
      ("mdad verify --format json -o verification.json", "the same as a record of an installation"),
    ],
    run: { _, _ in
      let validation = Validation()
      return CommandOutput(validation.report, status: validation.holds ? .done : .no)
    })
}
