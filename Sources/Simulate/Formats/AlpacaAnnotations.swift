import Foundation

/// AlpacaEval's `annotations.json`: a list of instructions with the preference of an annotator, from 1 (the first, the reference)
/// to 2 (the second, the model); less 1 it is the chance that the model wins.
struct AlpacaAnnotations {
  private var collector: ResponseCollector
  private let options: MatrixReadingOptions
  private var numberOfInstruction: [String: Int] = [:]

  init(options: MatrixReadingOptions) {
    self.options = options
    collector = ResponseCollector(format: "AlpacaEval", options: options)
  }

  /// Adds a file.
  mutating func add(json data: Data, path: String) throws(SimulateError) {
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

  /// The matrix of all files.
  mutating func finish(file: String, files: Int = 1, notes: [String] = []) throws(SimulateError) -> MatrixReading {
    try collector.finish(file: file, files: files, notes: notes)
  }
}
