import Foundation
import Planner
import Simulate

/// Options that several commands take, and their reading.
enum SharedOptions {
  static let methodNames = Method.all.map(\.name)

  /// What help says of the methods that run where none are named.
  static let unaskedMethods =
    "all; above \(Method.largestUnasked) items the cheap ones, without "
    + Method.all.filter { $0.effort > .ordinary }.map(\.name).joined(separator: ", ")

  /// The methods to run on a matrix where none are named, with a note of those left out.
  static func methods(for matrix: ItemMatrix, console: Console) -> [String] {
    let chosen = Method.unasked(items: matrix.itemCount).map(\.name)
    let left = methodNames.filter { !chosen.contains($0) }
    if !left.isEmpty {
      console.note(
        "\(left.joined(separator: ", ")) left out: they take long on so many items; name them in --method to run them")
    }
    return chosen
  }

  static let matrix = OptionSpecification(
    "matrix", short: "m", .file,
    "an item matrix: CSV or TSV with a row per item and a column per model, or what mdad import reads; - is standard input"
  )

  /// The same for a command that takes several.
  static let matrices = OptionSpecification(
    "matrix", short: "m", .file, matrix.help + "; may be given more than once, or be a folder of such files",
    repeats: true)

  /// An option for each setting of methods.
  static let methodSettings = MethodSettings.knobs.map { knob in
    OptionSpecification(knob.name, .text(knob.placeholder), knob.help, default: shortNumber(knob.standard))
  }

  static let confidence = OptionSpecification(
    "confidence", .file,
    "a second matrix, of probabilities of the right answer, for the methods that choose by them; the same models and items"
  )

  static let itemMetadata = OptionSpecification(
    "item-metadata", .file,
    "what is known of the items: CSV with columns item and text, difficulty or quality…, for essence and sublime")

  /// Which models are targets, and what says so; the option that chooses is called as the command likes.
  static func targetChoice(_ name: String, help: String) -> [OptionSpecification] {
    [
      OptionSpecification(name, .choice(["random", "frontier", "family", "date", "similar"]), help, default: "random"),
      OptionSpecification("accuracy-band", .text("LOW,HIGH"), "accuracies of similar targets, points"),
      OptionSpecification("size-class", .text("NAME"), "or their class of size, as labelled, such as 8b-instruct"),
      OptionSpecification(
        "labels", .file,
        "what is known of the models: CSV with columns model and family, size or date (YYYY-MM-DD); a matrix whose rows are "
          + "models may have these columns itself"),
    ]
  }

  static let reading: [OptionSpecification] = [
    OptionSpecification(
      "rows", .choice(RowKind.allCases.map(\.rawValue)), "what the rows of the matrix are",
      default: "models if the header has a column named model, else items"),
    OptionSpecification(
      "subtask-column", .text("NAME"), "the column with the items' subtasks",
      default: "the one named subtask, subset or category"),
    OptionSpecification("ignore-columns", .list("NAME,…", of: []), "columns to pass over"),
    OptionSpecification(
      "missing", .choice(MissingPolicy.allCases.map(\.rawValue)), "what to do with missing scores", default: "error"),
    OptionSpecification("percent", .flag, "scores are percentages, 0 to 100"),
    OptionSpecification(
      "metric", .text("NAME"), "in evaluation logs: the score to read, such as acc_norm", default: "the usual one"),
    OptionSpecification(
      "filter", .text("NAME"), "in logs of lm-evaluation-harness: the filter to read", default: "the first"),
    OptionSpecification(
      "join", .choice(JoinPolicy.allCases.map(\.rawValue)),
      "in logs and long tables: the items that all models have, or that any has", default: "outer"),
    OptionSpecification(
      "duplicates", .choice(DuplicatePolicy.allCases.map(\.rawValue)),
      "in long tables: what to do with a second score of a model and item", default: "error"),
  ]

  static let output: [OptionSpecification] = [
    OptionSpecification(
      "format", short: "f", .choice(Form.allCases.map(\.rawValue)), "the form of the result", default: "text"),
    OptionSpecification("output", short: "o", .file, "write the result to a file instead of standard output"),
  ]

  static let threads = OptionSpecification(
    "threads", .text("N"), "threads; the result does not depend on it", default: "all cores")

  static let progress = OptionSpecification(
    "progress", .choice(["auto", "always", "never"]), "show progress on standard error",
    default: "auto: where it is a terminal")

  static let running: [OptionSpecification] = [
    OptionSpecification("seed", .text("N"), "the seed of all random numbers", default: "1"),
    threads,
    progress,
  ]

  static let plot = OptionSpecification(
    "plot", .file, "draw agreement by gap and MDAD by size into an SVG file")

  static let ties = OptionSpecification(
    "ties", .choice(TiePolicy.allCases.map(\.rawValue)), "what equal scores on the subset count as", default: "wrong")
}

extension ParsedArguments {
  /// The form of the result: the one asked for, or the command's default.
  var format: Form {
    let usual = command.allOptions.first { $0.name == "format" }?.defaultText
    return choice("format", default: usual.flatMap { Form(rawValue: $0) } ?? .text)
  }

  /// The seed.
  func seed() throws -> UInt64 { UInt64(try integer("seed", in: 0...Int.max) ?? 1) }

  /// The number of threads.
  func threads() throws -> Int {
    try integer("threads", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// Whether to show progress.
  func showsProgress(_ console: Console) -> Bool {
    switch text("progress") {
    case "always": true
    case "never": false
    default: console.errorIsTerminal
    }
  }

  /// The path that `--matrix` names, for a command that cannot do without.
  func matrixPath() throws -> String {
    guard let path = text("matrix") else {
      throw UsageError("--matrix is missing; give an item matrix, such as --matrix scores.csv")
    }
    return path
  }

  /// The paths of the matrices that `--matrix` names, at least one: a folder with tables or arrays directly in it stands for all of
  /// them, in the order of their names; any other is one matrix.
  func matrixPaths() throws -> [String] {
    let given = all("matrix")
    guard !given.isEmpty else {
      throw UsageError("--matrix is missing; give an item matrix, such as --matrix scores.csv")
    }
    let paths = given.flatMap { path in MatrixFile.tables(inFolder: path) ?? [path] }
    let names = paths.map { ParsedArguments.benchmarkName(of: $0) }
    for (position, name) in names.enumerated() {
      if let earlier = names[..<position].firstIndex(where: { TableLibrary.isSame($0, name) }) {
        throw UsageError("\(paths[earlier]) and \(paths[position]) are both called \(name); rename one")
      }
    }
    return paths
  }

  /// The settings of methods, those that are not given at their defaults.
  func methodSettings() throws -> MethodSettings {
    var settings = MethodSettings()
    for knob in MethodSettings.knobs {
      guard let value = try number(knob.name, above: 0, upTo: knob.limit, unit: knob.unit) else { continue }
      settings[keyPath: knob.value] = value
    }
    return settings
  }

  /// The folder of finished trials, or nil: `--checkpoint`, which `--cache` is another name of.
  var trialFolder: String? { text("checkpoint") ?? text("cache") }

  /// The part of `--shard`, or nil.
  func shard() throws -> Shard? {
    guard let text = text("shard") else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count <= 1_000_000,
      let shard = Shard(index: index, of: count)
    else { throw UsageError("--shard: \"\(text)\" is not I/N with I from 1 to N, such as 3/8") }
    for name in ["format", "curve", "plot"] where flag(name) {
      throw UsageError("--\(name) goes with mdad merge; a shard is always written as JSON Lines")
    }
    if flag("tolerance") {
      throw UsageError("--tolerance: a shard cannot know how wide intervals will be; give --trials")
    }
    return shard
  }

  /// How to read a matrix.
  func readingOptions() throws -> MatrixReadingOptions {
    var options = MatrixReadingOptions(
      rows: text("rows").flatMap { RowKind(rawValue: $0) }, missing: choice("missing", default: MissingPolicy.error),
      percent: flag("percent"), subtaskColumn: text("subtask-column"), ignoredColumns: try list("ignore-columns") ?? [])
    options.metric = text("metric")
    options.filter = text("filter")
    options.join = choice("join", default: JoinPolicy.outer)
    options.duplicates = choice("duplicates", default: DuplicatePolicy.error)
    return options
  }

  /// Reads the matrix that `--matrix` names, and says on standard error what was left out.
  func readMatrix(_ path: String, console: Console) throws -> ItemMatrix {
    let reading = try MatrixFile.read(path: path, options: readingOptions())
    for note in reading.notes { console.note("\(path): \(note)") }
    return reading.matrix
  }

  /// Reads the matrix that `--confidence` names, in the order of the matrix of scores; nil where none is named.
  func readConfidence(for matrix: ItemMatrix, console: Console) throws -> ItemMatrix? {
    guard let path = text("confidence") else { return nil }
    do {
      return try readMatrix(path, console: console).aligned(with: matrix)
    } catch SimulateError.unsatisfiable(let message, let remedies) {
      throw SimulateError.malformedInput(file: path, line: nil, message: message, remedies: remedies)
    }
  }

  /// The name of the benchmark that a matrix is of: the file's name without its endings.
  static func benchmarkName(of path: String) -> String {
    if path == "-" { return "stdin" }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map { $0.lowercased() } ?? file
  }

  /// The target choice of an option, of `--accuracy-band` and of `--size-class`.
  func targetChoice(option: String) throws -> TargetChoice {
    let name = text(option) ?? "random"
    for other in ["accuracy-band", "size-class"] where flag(other) && name != "similar" {
      throw UsageError("--\(other) goes with --\(option) similar")
    }
    switch name {
    case "frontier": return .frontier
    case "family": return .family
    case "date": return .date
    case "similar":
      if let size = text("size-class") {
        if flag("accuracy-band") {
          throw UsageError("--accuracy-band and --size-class both say what is similar; give one")
        }
        return .sizeClass(size)
      }
      guard let band = text("accuracy-band") else {
        throw UsageError(
          "--\(option) similar needs --accuracy-band LOW,HIGH in accuracy points, such as 30,40, or --size-class NAME")
      }
      let limits = band.split(separator: ",").map { Double(plainDecimal: $0) }
      guard limits.count == 2, let low = limits[0], let high = limits[1], low >= 0, high <= 100, low < high else {
        throw UsageError("--accuracy-band: \"\(band)\" is not LOW,HIGH in accuracy points, such as 30,40")
      }
      return .similar(accuracies: low...high)
    default: return .random
    }
  }

  /// Adds what `--labels` and `--item-metadata` say to a matrix.
  ///
  /// - Parameter choice: how targets are chosen, where the command does.
  func addLabels(to matrix: inout ItemMatrix, choice: TargetChoice = .random, console: Console) throws {
    if let path = text("labels") {
      matrix.modelLabels = try ModelLabels(try LabelTable.read(path: path, key: "model"), models: matrix.models)
    }
    if let path = text("item-metadata") {
      matrix.itemMetadata = try ItemMetadata(try LabelTable.read(path: path, key: "item"), items: matrix.items)
    }
    let unlabelled: (labels: [String?], consequence: String)
    switch choice {
    case .family: unlabelled = (matrix.modelLabels?.families ?? [], "no family: each counts as one of its own")
    case .date: unlabelled = (matrix.modelLabels?.dates ?? [], "no date and are left out")
    default: return
    }
    let count = unlabelled.labels.count { $0 == nil }
    if count > 0 { console.note("\(plural(count, "model")) \(count == 1 ? "has" : "have") \(unlabelled.consequence)") }
  }

  /// Finds out before long work whether the chart that `--plot` names can be written.
  func checkPlot() throws {
    guard let path = text("plot") else { return }
    if path == text("output") { throw UsageError("--plot and --output both name \(path); give two files") }
    try OutputFile.check(path)
  }

  /// Writes the chart that `--plot` names.
  ///
  /// - Parameter charts: nil where there is nothing to draw.
  func writePlot(_ charts: PlanCharts?) throws {
    guard let path = text("plot") else { return }
    guard let charts else { throw UsageError("--plot: there is nothing to draw") }
    try OutputFile.write(charts.svg(), to: path)
  }

  /// The micro-benchmark sizes of `--sizes`, or nil.
  func sizes() throws -> [Int]? { try integers("sizes", in: 1...16_777_215)?.sorted() }
}
