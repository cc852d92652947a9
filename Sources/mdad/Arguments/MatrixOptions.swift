import Foundation
import Planner
import Simulate

/// The options for reading a matrix and the files that go with it.
extension AnyOption {
  static let matrix = Option(
    "matrix", short: "m", .file,
    "an item matrix: CSV or TSV with a row per item and a column per model, or what mdad import reads; - is standard "
      + "input", example: "scores.csv")

  /// The same for a command that takes several.
  static let matrices = Option(
    repeating: "matrix", short: "m", .file,
    matrix.help + "; may be given more than once, or be a folder of such files", example: "scores.csv")

  static let confidence = Option(
    "confidence", .file,
    "a second matrix with the probability of each right answer, for the methods that choose by it; the same models "
      + "and items")

  static let itemMetadata = Option(
    "item-metadata", .file,
    "item metadata: CSV with columns item and text, difficulty or quality…, for essence and sublime")

  static let labels = Option(
    "labels", .file,
    "model metadata: CSV with columns model and family, size or date (YYYY-MM-DD); a matrix whose "
      + "rows are models may have these columns itself")

  static let rows = Option<RowKind?>(
    "rows", .choice, "what the rows of the matrix are",
    otherwise: "models if the header has a column named model, model_name, model_id or name, else items")

  static let subtaskColumn = Option(
    "subtask-column", .text("NAME"), "the column with the items' subtasks",
    otherwise: "the one named subtask, subset or category")

  static let ignoredColumns = Option(
    "ignore-columns", .list("NAME,…", of: .text("NAME")), "columns to ignore")

  static let missing = Option("missing", .choice, "what to do with missing scores", default: MissingPolicy.error)

  static let percent = Option("percent", "scores are percentages, 0 to 100")

  static let metric = Option(
    "metric", .text("NAME"), "in evaluation logs: the score to read, such as acc_norm", otherwise: "the usual one")

  static let filter = Option(
    "filter", .text("NAME"), "in logs of lm-evaluation-harness: the filter to read", otherwise: "the first")

  static let join = Option(
    "join", .choice, "in logs and long tables: inner keeps the items that all models have, outer those that any has",
    default: JoinPolicy.outer)

  static let duplicates = Option(
    "duplicates", .choice,
    "in long tables: what to do with a second score of a model and item; "
      + "samples counts it as another answer",
    default: DuplicatePolicy.error)

  static let sampleScore = Option(
    "score", .sampleScore,
    "an item's score if a model answered it several times: the share of right answers, the chance that one of K is "
      + "right (pass@K), or that all K are (pass^K)", default: SampleScore.mean, example: "pass@5")

  static let modelsFromPath = Option(
    "models-from-path",
    "in evaluation logs: call models by the folders that their logs lie in; keeps several runs of one model apart")

  /// How to read a matrix.
  static let reading: [AnyOption] = [
    .rows, .subtaskColumn, .ignoredColumns, .missing, .percent, .metric, .filter, .join, .duplicates,
    .sampleScore,
  ]

  static let form = Option<MatrixForm?>(
    "to", .choice(MatrixForm.all) { $0.name }, "the form to write", otherwise: "by -o's ending, or wide")
}

extension ValueKind where Value == SampleScore {
  /// Takes `mean`, `pass@K` or `pass^K`.
  fileprivate static var sampleScore: ValueKind {
    ValueKind(.text("mean|pass@K|pass^K")) { text throws(ValueError) in
      guard let score = SampleScore(text) else {
        throw ValueError("unknown value \(quoted(text))", give: "mean, pass@K or pass^K")
      }
      return score
    }.written { $0.name }
  }
}

extension ParsedArguments {
  /// Returns the paths of the matrices that `--matrix` names, at least one. A folder that directly holds tables or
  /// arrays stands for all of them, in the order of their names. Any other folder is one matrix.
  func matrixPaths() throws -> [String] {
    let given = self[.matrices]
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

  /// How to read a matrix.
  var readingOptions: MatrixReadingOptions {
    var options = MatrixReadingOptions(
      rows: self[.rows], missing: self[.missing], percent: self[.percent], subtaskColumn: self[.subtaskColumn],
      ignoredColumns: self[.ignoredColumns] ?? [])
    options.metric = self[.metric]
    options.filter = self[.filter]
    options.join = self[.join]
    options.duplicates = self[.duplicates]
    options.score = self[.sampleScore]
    options.modelsFromPath = self[.modelsFromPath]
    return options
  }

  /// Reads a matrix and reports on standard error what was left out.
  func readMatrix(_ path: String, console: Console) throws -> ItemMatrix {
    let reading = try MatrixFile.read(path: path, options: readingOptions)
    if let doubt = reading.orientationDoubt {
      console.note(
        "\(path): rows are read as items, columns as models, but \(doubt); if rows are models, give --rows models")
    }
    for note in reading.notes { console.note("\(path): \(note)") }
    return reading.matrix
  }

  /// Reads the matrix that `--confidence` names, in the order of the matrix of scores. Returns nil if none is named.
  func readConfidence(for matrix: ItemMatrix, console: Console) throws -> ItemMatrix? {
    guard let path = self[.confidence] else { return nil }
    do {
      return try readMatrix(path, console: console).aligned(with: matrix)
    } catch SimulateError.unsatisfiable(let message, let remedies) {
      throw SimulateError.malformedInput(file: path, line: nil, message: message, remedies: remedies)
    }
  }

  /// Returns the name of a matrix's benchmark: the file's name without its endings.
  static func benchmarkName(of path: String) -> String {
    if path == "-" { return "stdin" }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map { $0.lowercased() } ?? file
  }

  /// Returns the form in which to write a matrix: what `--to` says, else what the output file's ending says, else wide.
  func matrixForm() throws -> MatrixForm {
    let form = self[.form] ?? outputFile.flatMap { MatrixForm.forFile($0) } ?? .wide
    guard form.isText || outputFile != nil else { throw UsageError("--to \(form.name) is not text; give -o FILE") }
    return form
  }

  /// Adds the labels of models that stand beside a matrix, `NAME.labels.csv` beside `NAME.csv`, if there are any.
  func addLabels(beside path: String, to matrix: inout ItemMatrix) throws {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().map { $0 + "/" }.joined()
    let file = path.split(separator: "/").last ?? ""
    let labels = folder + (file.split(separator: ".").first ?? "") + ".labels.csv"
    guard matrix.modelLabels == nil, path != "-", labels != path, FileManager.default.fileExists(atPath: labels) else {
      return
    }
    matrix.modelLabels = try ModelLabels(try LabelTable.read(path: labels, key: "model"), models: matrix.models)
  }

  /// Adds what `--labels` and `--item-metadata` say to a matrix.
  ///
  /// - Parameter choice: how the command chooses targets.
  func addLabels(to matrix: inout ItemMatrix, choice: TargetChoice = .random, console: Console) throws {
    if let path = self[.labels] {
      matrix.modelLabels = try ModelLabels(try LabelTable.read(path: path, key: "model"), models: matrix.models)
    }
    if let path = self[.itemMetadata] {
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
}
