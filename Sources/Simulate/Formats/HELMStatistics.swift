import Foundation

/// HELM's `per_instance_stats.json`: a list of instances with their metrics, in a folder that is named after the run,
/// such as `mmlu:subject=anatomy,model=openai_gpt-4`. Trials are repeated samples; perturbed instances are ignored.
struct HELMStatistics: LogFormat {
  static let help = "HELM per_instance_stats.json"
  static let fileNames = "per_instance_stats.json of HELM"

  var collector: ResponseCollector
  private let options: MatrixReadingOptions
  private var perturbed = 0

  init(options: MatrixReadingOptions) {
    self.options = options
    collector = ResponseCollector(format: "HELM", options: options)
  }

  static func isLog(named name: String) -> Bool { name == "per_instance_stats.json" }

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    start.mark == "[" && start.text.contains("\"instance_id\"")
  }

  /// The model and the scenario in a run's name.
  static func parts(of run: String) -> (model: String, scenario: String) {
    guard let start = run.firstRange(of: "model=") else { return (run, run) }
    let model = run[start.upperBound...].prefix { $0 != "," }
    // The scenario is the name without that argument and the comma that sets it apart.
    var before = run[..<start.lowerBound]
    var after = run[model.endIndex...]
    if after.first == "," { after.removeFirst() }
    if after.isEmpty, let last = before.last, ",:".contains(last) { before.removeLast() }
    return (String(model), String(before + after))
  }

  mutating func add(_ source: ByteSource, path: String) throws(SimulateError) {
    let data = try source.rest(limit: ReadingLimits.document)
    // The folder is named after the run.
    let run = path.split(separator: "/").dropLast().last.map(String.init) ?? path
    let (model, scenario) = HELMStatistics.parts(of: run)
    let position = collector.model(model)
    var found: [(id: String, value: JSONScanner.Scalar)] = []
    var others: Set<String> = []
    var perturbed = 0
    let wanted = options.metric.map { [$0] } ?? ["exact_match", "quasi_exact_match", "prefix_exact_match"]
    try scan(data, file: path) { (scanner) throws(JSONScanner.Fault) in
      try scanner.array { (scanner) throws(JSONScanner.Fault) in
        var id: String?
        var isPerturbed = false
        var values: [String: JSONScanner.Scalar] = [:]
        try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
          switch key {
          case "instance_id": id = try scanner.scalar().name
          case "perturbation": isPerturbed = try scanner.scalar() != .null
          case "stats":
            try scanner.array { (scanner) throws(JSONScanner.Fault) in
              let (name, mean) = try HELMStatistics.statistic(&scanner)
              if let name { values[name] = mean }
            }
          default: try scanner.skip()
          }
        }
        if isPerturbed {
          perturbed += 1
        } else if let id, let value = wanted.lazy.compactMap({ values[$0] }).first {
          found.append((id, value))
        } else {
          others.formUnion(values.keys)
        }
      }
    }
    guard !found.isEmpty else {
      throw .malformedInput(
        file: path, line: nil,
        message: "no instance has the metric \(wanted.joined(separator: " or "))"
          + (others.isEmpty ? "" : "; there are \(others.sorted().prefix(8).joined(separator: ", "))"),
        remedies: [.chooseMetric])
    }
    self.perturbed += perturbed
    for (id, value) in found {
      let item = collector.item(scenario + "\u{1}" + id, name: id, subtask: scenario)
      try collector.add(
        model: position, item: item,
        score: try value.score(percent: options.percent, what: "the metric of \(id)", place: (path, nil)),
        isRepeat: true,
        place: (path, nil))
    }
  }

  /// A metric's name and mean.
  private static func statistic(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Fault) -> (name: String?, mean: JSONScanner.Scalar) {
    var name: String?
    var mean = JSONScanner.Scalar.null
    try scanner.object { (scanner, key) throws(JSONScanner.Fault) in
      switch key {
      case "name" where scanner.peek() == UInt8(ascii: "{"):
        let members = try FlatObject(&scanner)
        name = members["name"]?.name
      case "mean": mean = try scanner.scalar()
      default: try scanner.skip()
      }
    }
    return (name, mean)
  }

  mutating func finish(file: String, files: Int, notes: [String]) throws(SimulateError) -> MatrixReading {
    let more = perturbed > 0 ? ["\(plural(perturbed, "perturbed instance")) ignored"] : []
    return try collector.finish(file: file, files: files, notes: notes + more)
  }
}
