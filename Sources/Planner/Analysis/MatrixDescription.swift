import Simulate

/// Describes a matrix for people and programs.
package struct MatrixDescription: Sendable {
  let matrix: ItemMatrix
  let benchmark: String
  let summary: MatrixSummary
  let hash: String
  let quantiles: [Double]
  /// Discordance by gap; nil for graded scores or if no pair has a gap.
  package let profile: DiscordanceProfile?
  /// How alike items of one cluster are; nil without clusters.
  let clusters: ClusteredDifferences?
  /// What repeated answers vary by; nil if they were not counted.
  let repeated: RepeatedAnswers?
  /// What deserves a second look, a sentence each.
  package let problems: [String]

  /// Describes a matrix.
  package init(matrix: ItemMatrix, benchmark: String) {
    self.matrix = matrix
    self.benchmark = benchmark
    let summary = matrix.summary()
    self.summary = summary
    hash = matrix.contentHash()
    let sorted = summary.accuracies.sorted()
    quantiles = BenchmarkTable.quantileLevels.map { quantile($0, ofSorted: sorted) }
    let models = matrix.populationModels(seed: 1)
    repeated = RepeatedAnswers(matrix)
    clusters = ClusteredDifferences(matrix)
    profile =
      DiscordanceProfile(samplesOf: matrix, models: models)
      ?? matrix.pairPopulation(of: models, over: Array(0..<matrix.itemCount)).flatMap { DiscordanceProfile($0) }
    var problems = MatrixDescription.problems(matrix, summary)
    if models.count < matrix.modelCount, profile != nil {
      problems.append("Discordance is that of \(models.count) models drawn at random, as there are too many pairs.")
    }
    self.problems = problems
  }

  private static func problems(_ matrix: ItemMatrix, _ summary: MatrixSummary) -> [String] {
    var problems: [String] = []
    if matrix.modelCount < 2 { problems.append("One model: there is nothing to rank.") }
    if matrix.modelCount >= 2, matrix.modelCount < 10 {
      problems.append("\(matrix.modelCount) models: too few for meaningful intervals.")
    }
    let (right, wrong) = summary.constantItems
    if right + wrong > 0 {
      problems.append(
        "\(plural(right, "item")) that every model answers right and \(wrong) that none does cannot separate models.")
    }
    if summary.duplicateItems > 0 {
      problems.append(
        "\(plural(summary.duplicateItems, "item")) with the same answers as an earlier item: perhaps duplicates.")
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
}
