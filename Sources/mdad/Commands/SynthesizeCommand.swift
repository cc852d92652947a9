import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let synthesize = CommandSpecification(
    name: "synthesize",
    summary: "a made matrix from a benchmark's profile or from item parameters, of any size",
    discussion: [
      "For planning before the data exist: more items or models than there are, subtasks, families of models. From a profile: accuracies "
        + "spread as the benchmark's, and models that disagree as often as its models do (one factor under a normal ogive). From item "
        + "parameters, as mdad items --format csv writes them: a logistic model, abilities standard normal or from --abilities.",
      "What a made matrix says of random sampling holds as far as its accuracies and discordance do. What it says of methods that learn "
        + "from other models holds for a world with one factor, which suits them: real models differ in more ways.",
    ],
    options: [
      OptionSpecification("benchmark", short: "b", .text("NAME"), "make a matrix like a shipped table's"),
      OptionSpecification("tables", .folder, "read the table from a folder instead of the shipped ones"),
      OptionSpecification(
        "item-parameters", .file,
        "or by a logistic model: CSV with columns item, slope and intercept, guessing and upper where there are"),
      OptionSpecification(
        "abilities", .file, "with --item-parameters: CSV with columns model and eap, as mdad items --abilities writes"),
      OptionSpecification("models", .text("N"), "the number of models", default: "the benchmark's; abilities' or 300"),
      OptionSpecification("items", .text("N"), "the number of items", default: "the benchmark's; the parameters'"),
      OptionSpecification("subtasks", .text("N"), "the number of subtasks", default: "the benchmark's; 1"),
      OptionSpecification(
        "subtask-spread", .text("S"),
        "how unevenly good models are at subtasks: a standard deviation on the normal scale",
        default: "0.25"),
      OptionSpecification("families", .text("N"), "the number of families of models; 0 for none", default: "0"),
      OptionSpecification(
        "family-correlation", .text("R"), "how much of what is not the items' own a family shares", default: "0.3"),
      OptionSpecification("labels-output", .file, "write the models' families, for --labels"),
      OptionSpecification(
        "to", .choice(MatrixForm.all.map(\.name)), "the form to write", default: "by -o's ending, or wide"),
      OptionSpecification("output", short: "o", .file, "the file to write to instead of standard output"),
      SharedOptions.running[0], SharedOptions.threads,
    ],
    examples: [
      ("mdad synthesize --benchmark gpqa --items 2000 -o planned.csv", "a GPQA of 2,000 questions, for plan --matrix"),
      (
        "mdad synthesize --benchmark gpqa --models 200 --families 20 -o made.csv --labels-output families.csv",
        "with families, for simulate --target-choice family --labels families.csv"
      ),
      (
        "mdad synthesize --item-parameters items.csv --models 500 -o made.npy",
        "from what mdad items --format csv wrote"
      ),
    ],
    writesOutputItself: true, run: runSynthesize)
}

private func runSynthesize(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let output = arguments.text("output").flatMap { $0 == "-" ? nil : $0 }
  let labels = arguments.text("labels-output")
  for file in [output, labels].compactMap({ $0 }) { try OutputFile.check(file) }
  if let output, output == labels {
    throw UsageError("--labels-output and --output both name \(output); give two files")
  }
  let form =
    arguments.text("to").flatMap { MatrixForm.named($0) } ?? output.flatMap { MatrixForm.forFile($0) } ?? .wide
  if output == nil, !form.isText { throw UsageError("--to npy is not text; give -o FILE") }
  let spread = try arguments.number("subtask-spread", in: 0...5, unit: "a standard deviation, such as 0.25") ?? 0.25
  let kind: MatrixSynthesis.Kind
  let size: (models: Int, items: Int, subtasks: Int)
  var profile: BenchmarkTable?
  switch (arguments.text("benchmark"), arguments.text("item-parameters")) {
  case (let name?, nil):
    let library = try tableLibrary(arguments)
    guard let table = try library.table(of: name, split: .full) else {
      throw PlannerError.unknownBenchmark(name: name, known: library.tableNames)
    }
    guard let model = table.factorModel(subtaskSpread: spread) else {
      throw UsageError(
        "--benchmark: the table of \(table.benchmark) has no discordance, as it is of graded scores; give --item-parameters"
      )
    }
    kind = model
    size = (table.models, table.items, max(1, table.subtasks))
    profile = table
  case (nil, let path?):
    if arguments.flag("tables") { throw UsageError("--tables goes with --benchmark") }
    let items = try LabelTable.read(path: path, key: "item").logisticItems()
    var abilities: [Double]?
    if let path = arguments.text("abilities") {
      let table = try LabelTable.read(path: path, key: "model")
      guard let found = try table.numbers("eap")?.compactMap({ $0 }), !found.isEmpty else {
        throw SimulateError.malformedInput(
          file: path, line: 1, message: "no column eap; give what mdad items --abilities wrote")
      }
      abilities = found
    }
    kind = .itemResponse(items: items, abilities: abilities)
    size = (abilities?.count ?? 300, items.count, 1)
  case (nil, nil): throw UsageError("--benchmark is missing; give a benchmark to be like, or --item-parameters FILE")
  default: throw UsageError("--benchmark and --item-parameters both say what to make; give one")
  }
  if arguments.flag("abilities"), !arguments.flag("item-parameters") {
    throw UsageError("--abilities goes with --item-parameters")
  }
  let items = try arguments.integer("items", in: 1...100_000_000) ?? size.items
  let models = try arguments.integer("models", in: 1...10_000_000) ?? size.models
  guard items.multipliedReportingOverflow(by: models).partialValue <= 1 << 36,
    !items.multipliedReportingOverflow(by: models).overflow
  else { throw UsageError("\(models) models × \(items) items are more than fit in memory; lower --models or --items") }
  let synthesis = MatrixSynthesis(
    kind: kind, models: models, items: items,
    subtasks: try arguments.integer("subtasks", in: 1...items) ?? min(size.subtasks, items),
    families: try arguments.integer("families", in: 0...models) ?? 0,
    familyCorrelation: try arguments.number("family-correlation", in: 0...0.99, unit: "a share from 0 to 0.99") ?? 0.3,
    seed: try arguments.seed())
  if labels != nil, synthesis.families == 0 {
    throw UsageError("--labels-output: there are no families; give --families N")
  }
  let matrix = synthesis.matrix(threads: try arguments.threads())
  if let profile { console.note(comparison(matrix, profile)) }
  if let labels {
    let families = matrix.modelLabels?.families ?? []
    let rows = zip(matrix.models, families).map { "\($0),\($1 ?? "")\n" }
    try OutputFile.write("model,family\n" + rows.joined(), to: labels)
  }
  let content = matrix.written(as: form)
  guard let output else { return CommandOutput(text: String(decoding: content, as: UTF8.self)) }
  try OutputFile.write(content, to: output)
  return CommandOutput(text: "")
}

/// What came out beside what was wanted.
private func comparison(_ matrix: ItemMatrix, _ profile: BenchmarkTable) -> String {
  let accuracies = matrix.accuracies().sorted()
  func points(_ level: Double) -> String { decimal(quantile(level, ofSorted: accuracies) * 100, 1) }
  var text =
    "accuracies at 10, 50 and 90 %: \(points(0.1)), \(points(0.5)), \(points(0.9)) (\(profile.benchmark): "
    + [1, 3, 5].map { decimal(profile.accuracyQuantiles[$0] * 100, 1) }.joined(separator: ", ") + ")"
  // A few hundred models tell enough; all pairs of thousands take long.
  let models = Array(0..<min(matrix.modelCount, 300))
  if let made = matrix.pairPopulation(of: models, over: Array(0..<matrix.itemCount)).flatMap({ DiscordanceProfile($0) }
  ),
    let wanted = profile.discordance
  {
    func median(_ profile: DiscordanceProfile) -> Double {
      let near = profile.bands.filter { $0.gap <= 5 }
      let total = near.reduce(0) { $0 + $1.pairs }
      return near.reduce(0) { $0 + $1.median * Double($1.pairs) } / Double(max(1, total))
    }
    text += "; discordance of models up to 5 points apart: \(decimal(median(made), 3)) (\(decimal(median(wanted), 3)))"
  }
  return text
}
