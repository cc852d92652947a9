import Simulate

extension MatrixDescription {
  /// The gaps at which people read discordance, whole points; JSON has every half point.
  private static let shownGaps: Set<Double> = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3]

  /// The description as a report, schema `mdad.description/1`.
  package var report: Report {
    let levels = zip(BenchmarkTable.quantileLevels, quantiles)
    let points = quantiles.map { Figure.points($0, .upTo(1)) }
    let subtasks = Array(zip(matrix.subtasks, matrix.groupedBySubtask(Array(0..<matrix.itemCount))))
    let models = Table(
      Array(zip(matrix.models, summary.accuracies)),
      [Column("model") { .text($0.0) }, Column("accuracy") { .points($0.1) }])
    let bands = profile?.bands ?? []
    let discordance = DiscordanceProfile.columns
    let scores = repeated.map { "\($0.score.name) of repeated answers" }
    var report = Report(
      schema: "mdad.description/1",
      [
        .fact("benchmark", "benchmark", .text(benchmark)), .fact("models", "models", .count(matrix.modelCount)),
        .fact("items", "items", .count(matrix.itemCount)),
        .fact(
          "binary", "scores", .flag(matrix.isBinary),
          shown: .text(scores ?? (matrix.isBinary ? "right or wrong" : "graded"))),
        .fact(
          "subtasks", "subtasks",
          .rows(
            Table(subtasks, [Column("name") { .text($0.0) }, Column("items") { .count($0.1.count) }])),
          shown: subtasks.isEmpty ? .text("none") : .count(subtasks.count)),
        .fact(nil, "accuracy, lowest to highest", .range(points[0], points[6])),
        .fact(
          "accuracy", "accuracy, quartiles", .record(levels.map { ("q\(Int($0 * 100))", .points($1)) }),
          shown: .list([points[2], points[3], points[4]])),
        .fact("kr20", "KR-20 reliability", .share(summary.reliability)),
        .fact(nil, "SHA-256 of the content", .text(hash)),
        .section("discordance", table: Table(bands, discordance), isShown: false),
        .section(
          heading: "Discordance by gap",
          sentences: ["Discordance is the share of items that exactly one of two models answers right."],
          table: Table(bands.filter { Self.shownGaps.contains($0.center) }, discordance)),
        .section("models_accuracy", table: models, isShown: false),
      ], notes: problems, provenance: Provenance(matrixHash: hash), csv: models)
    if bands.isEmpty {
      report.parts.removeAll { if case .section(let section) = $0 { section.isShown } else { false } }
    }
    if let clusters { report.parts += clusters.parts }
    if let repeated { report.parts += repeated.parts }
    report.notesTitle = ("problems", "Worth a second look")
    report.withoutNotes = "No problems found."
    return report
  }
}
