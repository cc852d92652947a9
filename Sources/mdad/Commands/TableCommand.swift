import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let table = CommandSpecification(
    name: "table",
    summary: "MDAD–k lookup tables from matrices; table show prints a shipped one",
    discussion: [
      "mdad table --matrix FILE -o DIR simulates both splits, and frontier targets, at every size and writes DIR/<benchmark>.csv and "
        + "DIR/<benchmark>.json (which also holds the benchmark's profile: accuracies, discordance by gap, all pairs), and "
        + "brings DIR/index.json up to date. The benchmark is called after its file.",
      "Sources are all models that the targets leave; random is exact, other methods have 95 % bootstrap intervals.",
      "mdad table show lists the shipped tables; mdad table show BENCHMARK prints one.",
    ],
    positionals: [
      PositionalSpecification(
        name: "show", help: "print a table instead of making one", isRequired: false, choices: ["show"]),
      PositionalSpecification(name: "BENCHMARK", help: "the table to print", isRequired: false),
    ],
    options: [
      OptionSpecification(
        "matrix", short: "m", .file, "an item matrix; may be given more than once, or be a folder of them",
        repeats: true),
      OptionSpecification("output", short: "o", .folder, "the folder to write to; with show, a file"),
      OptionSpecification(
        "sizes", short: "k", .list("K,…", of: []), "the micro-benchmark sizes",
        default: "10, 25, 50, 100, 250, 500, 1000 below N"),
      OptionSpecification("trials", .text("N"), "trials", default: "50"),
      OptionSpecification(
        "method", .list("NAME,…", of: SharedOptions.methodNames), "the methods",
        default: TableMaker.methods.joined(separator: ", ")),
      OptionSpecification(
        "keep", .flag,
        "keep rows of a table in the folder that are of the same matrix, seed, trials and version; simulate other methods alone"
      ),
      OptionSpecification("tables", .folder, "with show: read tables from a folder instead of the shipped ones"),
      SharedOptions.output[0],
    ] + SharedOptions.reading + SharedOptions.running,
    examples: [
      ("mdad table show", "which benchmarks there are tables for"),
      ("mdad table show gpqa", "MDAD by method and size on GPQA"),
      ("mdad table --matrix scores.csv -o tables", "a table of your own; plan --tables tables reads it"),
    ],
    writesOutputItself: true,
    run: runTable)
}

private func runTable(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  if arguments.positionals.first == "show" {
    for name in ["matrix", "sizes", "trials", "method", "seed", "keep"] where arguments.flag(name) {
      throw UsageError("--\(name) makes a table; it does not go with show")
    }
    let report = try show(arguments)
    if let path = arguments.text("output"), path != "-" {
      try OutputFile.write(report.written(as: arguments.format, on: console.page), to: path)
      return CommandOutput(text: "")
    }
    return CommandOutput(report)
  }
  guard arguments.flag("matrix") else {
    throw UsageError("--matrix is missing; give an item matrix to make a table of, or mdad table show BENCHMARK")
  }
  guard let folder = arguments.text("output") else {
    throw UsageError("--output is missing; give the folder to write tables to, such as -o tables")
  }
  if arguments.flag("format") { throw UsageError("--format goes with show; a table is always written as CSV and JSON") }
  if arguments.flag("tables") { throw UsageError("--tables goes with show; -o DIR is where tables are written") }
  let matrices = try arguments.matrixPaths()
  let names = matrices.map { ParsedArguments.benchmarkName(of: $0) }
  for (path, name) in zip(matrices, names) where name.isEmpty || name == "index" {
    throw UsageError("--matrix: \(path) would make a table named \"\(name)\"; rename the file")
  }
  let maker = TableMaker(
    seed: try arguments.seed(), trials: try arguments.integer("trials", in: 1...1_000_000) ?? 50,
    sizes: try arguments.sizes() ?? SimulationSettings.standardSizes,
    methods: try arguments.list("method") ?? TableMaker.methods)
  let threads = try arguments.threads()
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  } catch {
    throw CommandFailure(status: .cannotCreate, message: "\(folder): this folder cannot be made")
  }
  // A folder without tables has none to keep.
  let earlier = arguments.flag("keep") ? try? TableLibrary(folder: folder) : nil
  for (path, name) in zip(matrices, names) {
    let kept = try earlier?.table(of: name)
    let matrix = try arguments.readMatrix(path, console: console)
    if matrix.modelCount > ItemMatrix.largestPopulation {
      console.note(
        "\(path): random over all pairs, and the profile, are of \(ItemMatrix.largestPopulation) of \(matrix.modelCount) models, drawn "
          + "at random")
    }
    let table = try withProgress(arguments, console, total: maker.trials * TableMaker.rounds) { progress in
      try maker.table(benchmark: name, matrix: matrix, keeping: kept, threads: threads, progress: progress)
    }
    guard !table.rows.isEmpty else {
      throw SimulateError.unsatisfiable(
        "\(path): \(plural(matrix.itemCount, "item")) are fewer than any size; give --sizes")
    }
    try OutputFile.write(table.report.written(as: .csv), to: "\(folder)/\(name).csv")
    try OutputFile.write(table.report.written(as: .json), to: "\(folder)/\(name).json")
    console.note("\(folder)/\(name).csv and .json: \(table.rows.count { $0.reference != .unseen }) rows")
  }
  let index = try TableLibrary(folder: folder).report()
  try OutputFile.write(index.written(as: .json), to: "\(folder)/index.json")
  return CommandOutput(text: "")
}

private func show(_ arguments: ParsedArguments) throws -> Report {
  let library = try tableLibrary(arguments)
  guard arguments.positionals.count > 1 else { return try library.report() }
  let name = arguments.positionals[1]
  if let table = try library.table(of: name) { return table.report }
  guard let published = library.published(of: name) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  return published.report
}
