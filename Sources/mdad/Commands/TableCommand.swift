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
    let output = try show(arguments, console)
    if let path = arguments.text("output"), path != "-" {
      try OutputFile.write(output, to: path)
      return CommandOutput(text: "")
    }
    return CommandOutput(text: output)
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
    try OutputFile.write(table.csv(), to: "\(folder)/\(name).csv")
    try OutputFile.write(table.json().text(indented: true) + "\n", to: "\(folder)/\(name).json")
    console.note("\(folder)/\(name).csv and .json: \(table.rows.count { $0.reference != .unseen }) rows")
  }
  let library = try TableLibrary(folder: folder)
  var entries: [JSONValue] = []
  for name in library.tableNames {
    guard let table = try library.table(of: name) else { continue }
    entries.append(
      .object([
        ("benchmark", .string(table.benchmark)), ("models", .int(table.models)), ("items", .int(table.items)),
        ("version", .string(table.version)), ("matrix_sha256", .string(table.matrixHash)),
      ]))
  }
  let index: JSONValue = .object([("schema", .string("mdad.tables/1")), ("tables", .array(entries))])
  try OutputFile.write(index.text(indented: true) + "\n", to: "\(folder)/index.json")
  return CommandOutput(text: "")
}

private func show(_ arguments: ParsedArguments, _ console: Console) throws -> String {
  let library = try tableLibrary(arguments)
  guard arguments.positionals.count > 1 else { return try list(library, arguments.format, console) }
  let name = arguments.positionals[1]
  guard let table = try library.table(of: name) else {
    if let published = library.published(of: name) { return render(published, arguments.format, console) }
    throw PlannerError.unknownBenchmark(name: name, known: library.benchmarkNames)
  }
  switch arguments.format {
  case .csv: return table.csv()
  case .json: return table.json().text(indented: true) + "\n"
  case .markdown: return tableForPeople(table).markdown()
  case .text:
    let accuracies = table.accuracyQuantiles.map { decimal($0 * 100, 1) }
    let head =
      "\(table.benchmark): \(table.items) items, \(table.models) models with accuracies from \(accuracies[0]) to "
      + "\(accuracies[6]) (median \(accuracies[3])); \(table.trials) trials of \(table.targets) targets and "
      + "\(table.sources) sources, seed \(table.seed), version \(table.version)"
    let foot = "MDAD and error in accuracy points; agreement at gaps of 1, 2, 3, 5 and 10 points, smoothed"
    return console.bold(console.wrapped(head)) + "\n\n"
      + console.aligned(tableForPeople(table), dropping: ["@1", "@10", "τ-b", "@2", "@3", "error", "@5"]) + "\n"
      + console.wrapped(foot)
      + "\n"
  }
}

private func tableForPeople(_ table: BenchmarkTable) -> TextTable {
  var text = TextTable([
    ("split", .left), ("targets", .left), ("method", .left), ("k", .right), ("MDAD", .right), ("95 % interval", .left),
    ("@1", .right),
    ("@2", .right), ("@3", .right), ("@5", .right), ("@10", .right), ("error", .right), ("τ-b", .right),
  ])
  for row in table.rows where row.reference != .unseen {
    let isExact = row.basis != .simulated && row.split == .full && row.targets == TargetChoice.random.name
    text.add(
      [
        row.split.rawValue, row.targets, row.method, String(row.size),
        (row.isUpperBound ? "≤ " : "") + decimal(row.mdad.value, 1),
        isExact
          ? "exact"
          : row.mdad.low == nil && row.mdad.high == nil
            ? "–" : "\(decimal(row.mdad.low, 1)) to \(decimal(row.mdad.high, 1))",
      ] + [1.0, 2, 3, 5, 10].map { decimal(row.agreement(atGap: $0).value, 2) } + [
        decimal(row.error.value.map { $0 * 100 }, 2), decimal(row.kendallTau.value, 2),
      ])
  }
  return text
}

private func render(_ published: PublishedFigures, _ format: Form, _ console: Console) -> String {
  var text = TextTable([
    ("method", .left), ("k", .right), ("MDAD", .right), ("low", .right), ("high", .right),
  ])
  for row in published.rows {
    text.add([row.method, String(row.size), compact(row.mdad), compact(row.low), compact(row.high)])
  }
  switch format {
  case .csv: return text.csv()
  case .markdown: return text.markdown()
  case .json:
    let rows = published.rows.map { row in
      JSONValue.object([
        ("method", .string(row.method)), ("k", .int(row.size)), ("mdad", .number(row.mdad)),
        ("mdad_low", .number(row.low)), ("mdad_high", .number(row.high)),
      ])
    }
    return JSONValue.object([
      ("schema", .string("mdad.published/1")), ("benchmark", .string(published.benchmark)),
      ("items", .int(published.items)), ("seen_items", .int(published.seenItems)),
      ("source", .string(published.source)), ("rows", .array(rows)),
    ]).text(indented: true) + "\n"
  case .text:
    return console.bold(
      console.wrapped(
        "\(published.benchmark): published MDADs in accuracy points, on a seen half of \(published.seenItems) items. "
          + "Source: \(published.source)")) + "\n\n" + text.aligned()
  }
}

private func list(_ library: TableLibrary, _ format: Form, _ console: Console) throws -> String {
  var text = TextTable([
    ("benchmark", .left), ("items", .right), ("models", .right), ("subtasks", .right), ("source", .left),
  ])
  for name in library.benchmarkNames {
    if let table = try library.table(of: name) {
      let both = library.published(of: name) != nil
      text.add([
        table.benchmark, String(table.items), String(table.models), String(table.subtasks),
        "table" + (both ? ", published" : ""),
      ])
    } else if let published = library.published(of: name) {
      text.add([published.benchmark, String(published.items), "–", "–", "published"])
    }
  }
  switch format {
  case .csv: return text.csv()
  case .markdown: return text.markdown()
  case .json:
    let rows = text.rows.map { row in
      JSONValue.object([
        ("benchmark", .string(row[0])), ("items", .int(Int(row[1]))), ("models", .int(Int(row[2]))),
        ("subtasks", .int(Int(row[3]))), ("source", .string(row[4])),
      ])
    }
    return JSONValue.object([("schema", .string("mdad.tables/1")), ("tables", .array(rows))]).text(indented: true)
      + "\n"
  case .text: return text.aligned()
  }
}
