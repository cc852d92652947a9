import Planner
import Simulate

extension AnyOption {
  fileprivate static let check = Option("check", "exit with status 1 unless the verdict is sound")
}

extension CommandSpecification {
  static let audit = CommandSpecification(
    name: "audit",
    summary: "is this micro-benchmark, or this claim from one, sound?",
    discussion: [
      "audit subset: k known items of an item matrix. How well does their mean (or the estimator of a micro-benchmark "
        + "that mdad select wrote) rank the matrix's models, over all pairs, and how does it compare with random "
        + "subsets of k items?",
      "audit scores: many models' scores on the full benchmark and on the micro-benchmark, in two columns. With the "
        + "micro-benchmark's item columns (--micro FIRST..LAST) and all item columns (--among), it is also compared "
        + "with random subsets.",
      "audit claim: \"A beats B by x points on k of N items\": whether k items can show that, the chance that the "
        + "order is right, McNemar's exact p and mid-p, Tango's interval, and the k that would have been enough; from "
        + "two printed scores or two models of a matrix. A claim that A is ahead is unsupported if A is behind.",
      "audit table: published MDADs of uniform random sampling, checked row by row against what theory allows.",
      "The verdict is sound, weak, unsupported or impossible, with reasons. A micro-benchmark is weak if fewer than 5 "
        + "% of random subsets order models worse. One that misses the requested agreement at --gap is weak, or "
        + "unsupported if it misses it beyond doubt. Intervals are 95 % bootstrap intervals over models.",
    ],
    positionals: [
      PositionalSpecification(
        name: "KIND", help: "what to audit: subset, scores, claim or table", isRequired: true,
        choices: ["subset", "scores", "claim", "table"], noun: "kind")
    ],
    options: [
      .matrix.needing(.word("subset", "claim")), .auditItems, .auditInput.needing(.word("scores", "table")),
    ] + [AnyOption.fullColumn, .microColumns, .poolColumns].needing(.word("scores"))
      + [
        .k.described(as: "the size of the micro-benchmark").needing(.word("scores", "claim")).excluding(
          .given(.matrix)),
        .claimedScores.needing(.word("claim")).excluding(.given(.matrix)),
        .comparedModels.needing(.word("claim")).needing(.given(.matrix)),
        .partialCredit.needing(.word("claim")).excluding(.given(.matrix)),
        .benchmark.described(as: "a benchmark with a table, whose discordance is used").needing(
          .word("scores", "claim", "table")
        ).excluding(.given(.matrix)),
        .discordanceRange.needing(.word("scores", "claim", "table")).excluding(
          .given(.matrix), .given(.benchmark).under("scores", "claim")),
        .gap.described(as: "the gap that the micro-benchmark should rank, or that is claimed").needing(
          .word("subset", "scores", "claim")
        ).excluding(.given(.matrix).under("claim"), .given(.claimedScores)),
        .agreement, .claimLevel.needing(.word("claim")),
        .claimPower.needing(.word("claim")),
      ] + [AnyOption.subsets, .modelResamples, .ties].needing(.word("subset", "scores"))
      + [.tables.needing(.word("scores", "claim", "table")), .check]
      + AnyOption.reading.needing(.word("subset", "claim"))
      + AnyOption.running.needing(.word("subset", "scores")) + AnyOption.writing,
    examples: [
      ("mdad audit claim --k 100 --items 14042 --scores 62,60", "do 100 items show that 62 beats 60?"),
      ("mdad audit claim --k 50 --gap 2 --benchmark mmlu", "can 50 items of MMLU show a lead of 2 points?"),
      ("mdad audit subset --matrix scores.csv --items micro.json --gap 5", "a micro-benchmark against a full matrix"),
      ("mdad audit scores --input scores.csv --full full --micro tiny --k 100", "two columns of scores, 100 items"),
      ("mdad audit table --input published.csv --check", "published MDADs, in continuous integration"),
    ],
    run: runAudit)
}

private func runAudit(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let kind = arguments.positionals.first ?? ""
  let agreement = arguments[.agreement]
  let (report, verdict) =
    switch kind {
    case "subset": try auditSubset(arguments, agreement: agreement, console: console)
    case "scores": try auditScores(arguments, agreement: agreement, console: console)
    case "claim": try auditClaim(arguments, agreement: agreement, console: console)
    default: try auditTable(arguments, agreement: agreement)
    }
  return CommandOutput(report, status: arguments[.check] && verdict != .sound ? .no : .done)
}
