import Foundation
import Planner
import Simulate

/// The harnesses whose format for a subset can be written.
private enum Harness: String, CaseIterable {
  case lmEval = "lm-eval"
  case inspect
}

extension AnyOption {
  fileprivate static let subsetOf = Option(
    "items", short: "n", .integer("N", in: 1...10_000_000), "the benchmark's size, to choose without a matrix",
    excludes: [.given(.matrix)])

  fileprivate static let frame = Option(
    "benchmark", short: "b", .text("NAME"),
    "a benchmark with a frame, to choose without a matrix: what is expected of strong models' answers to each item",
    excludes: [.given(.matrix), .given(.subsetOf)])

  fileprivate static let method = Option(
    "method", .choice(Method.all) { $0.name }, "the method that chooses", default: Method.baseline)

  fileprivate static let size = Option(
    "size", short: "k", .integer("K", in: 1...16_777_215), "the number of items", example: "100")

  fileprivate static let emit = Option<Harness?>(
    "emit", .choice, "write the items in a harness's own format",
    excludes: [.given(.selectionFormat).because("the harness decides the form")])

  fileprivate static let task = Option(
    "task", .text("NAME"), "the task's name", needs: .value(.emit, Harness.lmEval.rawValue))

  fileprivate static let taskPerSubtask = Option(
    "task-per-subtask", "each subtask is a task, counting its own documents from 0",
    needs: .value(.emit, Harness.lmEval.rawValue), excludes: [.given(.task)])

  fileprivate static let selectionFormat = Option(
    "format", short: "f", .choice([Form.json, .csv, .text, .markdown]) { $0.rawValue },
    "the form of the result", default: .json, otherwise: "by -o's suffix, or json")
}

extension CommandSpecification {
  static let select = CommandSpecification(
    name: "select",
    summary: "build a micro-benchmark: which k items, with which weights",
    discussion: [
      "Chooses k items of a matrix by a method that knows all its models, and writes their names, weights and "
        + "subtasks as JSON (the default) or CSV. With --method random --items N no matrix is needed: a reproducible "
        + "random subset, which --limit of the common harnesses does not give.",
      "With --benchmark NAME no matrix is needed either, for the methods that choose by a frame ("
        + Method.all.filter(\.readsFrame).map(\.name).joined(separator: ", ")
        + "): a file with a number per item that ships with a table, or that mdad table writes.",
      "The JSON also holds the fitted estimator, so that mdad score can turn answers to these items into full scores, "
        + "and the estimator's errors on models held out in ten folds, from which the intervals follow.",
      "With --design, the items are a batch of a design that mdad plan wrote, in its order; mdad compare --design says "
        + "whether another batch is needed.",
      "--emit writes what the next command takes: lm-eval, the --samples JSON of lm-evaluation-harness, by document "
        + "position from 0; inspect, the --sample-id list of Inspect, by item name, or by position from 1 without a "
        + "matrix.",
    ],
    options: [
      .matrix.excluding(.given(.designFile)), .subsetOf.excluding(.given(.designFile)),
      .frame.excluding(.given(.designFile)), .tables.needing(.given(.frame)),
      .sampleClusters.described(as: "draw whole clusters of items (the column cluster), as many as hold K on average")
        .excluding(.given(.method)),
      .method.excluding(.given(.designFile)),
      .size.excluding(.given(.designFile)), .designFile, .batchNumber, .wholeOrder,
      .emit.needing(
        .either(.given(.task), .given(.taskPerSubtask), .given(.designFile)), when: [Harness.lmEval.rawValue]),
      .task, .taskPerSubtask, .confidence.needing(.given(.matrix)),
      .itemMetadata.needing(.given(.matrix)), .seed.excluding(.given(.designFile)), .threads, .selectionFormat, .output,
      .also.excluding(.given(.emit)),
    ] + AnyOption.methodSettings + AnyOption.reading,
    examples: [
      ("mdad select --items 448 --size 97 --seed 7", "a reproducible random subset of a benchmark of 448"),
      (
        "mdad select --matrix scores.csv --method stratified-confidence --size 50 -o micro.json",
        "by the models' answers"
      ),
      (
        "lm_eval --tasks gsm8k --samples \"$(mdad select --items 1319 --size 100 --emit lm-eval --task gsm8k)\"",
        "run exactly these items with lm-evaluation-harness"
      ),
      (
        "inspect eval task.py --sample-id $(mdad select --items 198 --size 50 --emit inspect)",
        "run exactly these items with Inspect"
      ),
      (
        "inspect eval task.py --sample-id $(mdad select --design design.json --batch 2 --emit inspect)",
        "the second batch of a design that may stop early"
      ),
    ],
    run: runSelect)
}

private func runSelect(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  if let path = arguments[.designFile] { return try runDesign(try DesignedItems(arguments, path: path), arguments) }
  let size = try arguments.required(.size)
  let source = try selectionSource(arguments, console)
  let emit = arguments[.emit]
  let method = arguments[.sampleClusters] ? Method.wholeClusters : arguments[.method]
  if arguments[.sampleClusters], source.matrix.clusterOfItem.isEmpty {
    throw CommandFailure(
      status: .data, message: "--sample-clusters: the items have no clusters; add a column named cluster")
  }
  let selection = try Selection(
    choosing: size, from: source, by: method, seed: arguments.seed,
    settings: arguments.methodSettings,
    // mdad score reads only the JSON.
    isCalibrated: emit == nil && (arguments.format == .json || arguments[.also].contains { $0.form == .json }),
    threads: arguments.threads)
  if arguments[.sampleClusters] { console.note(selection.clustersDrawn) }
  if emit != nil, !selection.isScoredByMean {
    console.note(
      "the harness reports the plain mean, but these items need another estimate; for mdad score, also write "
        + "--format json")
  }
  switch emit {
  case .lmEval:
    if arguments[.taskPerSubtask], source.matrix.subtasks.isEmpty {
      throw UsageError("--task-per-subtask: the items have no subtasks; give --task NAME")
    }
    return CommandOutput(text: selection.lmEvaluationHarness(task: arguments[.task]).text(indented: false) + "\n")
  case .inspect:
    return try sampleIdentifiers(selection.sampleIdentifiers(numbersFromOne: source.benchmark == nil))
  case nil: break
  }
  return CommandOutput(try selection.report())
}

/// Writes the items of a design, as a harness takes them or as a list.
private func runDesign(_ chosen: DesignedItems, _ arguments: ParsedArguments) throws -> CommandOutput {
  switch arguments[.emit] {
  case .lmEval:
    guard let samples = chosen.design.lmEvaluationHarness(chosen.items, task: arguments[.task]) else {
      throw UsageError("--emit lm-eval needs --task NAME, because the design's items are not called TASK/NUMBER")
    }
    return CommandOutput(text: samples.text(indented: false) + "\n")
  case .inspect: return try sampleIdentifiers(chosen.design.sampleIdentifiers(chosen.items))
  case nil: return CommandOutput(chosen.report)
  }
}

/// Writes names as one word of a command line.
private func sampleIdentifiers(_ names: [String]) throws -> CommandOutput {
  if let name = names.first(where: { !isPartOfShellWord($0) }) {
    throw CommandFailure(
      status: .data,
      message: "item \"\(name)\": --sample-id takes one word, so a name cannot hold a blank, comma, wildcard or "
        + "control character, or begin with a dash; rename it")
  }
  return CommandOutput(text: names.joined(separator: ",") + "\n")
}

/// Returns whether a name stays part of one word when a shell puts a command's output on a command line.
private func isPartOfShellWord(_ name: String) -> Bool {
  !name.hasPrefix("-")
    && name.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
        && !",*?[]{}~\\".unicodeScalars.contains(scalar)
    }
}

/// Returns what the command line says to choose from.
private func selectionSource(_ arguments: ParsedArguments, _ console: Console) throws -> SelectionSource {
  let method = arguments[.method]
  guard let path = arguments[.matrix] else {
    if let benchmark = arguments[.frame] { return try frameSource(benchmark, arguments, console) }
    guard let items = arguments[.subsetOf] else {
      throw UsageError("give --matrix FILE to choose from, or --items N for a random subset without one")
    }
    guard method.needsItemCountOnly else {
      let others = Method.all.filter(\.needsItemCountOnly).map(\.name).joined(separator: " and ")
      throw UsageError("--method \(method.name) needs --matrix FILE; only \(others) can do without one")
    }
    return SelectionSource(itemCount: items)
  }
  var matrix = try arguments.readMatrix(path, console: console)
  try arguments.addLabels(to: &matrix, console: console)
  return SelectionSource(
    matrix: matrix, confidence: try arguments.readConfidence(for: matrix, console: console),
    benchmark: ParsedArguments.benchmarkName(of: path))
}

/// Returns what a benchmark's frame says of its items.
private func frameSource(
  _ benchmark: String, _ arguments: ParsedArguments, _ console: Console
) throws -> SelectionSource {
  let method = arguments[.method]
  guard method.readsFrame || method.needsItemCountOnly else {
    let others = Method.all.filter { $0.readsFrame || $0.needsItemCountOnly }.map(\.name)
    throw UsageError("--method \(method.name) needs --matrix FILE; with --benchmark: \(others.joined(separator: ", "))")
  }
  let library = try arguments.tableLibrary()
  guard let frame = try library.frame(of: benchmark) else {
    let known = library.frameNames.isEmpty ? "none" : library.frameNames.joined(separator: ", ")
    throw CommandFailure(
      status: .data,
      message: "there is no frame for benchmark \"\(benchmark)\"; frames: \(known); mdad table makes one from a matrix "
        + "whose items have names")
  }
  let date = frame.date.map { ", the newest of \($0)" } ?? ""
  console.note("\(frame.benchmark): how strong models answer is learned from \(frame.sources)\(date)")
  return SelectionSource(
    items: frame.items, subtasks: frame.subtasks, frame: frame.answers, benchmark: frame.benchmark)
}
