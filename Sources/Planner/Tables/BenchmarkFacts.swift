import Simulate

/// Holds what formulas need to know of a benchmark: its size, and how differently two models answer it.
///
/// All commands that compute by formula read these facts, however the benchmark is named: after a table, after
/// published figures, or by a matrix of answers.
package struct BenchmarkFacts: Sendable, Equatable {
  /// What the benchmark is called.
  package let name: String
  /// N.
  package let items: Int
  /// How often exactly one of two models answers an item right, by their gap.
  package let discordance: DiscordanceProfile
  /// The share of the variance of a difference between single answers that is within items; nil if answers were not
  /// counted.
  package private(set) var withinShare: Double?
  /// How alike items of one cluster are; nil if nothing is known of clusters.
  package private(set) var clusters: ClusteredDifferences?

  /// Reads the facts of a table.
  ///
  /// - Parameter accuracy: the mean accuracy of the two models asked about, a fraction; nil for models like those
  ///   measured.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if the table does not know how models differ.
  package init(_ table: BenchmarkTable, accuracy: Double? = nil) throws(PlannerError) {
    let ofAccuracy = accuracy.flatMap { accuracy in
      table.correlation.map { DiscordanceProfile($0, accuracy: accuracy) }
    }
    guard let discordance = accuracy == nil ? table.discordance : ofAccuracy else {
      throw BenchmarkFacts.unknown("the table of \(table.benchmark)")
    }
    (name, items, self.discordance) = (table.benchmark, table.items, discordance)
  }

  /// Reads the facts that published figures imply.
  ///
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if they imply nothing.
  package init(_ published: PublishedFigures) throws(PlannerError) {
    let implied = published.impliedDiscordances()
    guard !implied.isEmpty else { throw BenchmarkFacts.unknown("what was published of \(published.benchmark)") }
    (name, items) = (published.benchmark, published.items)
    discordance = DiscordanceProfile(implied: implied)
  }

  /// Reads the facts of a matrix of right or wrong answers.
  ///
  /// - Parameters:
  ///   - name: what to call the benchmark.
  ///   - accuracy: as for a table.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` for graded scores, or if no two models differ.
  /// - Complexity: O(models² · items / 64).
  package init(
    _ matrix: ItemMatrix, name: String, accuracy: Double? = nil
  ) throws(PlannerError) {
    clusters = ClusteredDifferences(matrix)
    // Models that answer every item alike count as one, as in tables.
    let matrix = matrix.selecting(models: matrix.distinctModels())
    let models = matrix.populationModels(seed: 1)
    let discordance: DiscordanceProfile?
    if let accuracy {
      discordance = CorrelationProfile(matrix: matrix, models: models)
        .map { DiscordanceProfile($0, accuracy: accuracy) }
    } else {
      withinShare = RepeatedAnswers(matrix)?.withinShare
      discordance =
        DiscordanceProfile(samplesOf: matrix, models: models)
        ?? matrix.pairPopulation(of: models, over: Array(0..<matrix.itemCount)).flatMap { DiscordanceProfile($0) }
    }
    guard let discordance else { throw BenchmarkFacts.unknown(matrix.isBinary ? "the matrix" : "a graded matrix") }
    (self.name, items, self.discordance) = (name, matrix.itemCount, discordance)
  }

  /// How different the answers of two models may be, for audits.
  package var band: DiscordanceBand {
    let sentence =
      switch discordance.origin {
      case .pairs: "Discordance from the pairs of models measured on \(name) (80 % of them)."
      case .accuracy(let accuracy):
        "Discordance of models near \(points(accuracy)) % that answer as much alike as pairs measured on \(name) "
          + "(80 % of them)."
      case .comparable(let accuracy, let benchmarks):
        "Discordance of models near \(points(accuracy)) % that answer as much alike as on \(benchmarks) benchmarks."
      case .published: "Discordance that the published figures of \(name) imply."
      }
    return DiscordanceBand(.profile(discordance), sentence: sentence)
  }

  private static func unknown(_ source: String) -> PlannerError {
    .invalidQuantity(
      "\(source) does not say how often exactly one of two models answers an item right; give the discordance instead")
  }
}

extension TableLibrary {
  /// Returns the facts of a benchmark that has a table or published figures.
  ///
  /// - Parameter accuracy: the mean accuracy of the two models asked about, a fraction, or nil.
  /// - Throws: ``PlannerError/unknownBenchmark(name:known:)``, and what the facts' initialisers throw.
  package func facts(of name: String, accuracy: Double? = nil) throws(PlannerError) -> BenchmarkFacts {
    if let table = try table(of: name, split: .full) { return try BenchmarkFacts(table, accuracy: accuracy) }
    guard let published = published(of: name) else {
      throw .unknownBenchmark(name: name, known: benchmarkNames)
    }
    guard accuracy == nil else {
      throw .invalidQuantity(
        "only published figures exist for \(published.benchmark), which do not say how alike models of an accuracy "
          + "answer; give the discordance instead")
    }
    return try BenchmarkFacts(published)
  }

  /// Returns how differently two models of a mean accuracy answer a benchmark of which nothing else is known, from how
  /// alike models of that accuracy answer the benchmarks with tables.
  ///
  /// The median is that of the benchmarks' medians; the limits are the 10 % point of their 10 % points and the 90 %
  /// point of their 90 % points. Benchmarks count whose pairs were measured at that accuracy, or all, each at its
  /// nearest, if these are fewer than ``fewestComparable``.
  ///
  /// - Parameter accuracy: a fraction.
  /// - Throws: ``PlannerError/invalidQuantity(_:)`` if no table knows how alike models answer.
  /// - Complexity: reads every table.
  package func comparableDiscordance(atAccuracy accuracy: Double) throws(PlannerError) -> DiscordanceProfile {
    var profiles: [CorrelationProfile] = []
    for name in tableNames {
      if let profile = try table(of: name, split: .full)?.correlation { profiles.append(profile) }
    }
    let measured = profiles.filter { $0.accuracies.contains(accuracy) }
    let used = measured.count < TableLibrary.fewestComparable ? profiles : measured
    guard !used.isEmpty else {
      throw .invalidQuantity("no table says how alike models answer; give the correlation of the two models' answers")
    }
    let known = used.map { $0.correlation(atAccuracy: accuracy) }
    func point(_ share: Double, _ values: [Double]) -> Double { quantile(share, ofSorted: values.sorted()) }
    return DiscordanceProfile(
      (point(0.1, known.map(\.low)), point(0.5, known.map(\.median)), point(0.9, known.map(\.high))),
      accuracy: accuracy, origin: .comparable(accuracy, benchmarks: used.count))
  }

  /// The fewest benchmarks with pairs at an accuracy for those alone to count.
  private static let fewestComparable = 3
}
