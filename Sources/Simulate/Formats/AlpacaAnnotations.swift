import Foundation

/// AlpacaEval's `annotations.json`: a list of instructions with an annotator's preference, from 1 (for the first
/// output, the reference's) to 2 (for the second, the model's). The preference less 1 is the chance that the model
/// wins.
struct AlpacaAnnotations: LogFormat {
  static let help = "AlpacaEval annotations.json (the preference, 1 to 2, as the chance to win)"
  static let fileNames = "annotations.json of AlpacaEval"

  var collector: ResponseCollector
  private let options: MatrixReadingOptions
  private var numberOfInstruction: [String: Int] = [:]

  init(options: MatrixReadingOptions) {
    self.options = options
    collector = ResponseCollector(format: "AlpacaEval", options: options)
  }

  static func isLog(named name: String) -> Bool { name == "annotations.json" }

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    start.mark == "[" && (start.text.contains("\"instruction\"") || start.text.contains("\"preference\""))
  }

  mutating func add(_ source: ByteSource, path: String) throws(SimulateError) {
    let data = try source.rest(limit: ReadingLimits.document)
    var rows: [(instruction: String, model: String, subset: String?, preference: JSONScanner.Scalar)] = []
    try scan(data, file: path) { (scanner) throws(JSONScanner.Fault) in
      try scanner.array { (scanner) throws(JSONScanner.Fault) in
        var (instruction, model, subset) = (String?.none, String?.none, String?.none)
        var preference = JSONScanner.Scalar.null
        try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
          switch key {
          case "instruction": if case .string(let text) = try scanner.scalar() { instruction = text }
          case "generator_2": model = try scanner.scalar().name
          case "dataset": subset = try scanner.scalar().name
          case "preference": preference = try scanner.scalar()
          default: try scanner.skip()
          }
        }
        guard let instruction, let model else {
          throw JSONScanner.Fault(
            position: scanner.position, message: "an annotation has no instruction or no generator_2")
        }
        rows.append((instruction, model, subset, preference))
      }
    }
    for (instruction, model, subset, preference) in rows {
      let number = numberOfInstruction[instruction] ?? numberOfInstruction.count
      numberOfInstruction[instruction] = number
      var score: Double?
      switch preference {
      case .null: break
      case .number(let value) where value >= 1 && value <= 2: score = value - 1
      default:
        throw .malformedInput(
          file: path, line: nil,
          message: "the preference of instruction \(number) is not from 1 to 2; give annotations of AlpacaEval")
      }
      try collector.add(
        model: collector.model(model), item: collector.item(instruction, name: String(number), subtask: subset),
        score: score,
        isRepeat: true, place: (path, nil))
    }
  }

  mutating func finish(file: String, files: Int, notes: [String]) throws(SimulateError) -> MatrixReading {
    try collector.finish(file: file, files: files, notes: notes)
  }
}
