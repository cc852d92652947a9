import Foundation
import Planner
import Simulate
import Synchronization

extension AnyOption {
  /// The file for a matrix.
  static let matrixFile = Option("output", short: "o", .newFile, "the file to write to instead of standard output")

  fileprivate static let report = Option("report", .newFile, "write a JSON report of what was found and left out")
}

extension CommandSpecification {
  static let importing = CommandSpecification(
    name: "import",
    summary: "turns evaluation logs, tables and arrays into one item matrix",
    discussion: [
      "Reads a file or a folder of logs and writes a matrix: CSV with a row per item unless --to, or the ending of "
        + "-o, says otherwise. What was found, averaged and left out goes to standard error, and in full to --report.",
      "Formats: \(MatrixFile.formats.joined(separator: "; ")). All but archives may be compressed with gzip. "
        + "Every --matrix option reads the same formats.",
      "Repeated samples (epochs, trials) are averaged. Two scores of one model and item that are not such samples are "
        + "an error unless --duplicates says what to do; so are scores that some models lack, unless --join or "
        + "--missing says what to do.",
      "Parquet: python3 -c \"import pandas, sys; pandas.read_parquet('scores.parquet').to_csv(sys.stdout, "
        + "index=False)\" | mdad import - -o scores.csv",
    ],
    positionals: [
      PositionalSpecification(name: "PATH", help: "a file, a folder of logs, or - for standard input", isRequired: true)
    ],
    options: [.form, .matrixFile, .report, .progress] + AnyOption.reading + [.modelsFromPath],
    examples: [
      ("mdad import results/ -o scores.csv --metric acc_norm", "samples of lm-evaluation-harness, a folder per model"),
      (
        "mdad import logs/ -o scores.csv --join inner --report report.json",
        "Inspect logs, with the items that all models have"
      ),
      ("mdad import scores.npy --to long", "an array as a long table"),
    ],
    writesOutputItself: true,
    run: runImport)
}

extension CommandSpecification {
  static let convert = CommandSpecification(
    name: "convert",
    summary: "converts an item matrix from one form to another",
    discussion: [
      "Another name for mdad import. It reads the same forms and writes CSV with a row per item (wide), CSV with a row "
        + "per model and item (long), JSON Lines or a NumPy array, depending on --to or the ending of -o."
    ],
    positionals: importing.positionals, options: importing.options,
    examples: [
      ("mdad convert scores.csv -o scores.npy", "for NumPy; an array holds no names"),
      ("mdad convert scores.csv --to long", "a row per model and item"),
    ],
    writesOutputItself: true, run: runImport)
}

private func runImport(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  guard let path = arguments.positionals.first else {
    throw UsageError("PATH is missing; give a file, a folder of logs, or - for standard input")
  }
  let output = arguments.outputFile
  let form = try arguments.matrixForm()
  var options = arguments.readingOptions
  let reading = try withProgress(
    arguments, console, total: MatrixFile.size(of: path) / MegabyteCounter.megabyte, unit: "MB"
  ) { line in
    if let line {
      let counter = MegabyteCounter(line)
      options.progress = { counter.add($0) }
    }
    return try MatrixFile.read(path: path, options: options)
  }
  let source = path == "-" ? "standard input" : path
  for sentence in reading.sentences(source: source) { console.note(sentence) }
  if let report = arguments[.report] {
    try OutputFile.write(reading.report(source: source).written(as: .json), to: report)
  }
  let content = reading.matrix.written(as: form)
  guard let output else { return CommandOutput(text: String(decoding: content, as: UTF8.self)) }
  try OutputFile.write(content, to: output)
  return CommandOutput(text: "")
}

/// Counts bytes and advances a progress line once per megabyte.
private final class MegabyteCounter: Sendable {
  static let megabyte = 1_000_000

  private let bytes = Atomic<Int>(0)
  private let advance: @Sendable () -> Void

  init(_ advance: @escaping @Sendable () -> Void) { self.advance = advance }

  func add(_ count: Int) {
    let after = bytes.wrappingAdd(count, ordering: .relaxed).newValue
    for _ in (after - count) / MegabyteCounter.megabyte..<after / MegabyteCounter.megabyte { advance() }
  }
}
