import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let tableFolder = Option(
    "output", short: "o", .folder, "the folder to write to; with show, a file", example: "tables")

  fileprivate static let tableMethods = methods("the methods", otherwise: TableMaker.methods.joined(separator: ", "))

  fileprivate static let keep = Option(
    "keep",
    "keep the rows of the folder's table that have the same matrix, seed, trials and version; simulate only the other "
      + "methods")
}

extension CommandSpecification {
  static let table = CommandSpecification(
    name: "table",
    summary: "MDAD–k lookup tables from matrices; table show prints a shipped one",
    discussion: [
      "mdad table --matrix FILE -o DIR simulates both splits, and frontier targets, at every size. It writes "
        + "DIR/<benchmark>.csv and DIR/<benchmark>.json (which also holds the benchmark's profile: accuracies, "
        + "discordance by gap, all pairs) and updates DIR/index.json. The benchmark is named after its file.",
      "All models that are not targets are sources. Random sampling is exact; other methods have 95 % bootstrap "
        + "intervals.",
      "Where items have names of their own, DIR/frames/<benchmark>.csv says how strong models are expected to answer "
        + "each: mdad select --benchmark draws items by it, without the matrix. --labels gives the models' dates for "
        + "it.",
      "mdad table show lists the shipped tables; mdad table show BENCHMARK prints one.",
    ],
    positionals: [
      PositionalSpecification(
        name: "show", help: "print a table instead of making one", isRequired: false, choices: ["show"],
        noun: "subcommand"),
      PositionalSpecification(name: "BENCHMARK", help: "the table to print", isRequired: false),
    ],
    options: [AnyOption.matrices, .labels, .sizes, .trials, .tableMethods, .keep, .seed].excluding(.word("show"))
      + [
        .tableFolder, .tables.needing(.word("show")), .format.needing(.word("show")),
        .also.needing(.word("show")).excluding(.given(.tableFolder)),
      ]
      + AnyOption.reading + [.threads, .progress],
    examples: [
      ("mdad table show", "which benchmarks have tables"),
      ("mdad table show gpqa", "MDAD by method and size on GPQA"),
      ("mdad table --matrix scores.csv -o tables", "a table of your own; plan --tables tables reads it"),
    ],
    writesOutputItself: true,
    run: runTable)
}

private func runTable(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  if arguments.positionals.first == "show" {
    let report = try show(arguments)
    if let path = arguments.outputFile {
      try OutputFile.write(report.written(as: arguments.format, on: console.page), to: path)
      return CommandOutput(text: "")
    }
    return CommandOutput(report)
  }
  guard arguments.isGiven(.matrices) else {
    throw UsageError("--matrix is missing; give an item matrix to make a table of, or mdad table show BENCHMARK")
  }
  let folder = try arguments.required(.tableFolder)
  let matrices = try arguments.matrixPaths()
  if matrices.count > 1, arguments.isGiven(.labels) {
    throw UsageError("--labels describes the models of one matrix; make the tables one at a time")
  }
  let names = matrices.map { ParsedArguments.benchmarkName(of: $0) }
  for (path, name) in zip(matrices, names) where name.isEmpty || name == "index" {
    throw UsageError("--matrix: \(path) would make a table named \"\(name)\"; rename the file")
  }
  var maker = TableMaker()
  maker.seed = arguments.seed
  maker.trials = arguments[.trials]
  maker.sizes = arguments[.sizes]
  if let methods = arguments.namedMethods { maker.methods = methods }
  let threads = arguments.threads
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  } catch {
    throw CommandFailure(status: .cannotCreate, message: "\(folder): this folder cannot be created")
  }
  // A folder without tables has nothing to keep.
  let earlier = arguments[.keep] ? try? TableLibrary(folder: folder) : nil
  for (path, name) in zip(matrices, names) {
    let kept = try earlier?.table(of: name)
    var matrix = try arguments.readMatrix(path, console: console)
    try arguments.addLabels(to: &matrix, console: console)
    try arguments.addLabels(beside: path, to: &matrix)
    if matrix.modelCount > ItemMatrix.largestPopulation {
      console.note(
        "\(path): the exact rows of random and the profile use \(ItemMatrix.largestPopulation) of the "
          + "\(matrix.modelCount) models, drawn at random")
    }
    let table = try withProgress(arguments, console, total: maker.trialCount(matrix)) { progress in
      try maker.table(benchmark: name, matrix: matrix, keeping: kept, threads: threads, progress: progress)
    }
    try OutputFile.write(table.report.written(as: .csv), to: "\(folder)/\(name).csv")
    try OutputFile.write(table.report.written(as: .json), to: "\(folder)/\(name).json")
    console.note("\(folder)/\(name).csv and .json: \(table.rows.count { $0.reference != .unseen }) rows")
    if let frame = try Frame(benchmark: name, matrix: matrix) {
      try writeFrame(frame, below: folder, console)
    }
  }
  let library = try TableLibrary(folder: folder)
  for file in library.foreignFiles { console.note("\(folder)/\(file) is not a table; skipped") }
  let index = try library.report()
  try OutputFile.write(index.written(as: .json), to: "\(folder)/index.json")
  return CommandOutput(text: "")
}

/// Writes a frame next to the tables, in a folder of its own.
private func writeFrame(_ frame: Frame, below folder: String, _ console: Console) throws {
  let path = "\(folder)/\(TableLibrary.framePath(of: frame.benchmark))"
  let own = (path as NSString).deletingLastPathComponent
  do {
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
  } catch {
    throw CommandFailure(status: .cannotCreate, message: "\(own): this folder cannot be created")
  }
  try OutputFile.write(frame.csv, to: path)
  console.note("\(path): \(plural(frame.items.count, "item")), for mdad select --benchmark \(frame.benchmark)")
}

private func show(_ arguments: ParsedArguments) throws -> Report {
  let library = try arguments.tableLibrary()
  guard arguments.positionals.count > 1 else { return try library.report() }
  let name = arguments.positionals[1]
  if let table = try library.table(of: name) { return table.report }
  guard let published = library.published(of: name) else {
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  return published.report
}
