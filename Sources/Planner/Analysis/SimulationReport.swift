import Simulate

/// Holds a simulation's results and a description of it, to be written next to those of other matrices.
package struct SimulationReport: Sendable {
  /// The results.
  package let result: SimulationResult
  /// What was simulated.
  package let identity: SimulationIdentity
  /// For each row what stopping early saves, where it is known; nil if it was not asked for.
  package let stopping: [RowStopping?]?

  /// Pairs results with a description of the simulation.
  ///
  /// - Parameter stopping: for each row what stopping early saves.
  package init(result: SimulationResult, identity: SimulationIdentity, stopping: [RowStopping?]? = nil) {
    precondition(stopping.map { $0.count == result.rows.count } ?? true)
    self.result = result
    self.identity = identity
    self.stopping = stopping
  }

  /// The benchmark's name.
  package var benchmark: String { identity.benchmark }

  /// Returns the report of one matrix or of several.
  ///
  /// - Parameters:
  ///   - simulations: at least one.
  ///   - showsCurves: whether people and CSV get the agreement curves too; JSON always has them.
  /// - Returns: schema `mdad.simulation/1`; of several matrices `mdad.suite/1`, with a document for each.
  package static func report(of simulations: [SimulationReport], showsCurves: Bool) -> Report {
    let rows = simulations.flatMap { simulation in
      zip(simulation.result.rows, simulation.stopping ?? simulation.result.rows.map { _ in nil }).map {
        SimulationRow(simulation: simulation, row: $0, stopping: $1)
      }
    }
    let isSuite = simulations.count > 1
    let stops = simulations.contains { $0.stopping != nil }
    let table = Table(rows, SimulationRow.columns(namesBenchmark: isSuite, stops: stops))
    let curves = Table(rows.flatMap(\.curve), CurveRow.columns(namesBenchmark: isSuite))
    var report = Report(
      schema: isSuite ? "mdad.suite/1" : "mdad.simulation/1",
      sentence: isSuite ? nil : simulations[0].head, [], csv: showsCurves ? curves : table)
    if isSuite {
      report.parts = [
        .section(sentences: simulations.map(\.head)),
        .fact(
          "benchmarks", nil,
          .list(simulations.map { .document(Self.report(of: [$0], showsCurves: false).json) })),
        .section(table: table),
      ]
    } else {
      report.parts = simulations[0].facts + [.section("results", table: table)]
      report.provenance = simulations[0].provenance
    }
    if showsCurves { report.parts.append(.section(heading: "Agreement by gap", table: curves)) }
    report.notes = [
      "MDAD, first and sustained (two other readings of it) and error are in accuracy points, at agreement "
        + "\(compact(simulations[0].result.settings.threshold)).",
      "τ-b and ρ: rank correlations of the targets. Top-1: the chance that the top model is the top model. Unreliable: "
        + "pairs with a gap of at most the MDAD.",
    ]
    if stops {
      report.notes.append(
        "Stopping: the items that a comparison takes on average if it ends once the lead, in right answers, reaches a "
          + "bound, and ranks the row's MDAD as often as k items do. Half of the trials chose the bound, the others "
          + "say what it does; JSON and CSV have the bound and the most items.")
    }
    let learning = simulations.flatMap(\.result.rows).contains { Method.named($0.method)?.guarantee == .learned }
    if simulations[0].result.settings.resamplesModels, learning {
      report.notes.append(
        "Intervals are about other models, too, but leave out what methods that learn owe to their sources: with few "
          + "sources theirs are too narrow for τ-b and too wide for the error.")
    }
    return report
  }

  /// What was simulated, a sentence.
  private var head: String {
    let settings = result.settings
    return "\(benchmark): \(result.modelCount) models, \(result.itemCount) items; \(settings.trials) trials of "
      + "\(result.targetCount) targets and \(result.sourceCount) sources, split \(settings.split.rawValue), "
      + "seed \(settings.seed)."
  }

  /// What JSON says once, before the rows.
  private var facts: [Report.Part] {
    [
      .fact("benchmark", nil, .text(benchmark)), .fact("models", nil, .count(result.modelCount)),
      .fact("items", nil, .count(result.itemCount)),
      .fact("confidence_sha256", nil, .text(identity.confidenceHash)),
      .fact("labels_sha256", nil, .text(identity.labelsHash)),
      .fact("item_metadata_sha256", nil, .text(identity.itemMetadataHash)),
      .fact(
        "settings", nil,
        .document(result.settings.members(targets: result.targetCount, sources: result.sourceCount))),
    ]
  }

  private var provenance: Provenance {
    Provenance(version: identity.version, matrixHash: identity.matrixHash, seed: result.settings.seed)
  }
}

/// Holds a row of results and the simulation that it belongs to.
private struct SimulationRow: Sendable {
  let simulation: SimulationReport
  let row: ResultRow
  let stopping: RowStopping?

  /// Returns the columns of results.
  ///
  /// - Parameter stops: whether there are columns of stopping early.
  static func columns(namesBenchmark: Bool, stops: Bool) -> [Column<SimulationRow>] {
    [Column("benchmark", "benchmark", for: namesBenchmark ? .all : .csv) { .text($0.simulation.benchmark) }]
      + [
        Column("method", "method") { .text($0.row.method) }, Column("k", "k") { .count($0.row.size) },
        Column("reference", "against", dropped: 8) { .text($0.row.reference.rawValue) },
        Column("basis") { .text($0.row.basis.rawValue) },
        Column("mdad", for: .json) { .record($0.readings) },
        Column("mdad", "MDAD", for: .people) { $0.row.shownMDAD },
        Column("interval", "95 % interval", for: .people) { $0.row.shownInterval },
        Column("mdad", for: .csv) { .mdad($0.row.smoothedMDAD.value) },
        Column("mdad_low", for: .csv) { .mdad($0.row.smoothedMDAD.low) },
        Column("mdad_high", for: .csv) { .mdad($0.row.smoothedMDAD.high) },
        Column("mdad_first", "first", dropped: 5, for: .flat) { .mdad($0.row.first.value) },
        Column("mdad_sustained", "sustained", dropped: 4, for: .flat) { .mdad($0.row.sustained.value) },
      ] + (stops ? stoppingColumns : [])
      + interval("error", "error", dropped: 7) {
        .points($0, .fixed(1))
      } of: {
        $0.row.error
      }
      + interval("kendall_tau", "τ-b", dropped: 6) {
        .share($0)
      } of: {
        $0.row.kendallTau
      }
      + interval("spearman", "ρ", dropped: 3) {
        .share($0)
      } of: {
        $0.row.spearman
      }
      + interval("top1", "top-1", dropped: 2) {
        .share($0)
      } of: {
        $0.row.top1
      }
      + interval("unreliable_pairs", "unreliable", dropped: 1) {
        .percent($0)
      } of: {
        $0.row.unreliablePairs
      }
      + [
        Column("curve", for: .json) { .rows(Table($0.curve, CurveRow.points)) },
        Column("trials", for: .csv) { .count($0.simulation.result.settings.trials) },
        Column("targets", for: .csv) { .count($0.simulation.result.targetCount) },
        Column("sources", for: .csv) { .count($0.simulation.result.sourceCount) },
        Column("seed", for: .csv) { .text(String($0.simulation.result.settings.seed)) },
        Column("version", for: .csv) { .text($0.simulation.identity.version) },
        Column("matrix_sha256", for: .csv) { .text($0.simulation.identity.matrixHash) },
      ]
  }

  /// The columns of stopping early.
  private static var stoppingColumns: [Column<SimulationRow>] {
    let items = Figure.Digits.fixed(0, exact: 1)
    return [
      Column("expected_k", "stopping") { .plain($0.stopping?.expectedItems.value, items) },
      Column("expected_k_low") { .plain($0.stopping?.expectedItems.low, items) },
      Column("expected_k_high") { .plain($0.stopping?.expectedItems.high, items) },
      Column("largest_k") { .count($0.stopping?.largest) },
      Column("bound") { .plain($0.stopping?.bound, .upTo(1)) },
      Column("stopping_agreement") { .share($0.stopping?.agreement) },
    ]
  }

  /// Returns a figure that all forms have, and its limits for programs.
  private static func interval(
    _ key: String, _ heading: String, dropped: Int, _ figure: @escaping @Sendable (Double?) -> Figure,
    of estimate: @escaping @Sendable (SimulationRow) -> Estimate
  ) -> [Column<SimulationRow>] {
    [
      Column(key, heading, dropped: dropped) { figure(estimate($0).value) },
      Column(key + "_low") { figure(estimate($0).low) }, Column(key + "_high") { figure(estimate($0).high) },
    ]
  }

  /// The MDAD's readings and their limits.
  private var readings: [(key: String, figure: Figure)] {
    [
      ("first", .mdad(row.first.value)), ("sustained", .mdad(row.sustained.value)),
      ("smoothed", .mdad(row.smoothedMDAD.value)), ("low", .mdad(row.smoothedMDAD.low)),
      ("high", .mdad(row.smoothedMDAD.high)), ("upper_bound", .flag(row.mdad.smoothedIsUpperBound)),
      ("first_low", .mdad(row.first.low)), ("first_high", .mdad(row.first.high)),
      ("sustained_low", .mdad(row.sustained.low)), ("sustained_high", .mdad(row.sustained.high)),
    ]
  }

  /// The points of the agreement curve.
  var curve: [CurveRow] { row.curve.points.indices.map { CurveRow(simulation: simulation, row: row, index: $0) } }
}

/// Holds a point of an agreement curve with the row that it belongs to.
private struct CurveRow: Sendable {
  let simulation: SimulationReport
  let row: ResultRow
  let index: Int

  private var point: AgreementCurve.Point { row.curve.points[index] }

  /// The columns of a curve within its row.
  static let points: [Column<CurveRow>] = [
    Column("gap", "gap") { .mdad($0.row.curve.bins.name(of: $0.point.bin), .upTo(1)) },
    Column("pairs", "pairs") { .plain($0.point.pairs, .upTo(1)) },
    Column("agreement", "agreement") { .share($0.point.agreement, .fixed(2, exact: 8)) },
    Column("low", "low") { .share($0.row.agreement[$0.index].low) },
    Column("high", "high") { .share($0.row.agreement[$0.index].high) },
    Column("smoothed", "smoothed") { .share($0.row.curve.smoothed[$0.index], .fixed(2, exact: 8)) },
    Column("smoothed_low") { .share($0.row.smoothed[$0.index].low) },
    Column("smoothed_high") { .share($0.row.smoothed[$0.index].high) },
  ]

  /// Returns the columns of curves on their own.
  static func columns(namesBenchmark: Bool) -> [Column<CurveRow>] {
    [
      Column("benchmark", "benchmark", for: namesBenchmark ? .all : .csv) { .text($0.simulation.benchmark) },
      Column("method", "method") { .text($0.row.method) }, Column("k", "k") { .count($0.row.size) },
      Column("reference", "against") { .text($0.row.reference.rawValue) },
    ] + points
  }
}

extension ResultRow {
  /// The smoothed MDAD for people.
  fileprivate var shownMDAD: Figure {
    mdad.smoothedIsUpperBound ? .atMost(.mdad(smoothedMDAD.value)) : .mdad(smoothedMDAD.value)
  }

  /// The interval of the smoothed MDAD for people, or how an exact one was found.
  fileprivate var shownInterval: Figure {
    if basis != .simulated, smoothedMDAD.low == smoothedMDAD.value { return .text(basis.rawValue) }
    return .range(between: .mdad(smoothedMDAD.low), and: .mdad(smoothedMDAD.high))
  }
}

extension SimulationSettings {
  /// Returns the settings as members of a JSON object.
  func members(targets: Int, sources: Int) -> JSONValue {
    .object(
      [
        ("trials", .int(trials)), ("sources", .int(sources)), ("targets", .int(targets)),
        ("split", .string(split.rawValue)), ("target_choice", .string(targetChoice.name)),
        ("accuracy_band", targetChoice.bandMember), ("size_class", targetChoice.sizeMember),
        ("bins", .string(bins.rawValue)), ("ties", .string(ties.rawValue)),
        ("zero_gaps", .string(countsZeroGaps ? "counted" : "left-out")), ("threshold", .number(threshold)),
        ("min_pairs", .int(minimumPairs)), ("resamples", .int(resamples)), ("models_bootstrap", .bool(resamplesModels)),
      ] + methodSettings.members + [
        ("tolerance", Figure.mdad(tolerance, .upTo(4, exact: nil)).json),
        ("seed", .int(Int(truncatingIfNeeded: seed))),
      ])
  }
}

extension TargetChoice {
  fileprivate var bandMember: JSONValue {
    if case .similar(let band) = self {
      let limits = [band.lowerBound, band.upperBound].map { Figure.mdad($0, .upTo(4, exact: nil)) }
      return Figure.list(limits).json
    }
    return .null
  }

  fileprivate var sizeMember: JSONValue {
    if case .sizeClass(let name) = self { .string(name) } else { .null }
  }
}
