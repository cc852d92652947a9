import Simulate

/// A matrix described for people and programs.
public struct MatrixDescription: Sendable {
  private let matrix: ItemMatrix
  private let benchmark: String
  private let summary: MatrixSummary
  private let hash: String
  private let quantiles: [Double]
  /// Discordance by gap; nil for graded scores or where no pair has a gap.
  public let profile: DiscordanceProfile?
  /// What deserves a second look, a sentence each.
  public let problems: [String]

  /// Describes a matrix.
  public init(matrix: ItemMatrix, benchmark: String) {
    self.matrix = matrix
    self.benchmark = benchmark
    let summary = matrix.summary()
    self.summary = summary
    hash = matrix.contentHash()
    let sorted = summary.accuracies.sorted()
    quantiles = BenchmarkTable.quantileLevels.map { quantile($0, ofSorted: sorted) }
    profile = matrix.pairPopulation(of: Array(0..<matrix.modelCount), over: Array(0..<matrix.itemCount))
      .flatMap { DiscordanceProfile($0) }
    problems = MatrixDescription.problems(matrix, summary)
  }

  private static func problems(_ matrix: ItemMatrix, _ summary: MatrixSummary) -> [String] {
    var problems: [String] = []
    if matrix.modelCount < 2 { problems.append("One model: there is nothing to rank.") }
    if matrix.modelCount >= 2, matrix.modelCount < 10 {
      problems.append("\(matrix.modelCount) models: too few for intervals that mean much.")
    }
    let (right, wrong) = summary.constantItems
    if right + wrong > 0 {
      problems.append(
        "\(plural(right, "item")) that every model answers right and \(wrong) that none does never tell models apart.")
    }
    if summary.duplicateItems > 0 {
      problems.append(
        "\(plural(summary.duplicateItems, "item")) with exactly the answers of an earlier item: perhaps duplicates.")
    }
    for group in summary.identicalModels.prefix(5) {
      let names = group.prefix(3).joined(separator: ", ") + (group.count > 3 ? " and \(group.count - 3) more" : "")
      problems.append("\(group.count) models with identical answers: \(names).")
    }
    if summary.identicalModels.count > 5 {
      problems.append("\(summary.identicalModels.count - 5) more groups of models with identical answers.")
    }
    let allWrong = summary.accuracies.count { $0 == 0 }
    if allWrong > 0 { problems.append("\(plural(allWrong, "model")) with no right answer: perhaps a failed run.") }
    if let reliability = summary.reliability, reliability < 0.7 {
      problems.append("KR-20 is \(decimal(reliability, 2)): the items hardly agree on which models are better.")
    }
    return problems
  }

  /// The facts, a row each.
  public func facts() -> TextTable {
    var table = TextTable([("fact", .left), ("value", .left)])
    table.add(["benchmark", benchmark])
    table.add(["models", String(matrix.modelCount)])
    table.add(["items", String(matrix.itemCount)])
    table.add(["scores", matrix.isBinary ? "right or wrong" : "graded"])
    table.add(["subtasks", matrix.subtasks.isEmpty ? "none" : String(matrix.subtasks.count)])
    let points = quantiles.map { decimal($0 * 100, 1) }
    table.add(["accuracy, least to most", "\(points[0]) to \(points[6])"])
    table.add(["accuracy, quartiles", "\(points[2]), \(points[3]), \(points[4])"])
    table.add(["KR-20 reliability", decimal(summary.reliability, 3)])
    table.add(["SHA-256 of the content", hash])
    return table
  }

  /// Discordance by gap, at whole points.
  public func bands() -> TextTable {
    var table = TextTable([
      ("gap", .right), ("pairs", .right), ("10 %", .right), ("median", .right), ("90 %", .right),
    ])
    for band in profile?.bands ?? [] where [0.0, 1, 2, 3, 5, 10, 15, 20, 30].contains(band.gap) {
      table.add([
        compact(band.gap), String(band.pairs), decimal(band.low, 3), decimal(band.median, 3), decimal(band.high, 3),
      ])
    }
    return table
  }

  /// Models with their accuracies, in the file's order.
  public func models() -> TextTable {
    var table = TextTable([("model", .left), ("accuracy", .right)])
    for (model, accuracy) in zip(matrix.models, summary.accuracies) { table.add([model, compact(accuracy * 100, 6)]) }
    return table
  }

  /// The description as JSON, schema `mdad.description/1`.
  public func json() -> JSONValue {
    .object([
      ("schema", .string("mdad.description/1")), ("benchmark", .string(benchmark)),
      ("models", .int(matrix.modelCount)), ("items", .int(matrix.itemCount)), ("binary", .bool(matrix.isBinary)),
      (
        "subtasks",
        .array(
          zip(matrix.subtasks, matrix.groupedBySubtask(Array(0..<matrix.itemCount))).map { name, items in
            .object([("name", .string(name)), ("items", .int(items.count))])
          })
      ),
      (
        "accuracy",
        .object(
          zip(BenchmarkTable.quantileLevels, quantiles).map { ("q\(Int($0 * 100))", .rounded($1 * 100, 6)) })
      ),
      ("kr20", .rounded(summary.reliability, 6)),
      (
        "discordance",
        .array(
          (profile?.bands ?? []).map { band in
            .object([
              ("gap", .number(band.gap)), ("pairs", .int(band.pairs)), ("q10", .rounded(band.low, 6)),
              ("q50", .rounded(band.median, 6)), ("q90", .rounded(band.high, 6)),
            ])
          })
      ),
      (
        "models_accuracy",
        .array(
          zip(matrix.models, summary.accuracies).map { model, accuracy in
            .object([("model", .string(model)), ("accuracy", .rounded(accuracy * 100, 6))])
          })
      ),
      ("problems", .array(problems.map { .string($0) })), ("version", .string(programVersion)),
      ("matrix_sha256", .string(hash)),
    ])
  }
}
