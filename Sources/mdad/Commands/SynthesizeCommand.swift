import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let itemParameters = Option(
    "item-parameters", .file,
    "instead of a benchmark, a logistic model: CSV with columns item, slope and intercept, and optionally guessing "
      + "and upper",
    excludes: [.given(.benchmark)])

  fileprivate static let abilities = Option(
    "abilities", .file, "CSV with columns model and eap, as mdad items --abilities writes",
    needs: .given(.itemParameters))

  fileprivate static let madeModels = Option(
    "models", .integer("N", in: 1...10_000_000), "the number of models",
    otherwise: "the benchmark's, the number of --abilities, or 300")

  fileprivate static let madeItems = Option(
    "items", short: "n", .integer("N", in: 1...100_000_000), "the number of items",
    otherwise: "the benchmark's, or the number of --item-parameters")

  fileprivate static let subtasks = Option(
    "subtasks", .integer("N", in: 1...100_000_000), "the number of subtasks", otherwise: "the benchmark's, or 1")

  fileprivate static let subtaskSpread = Option(
    "subtask-spread", .number("S", in: 0...5, unit: "a standard deviation"),
    "how unevenly good models are at subtasks: a standard deviation on the normal scale", default: 0.25,
    example: "0.25")

  fileprivate static let families = Option(
    "families", .integer("N", in: 0...10_000_000), "the number of families of models; 0 for none", default: 0)

  fileprivate static let familyCorrelation = Option(
    "family-correlation", .number("R", in: 0...0.99, unit: "a share"),
    "how much of the variation between models a family shares", default: 0.3, example: "0.3")

  fileprivate static let labelsOutput = Option(
    "labels-output", .newFile, "write the models' families, in a file for --labels",
    needs: .given(.families))
}

extension CommandSpecification {
  static let synthesize = CommandSpecification(
    name: "synthesize",
    summary: "a synthetic matrix of any size, from a benchmark's profile or from item parameters",
    discussion: [
      "A synthetic matrix modelled on a benchmark lets you plan before you have data: with more items or models, with "
        + "subtasks, with families of models. From a profile: accuracies spread like the benchmark's, and models that "
        + "disagree as often as its models (one factor under a normal ogive). From item parameters, as mdad items "
        + "--format csv writes them: a logistic model, with abilities standard normal or from --abilities.",
      "What it says about random sampling is as good as its accuracies and discordance. What it says about methods "
        + "that learn from other models is optimistic: it has one factor, and real models differ in more ways.",
    ],
    options: [
      .benchmark.described(as: "model the matrix on a shipped table"), .tables.needing(.given(.benchmark)),
      .itemParameters, .abilities, .madeModels, .madeItems, .subtasks,
      .subtaskSpread, .families, .familyCorrelation, .labelsOutput, .form, .matrixFile, .seed, .threads,
    ],
    examples: [
      ("mdad synthesize --benchmark gpqa --items 2000 -o planned.csv", "a GPQA of 2,000 questions, for plan --matrix"),
      (
        "mdad synthesize --benchmark gpqa --models 200 --families 20 -o made.csv --labels-output families.csv",
        "with families, for simulate --target-choice family --labels families.csv"
      ),
      (
        "mdad synthesize --item-parameters items.csv --models 500 -o made.npy",
        "from a file that mdad items --format csv wrote"
      ),
    ],
    writesOutputItself: true, run: runSynthesize)
}

private func runSynthesize(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let form = try arguments.matrixForm()
  let model = try syntheticModel(arguments)
  let synthesis = try synthesis(of: model, arguments)
  let labels = arguments[.labelsOutput]
  if labels != nil, synthesis.families == 0 {
    throw UsageError("--labels-output: there are no families; give --families above 0")
  }
  let matrix = synthesis.matrix(threads: arguments.threads)
  if let profile = model.profile { console.note(comparison(matrix, profile)) }
  if let labels {
    let families = matrix.modelLabels?.families ?? []
    let rows = zip(matrix.models, families).map { "\($0),\($1 ?? "")\n" }
    try OutputFile.write("model,family\n" + rows.joined(), to: labels)
  }
  let content = matrix.written(as: form)
  guard let output = arguments.outputFile else { return CommandOutput(text: String(decoding: content, as: UTF8.self)) }
  try OutputFile.write(content, to: output)
  return CommandOutput(text: "")
}

/// What a matrix is modelled on, and its size unless options change it.
private struct SyntheticModel {
  var kind: MatrixSynthesis.Kind
  var models: Int
  var items: Int
  var subtasks = 1
  /// The table that the profile comes from, for comparison with the result.
  var profile: BenchmarkTable?
}

private func syntheticModel(_ arguments: ParsedArguments) throws -> SyntheticModel {
  if let path = arguments[.itemParameters] {
    let items = try LabelTable.read(path: path, key: "item").logisticItems()
    let abilities = try arguments[.abilities].map { try readAbilities($0) }
    return SyntheticModel(
      kind: .itemResponse(items: items, abilities: abilities), models: abilities?.count ?? 300, items: items.count)
  }
  guard let name = arguments[.benchmark] else {
    throw UsageError("--benchmark is missing; give a benchmark to model the matrix on, or --item-parameters FILE")
  }
  let library = try arguments.tableLibrary()
  guard let table = try library.table(of: name, split: .full) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.tableNames)
  }
  guard let kind = table.factorModel(subtaskSpread: arguments[.subtaskSpread]) else {
    throw UsageError(
      "--benchmark: the scores of \(table.benchmark) are graded, so its table has no discordance; "
        + "give --item-parameters")
  }
  return SyntheticModel(
    kind: kind, models: table.models, items: table.items, subtasks: max(1, table.subtasks), profile: table)
}

/// Reads abilities as `mdad items --abilities` writes them.
private func readAbilities(_ path: String) throws -> [Double] {
  let table = try LabelTable.read(path: path, key: "model")
  guard let found = try table.numbers("eap")?.compactMap({ $0 }), !found.isEmpty else {
    throw SimulateError.malformedInput(
      file: path, line: 1, message: "no column named eap; give a file that mdad items --abilities wrote")
  }
  return found
}

/// Returns the matrix to make, in the size that options ask for.
private func synthesis(of model: SyntheticModel, _ arguments: ParsedArguments) throws -> MatrixSynthesis {
  let items = arguments[.madeItems] ?? model.items
  let models = arguments[.madeModels] ?? model.models
  let families = arguments[.families]
  let (cells, overflows) = items.multipliedReportingOverflow(by: models)
  guard !overflows, cells <= 1 << 36 else {
    throw UsageError("\(models) models × \(items) items do not fit in memory; lower --models or --items")
  }
  if let subtasks = arguments[.subtasks], subtasks > items {
    throw UsageError("--subtasks: \(subtasks) subtasks of \(plural(items, "item")); give at most \(items)")
  }
  guard families <= models else {
    throw UsageError("--families: \(families) families of \(plural(models, "model")); give at most \(models)")
  }
  return MatrixSynthesis(
    kind: model.kind, models: models, items: items, subtasks: arguments[.subtasks] ?? min(model.subtasks, items),
    families: families, familyCorrelation: arguments[.familyCorrelation], seed: arguments.seed)
}

/// Compares the matrix's accuracies and discordance with those of the profile.
private func comparison(_ matrix: ItemMatrix, _ profile: BenchmarkTable) -> String {
  let accuracies = matrix.accuracies().sorted()
  func points(_ level: Double) -> String { Figure.points(quantile(level, ofSorted: accuracies)).shown }
  var text =
    "accuracies at 10, 50 and 90 %: \(points(0.1)), \(points(0.5)), \(points(0.9)) (\(profile.benchmark): "
    + [1, 3, 5].map { Figure.points(profile.accuracyQuantiles[$0]).shown }.joined(separator: ", ") + ")"
  // A few hundred models are enough; all pairs of thousands would take too long.
  let models = Array(0..<min(matrix.modelCount, 300))
  if let made = matrix.pairPopulation(of: models, over: Array(0..<matrix.itemCount)).flatMap({ DiscordanceProfile($0) }
  ),
    let wanted = profile.discordance
  {
    func median(_ profile: DiscordanceProfile) -> Double {
      let near = profile.bands.filter { $0.center <= 0.05 }
      let total = near.reduce(0) { $0 + $1.pairs }
      return near.reduce(0) { $0 + $1.median * Double($1.pairs) } / Double(max(1, total))
    }
    text += "; discordance of models up to 5 points apart: \(decimal(median(made), 3)) (\(decimal(median(wanted), 3)))"
  }
  return text
}
