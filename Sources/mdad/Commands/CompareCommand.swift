import Planner
import Simulate

extension AnyOption {
  fileprivate static let comparedRuns = Option(
    "models", .list("A,B,…", of: .text("NAME")),
    "the runs to compare, first the one that the others are compared with",
    otherwise: "all", example: "old,new")

  fileprivate static let comparedGoal = Option<ComparisonGoal?>(
    "goal", .choice,
    "order: which is ahead; difference: is it significant; no-worse: is a run at most --margin below the first; "
      + "equivalent: is it within --margin; best: which run is the best; ranking: in what order are all",
    otherwise: "order for two runs, ranking for more")

  fileprivate static let comparedMargin = Option(
    "margin", .points(above: 0), "the difference that does not matter", example: "2",
    needs: .value(.comparedGoal, "no-worse", "equivalent"))

  fileprivate static let comparedItems = Option(
    "items", short: "n", .integer("N", in: 1...100_000_000),
    "the benchmark's size, if the items compared are a sample of it", otherwise: "unlimited")

  fileprivate static let about = Option(
    "about", .choice,
    "what a difference is claimed of: the population of tasks that the items are a sample of, or the N items "
      + "themselves; an order is always that on the N items", default: TestSubject.population,
    needs: .given(.comparedItems))

  fileprivate static let level = Option(
    "alpha", .number("P", in: 0.0001...0.4, unit: "a probability"),
    "the level of the test: two-sided for a difference, one-sided for a margin", default: 0.05, example: "0.05")

  fileprivate static let plannedPower = Option(
    "power", .number("P", in: 0.01...0.9999, unit: "a probability"),
    "the power for which the smallest gap and the items that would have been enough are given", default: 0.8,
    example: "0.8")

  fileprivate static let adjustment = Option(
    "adjust", .choice, "how p-values of several comparisons are adjusted", default: MultipleTests.holm)

  fileprivate static let gate = Option(
    "check", "exit with status 0 for yes, 1 for no and 2 if the items do not show it")

  fileprivate static let followedDesign = Option(
    "design", .file,
    "a design that mdad plan wrote: says stop, and which run is ahead, or which items are next; a folder's logs are "
      + "all read, whatever their time", example: "design.json",
    excludes: [
      .given(.comparedGoal), .given(.comparedMargin), .given(.comparedItems), .given(.agreement), .given(.level),
      .given(.plannedPower),
      .given(.adjustment),
    ])

  fileprivate static let missingAnswers = Option(
    "missing", .choice, "what to do with missing scores", default: MissingPolicy.dropItems)
}

extension CommandSpecification {
  static let compare = CommandSpecification(
    name: "compare",
    summary: "runs on the same items: which is ahead, by how much, and is it enough?",
    discussion: [
      "Reads two runs or more from logs of evaluation harnesses, or from item matrices, and compares them on the items "
        + "that all answered. Each other run is compared with the first: the difference, its interval, the test's p, "
        + "the smallest gap that so many items resolve, and how many would have been enough.",
      "The verdict is that of --goal. order: ahead, behind, or too close for these items. difference: significant or "
        + "not. no-worse: pass, fail or inconclusive, as a gate needs it. equivalent: equivalent, different or "
        + "inconclusive. best: the runs that may be the best. ranking: groups of ties, and the ranks that each run "
        + "may have.",
      "Right or wrong answers are judged by McNemar's exact test and Tango's score interval, graded scores by "
        + "Student's t, and items with a cluster column by the cluster-robust standard error. Ranks follow Mogstad, "
        + "Romano, Shaikh and Wilhelm (2024).",
    ],
    positionals: [
      PositionalSpecification(
        name: "RUN", help: "a log, a folder of logs, or a matrix; two or more, unless one holds several runs",
        isRequired: false, repeats: true)
    ],
    options: [
      .matrix, .comparedRuns, .comparedGoal.needing(.given(.comparedMargin), when: ["no-worse", "equivalent"]),
      .comparedMargin,
      .comparedItems, .about, .agreement.described(as: "the probability of the right order that is asked for"), .level,
      .plannedPower, .adjustment, .followedDesign, .gate, .seed,
      .rows, .subtaskColumn, .ignoredColumns, .missingAnswers, .percent, .metric, .filter, .modelsFromPath,
      .duplicates, .sampleScore, .plot.excluding(.given(.followedDesign)),
    ] + AnyOption.writing,
    examples: [
      ("mdad compare old/ new/ --metric acc_norm", "two folders of lm-evaluation-harness logs: which is ahead?"),
      ("mdad compare base.eval new.eval --goal no-worse --margin 2 --check", "a gate for continuous integration"),
      ("mdad compare a.json b.json c.json --goal best", "which of three Inspect logs is the best?"),
      ("mdad compare --matrix scores.csv --goal ranking", "a leaderboard's groups of ties"),
      ("mdad compare --matrix scores.csv --goal difference --plot differences.svg", "intervals in a picture"),
      ("mdad compare --design design.json old/ new/ --check", "after a batch: is it decided, or what is next?"),
    ],
    run: runCompare)
}

private func runCompare(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  if let path = arguments[.followedDesign] { return try follow(try arguments.design(path), path, arguments, console) }
  let (runs, hash) = try comparedRuns(arguments, console)
  var question = ComparisonQuestion(goal: arguments[.comparedGoal] ?? (runs.names.count > 2 ? .ranking : .order))
  question.margin = arguments[.comparedMargin]?.fraction ?? 0
  question.items = arguments[.comparedItems]
  question.subject = arguments[.about]
  question.agreement = arguments[.agreement]
  question.alpha = arguments[.level]
  question.power = arguments[.plannedPower]
  question.adjustment = arguments[.adjustment]
  question.seed = arguments.seed
  if let items = question.items, items < runs.items.count {
    throw UsageError(
      "--items: \(items) is fewer than the \(runs.items.count) items compared; give the benchmark's size")
  }
  let comparison = try RunComparison(runs, question)
  try arguments.writePlot(comparison.picture)
  let provenance = Provenance(matrixHash: hash, seed: question.goal.isAboutAll ? question.seed : nil)
  return CommandOutput(
    comparison.report(provenance), status: arguments[.gate] ? ExitStatus(comparison.answer) : .done)
}

extension ExitStatus {
  /// Returns the status on which a pipeline may depend.
  fileprivate init(_ answer: ComparisonAnswer) {
    switch answer {
    case .yes: self = .done
    case .no: self = .no
    case .inconclusive: self = .inconclusive
    }
  }
}

/// Says whether a comparison under a design has ended.
private func follow(
  _ design: StoppingDesign, _ path: String, _ arguments: ParsedArguments, _ console: Console
) throws -> CommandOutput {
  let sources = try readSources(arguments, console, readsEveryRun: true).map { file, reading in
    (ComparedRuns.Source(file: file, reading), StoppingDesign.Naming(format: reading.collection?.format))
  }
  let comparison: SequentialComparison
  do {
    comparison = try SequentialComparison(design, sources, chosen: arguments[.comparedRuns])
  } catch let error as ComparedRuns.UnknownRun {
    throw UsageError("--models: there is no run \"\(error.name)\"")
  }
  var report = comparison.report(Provenance(matrixHash: design.matrixHash, seed: design.seed))
  if let batch = comparison.nextBatch {
    report.advice.append("Next: mdad select --design \(shellQuoted(path)) --batch \(batch) --emit lm-eval --task TASK")
  }
  return CommandOutput(report, status: arguments[.gate] ? ExitStatus(comparison.verdict.answer) : .done)
}

/// Reads the files that a command line names.
private func readSources(
  _ arguments: ParsedArguments, _ console: Console, readsEveryRun: Bool = false
) throws -> [(file: String, reading: MatrixReading)] {
  let paths = (arguments[.matrix].map { [$0] } ?? []) + arguments.positionals
  guard !paths.isEmpty else {
    throw UsageError("nothing to compare; give two logs, such as mdad compare old.json new.json, or --matrix FILE")
  }
  var options = arguments.readingOptions
  options.missing = arguments[.missingAnswers]
  options.readsEveryRun = readsEveryRun
  return try paths.map { path in
    let reading = try MatrixFile.read(path: path, options: options)
    for note in reading.notes { console.note("\(path): \(note)") }
    return (path, reading)
  }
}

/// Reads the runs that a command line names, and the hash of their matrix if there is one.
private func comparedRuns(
  _ arguments: ParsedArguments, _ console: Console
) throws -> (runs: ComparedRuns, hash: String?) {
  let sources = try readSources(arguments, console).map { ComparedRuns.Source(file: $0, $1) }
  var runs = try ComparedRuns(sources)
  let chosen = arguments[.comparedRuns]
  if let chosen {
    do { try runs.keep(chosen) } catch {
      throw UsageError("--models: there is no run \"\(error.name)\"" + suggestion(for: error.name, among: runs.names))
    }
  }
  guard runs.names.count >= 2 else {
    throw CommandFailure(
      status: chosen == nil ? .data : .usage,
      message: "there is one run, \"\(runs.names[0])\"; give another log to compare it with"
        + (chosen == nil ? "" : ", or name two in --models"))
  }
  return (runs, sources.count == 1 ? sources[0].contentHash : nil)
}
