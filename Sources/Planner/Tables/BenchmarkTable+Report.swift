import Simulate

extension BenchmarkTable {
  /// The schema of a table's JSON file.
  static let schema = "mdad.table/3"
  /// The gaps, in points, whose agreement people and CSV read.
  private static let shownGaps = [1.0, 2, 3, 5, 10]

  /// The table as a report: its JSON is the table's file, its CSV the file next to it.
  ///
  /// Gaps, MDADs, errors and accuracies are in points, agreement and discordance are fractions. `pairs` lists all pairs
  /// of the matrix as text: for each number of discordant items `d:`, then `gap*count` for each difference in items,
  /// `count` is left out if it is 1. People and CSV read the rows against the items that were chosen from.
  package var report: Report {
    let shown = Table(rows.filter { $0.reference != .unseen }, columns)
    let quantiles = accuracyQuantiles.map { Figure.points($0).shown }
    return Report(
      schema: BenchmarkTable.schema,
      sentence:
        "\(benchmark): \(items) items, \(models) models with accuracies from \(quantiles[0]) to \(quantiles[6]) "
        + "(median \(quantiles[3])).",
      [
        .fact("benchmark", nil, .text(benchmark)), .fact("models", nil, .count(models)),
        .fact("items", nil, .count(items)), .fact("settings", nil, .record(settings)),
        .fact("profile", nil, .record(profile)), .section("rows", table: Table(rows, columns), isShown: false),
        .section(table: shown),
      ],
      notes: [
        "MDAD and error are in accuracy points; @5 is the agreement at a gap of 5 points, smoothed.",
        "\(trials) trials for each choice of targets, half of them to choose a method by and half to report; seed "
          + "\(seed), version \(version).",
      ],
      provenance: Provenance(version: version, matrixHash: matrixHash, seed: seed), csv: shown)
  }

  private var settings: [(key: String, figure: Figure)] {
    [
      ("trials", .count(trials)), ("seen_items", .count(seenItems)), ("seed", .count(Int(truncatingIfNeeded: seed))),
      ("model_share", .share(TableMaker.modelShare)), ("bins", .text(GapBins.centered.rawValue)),
      ("ties", .text(TiePolicy.wrong.rawValue)), ("threshold", .share(MDAD.standardThreshold)),
      ("regimes", .rows(Table(regimes, MeasuredRegime.columns))),
    ]
  }

  private var profile: [(key: String, figure: Figure)] {
    let levels = zip(BenchmarkTable.quantileLevels, accuracyQuantiles)
    return [
      ("subtasks", .count(subtasks)), ("duplicates", .count(duplicates)),
      ("from", .text(dates?.lowerBound)), ("to", .text(dates?.upperBound)),
      ("accuracy", .record(levels.map { ("q\(Int($0 * 100))", .points($1, .fixed(1, exact: 4))) })),
      ("kr20", .share(reliability)),
      ("discordance", .rows(Table(discordance?.bands ?? [], DiscordanceProfile.columns))),
      ("correlation", .rows(Table(correlation?.bands ?? [], CorrelationProfile.columns))),
      ("zero_gap_pairs", .count(population?.zeroGapPairs)),
      ("pairs", .text(population.map { PairText.write($0.kinds) })),
    ]
  }

  /// The columns of a table's rows.
  private var columns: [Column<TableRow>] {
    let (benchmark, trials, models, items) = (benchmark, trials, models, items)
    let (seed, version, matrixHash) = (seed, version, matrixHash)
    return [
      Column("benchmark", for: .csv) { _ in .text(benchmark) },
      Column("split", "split") { .text($0.split.rawValue) }, Column("targets", "targets") { .text($0.targets) },
      Column("method", "method") { .text($0.method) }, Column("k", "k") { .count($0.size) },
      Column("reference", for: .json) { .text($0.reference.rawValue) },
      Column("basis", for: .json) { .text($0.basis.rawValue) },
      Column("mdad", for: .json) { .record($0.readings) },
      Column("mdad", "MDAD", for: .people) { $0.isUpperBound ? .atMost(.mdad($0.mdad.value)) : .mdad($0.mdad.value) },
      Column("interval", "95 % interval", for: .people) { $0.shownInterval },
      Column("mdad", for: .csv) { .mdad($0.mdad.value) }, Column("mdad_low", for: .csv) { .mdad($0.mdad.low) },
      Column("mdad_high", for: .csv) { .mdad($0.mdad.high) }, Column("mdad_first", for: .csv) { .mdad($0.first) },
      Column("mdad_sustained", for: .csv) { .mdad($0.sustained) },
    ]
      + zip(BenchmarkTable.shownGaps, [1, 4, 5, 7, 2]).map { gap, dropped in
        Column("agreement_\(Int(gap))", "@\(Int(gap))", dropped: dropped, for: .flat) {
          .share($0.agreement(atGap: fraction(ofPoints: gap)).value, .fixed(2, exact: 4))
        }
      } + [
        Column("error", "error", dropped: 6) { .points($0.error.value, .fixed(1, exact: 4)) },
        Column("error_low", for: .json) { .points($0.error.low, .fixed(1, exact: 4)) },
        Column("error_high", for: .json) { .points($0.error.high, .fixed(1, exact: 4)) },
        Column("kendall_tau", "τ-b", dropped: 3) { .share($0.kendallTau.value) },
        Column("kendall_tau_low", for: .json) { .share($0.kendallTau.low) },
        Column("kendall_tau_high", for: .json) { .share($0.kendallTau.high) },
        Column("pairs") { .count($0.pairs) },
        Column("gap", for: .json) { .list($0.curve.gaps.map { .mdad($0) }) },
        Column("agreement", for: .json) { .list($0.curve.agreement.map { .share($0, .fixed(2, exact: 4)) }) },
        Column("agreement_low", for: .json) { .list($0.curve.low.map { .share($0, .fixed(2, exact: 4)) }) },
        Column("agreement_high", for: .json) { .list($0.curve.high.map { .share($0, .fixed(2, exact: 4)) }) },
        Column("choice", for: .json) { .list($0.choice.map { .share($0, .fixed(2, exact: 4)) }) },
        Column("trials", for: .csv) { _ in .count(trials) }, Column("models", for: .csv) { _ in .count(models) },
        Column("items", for: .csv) { _ in .count(items) }, Column("seed", for: .csv) { _ in .text(String(seed)) },
        Column("version", for: .csv) { _ in .text(version) },
        Column("matrix_sha256", for: .csv) { _ in .text(matrixHash) },
      ]
  }
}

extension BenchmarkTable.MeasuredRegime {
  fileprivate static var columns: [Column<Self>] {
    [
      Column("split") { .text($0.split.rawValue) }, Column("targets") { .text($0.targets) },
      Column("target_models") { .count($0.targetCount) }, Column("source_models") { .count($0.sourceCount) },
      Column("largest_gap") { .points($0.largestGap, .upTo(4)) },
    ]
  }
}

extension CorrelationProfile {
  /// The columns of the correlation of answers by accuracy.
  fileprivate static var columns: [Column<PairBand>] {
    [
      Column("accuracy") { .points($0.center, .upTo(1)) }, Column("pairs") { .count($0.pairs) },
      Column("q10") { .share($0.low, .fixed(2, exact: 4)) }, Column("q50") { .share($0.median, .fixed(2, exact: 4)) },
      Column("q90") { .share($0.high, .fixed(2, exact: 4)) },
    ]
  }
}

extension DiscordanceProfile {
  /// The columns of discordance by gap.
  static var columns: [Column<PairBand>] {
    [
      Column("gap", "gap") { .mdad($0.center, .upTo(1)) }, Column("pairs", "pairs") { .count($0.pairs) },
      Column("q10", "10 %") { .share($0.low) }, Column("q50", "median") { .share($0.median) },
      Column("q90", "90 %") { .share($0.high) },
    ]
  }
}

extension TableRow {
  fileprivate var readings: [(key: String, figure: Figure)] {
    [
      ("first", .mdad(first)), ("sustained", .mdad(sustained)), ("smoothed", .mdad(mdad.value)),
      ("low", .mdad(mdad.low)), ("high", .mdad(mdad.high)), ("upper_bound", .flag(isUpperBound)),
    ]
  }

  fileprivate var shownInterval: Figure {
    .range(between: .mdad(mdad.low), and: .mdad(mdad.high))
  }
}

extension PublishedFigures {
  /// Published MDADs as a report, schema `mdad.published/1`.
  package var report: Report {
    let table = Table(
      rows,
      [
        Column("method", "method") { .text($0.method) }, Column("k", "k") { .count($0.size) },
        Column("mdad", "MDAD") { .mdad($0.mdad) }, Column("mdad_low", "low") { .mdad($0.low) },
        Column("mdad_high", "high") { .mdad($0.high) },
      ])
    return Report(
      schema: "mdad.published/1",
      sentence: "\(benchmark): published MDADs in accuracy points, on a seen half of \(seenItems) items.",
      [
        .fact("benchmark", nil, .text(benchmark)), .fact("items", nil, .count(items)),
        .fact("seen_items", nil, .count(seenItems)), .fact("source", nil, .text(source)),
        .section("rows", table: table),
      ], notes: ["Source: \(source)."], csv: table)
  }
}
