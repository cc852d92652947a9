import Simulate

extension MicroBenchmarkAudit {
  /// Makes the audit a report, schema `mdad.audit/1`.
  ///
  /// - Parameters:
  ///   - kind: `subset` or `scores`.
  ///   - benchmark: the benchmark's or the file's name.
  package func report(kind: String, benchmark: String, _ provenance: Provenance) -> Report {
    let subject =
      (size.map { "\($0) items" } ?? "A micro-benchmark") + (itemCount.map { " of the \($0)" } ?? "")
      + " of \(benchmark), judged by \(modelCount) models (\(pairs) pairs)"
    let table = Table(measures, Self.columns(hasPlaces: placement != nil))
    var parts = facts
    parts += [
      .fact("curve", .rows(curveTable)), .fact("resamples", .count(question.resamples)), .section(table: table),
    ]
    var notes = notes
    if let expectation, let size {
      notes.append(
        "Uniform random samples of \(size) items have an MDAD of \(expectation.figure.shown) points. "
          + expectation.sentence)
    }
    return findings.report(kind: kind, subject: subject, parts, notes: notes, provenance: provenance, csv: table)
  }

  /// The figures for programs.
  private var facts: [Report.Part] {
    func estimate(_ key: String, _ estimate: Estimate?, _ figure: (Double?) -> Figure) -> [Report.Part] {
      [
        .fact(key, figure(estimate?.value)), .fact(key + "_low", figure(estimate?.low)),
        .fact(key + "_high", figure(estimate?.high)),
      ]
    }
    func share(_ value: Double?) -> Figure { .share(value) }
    func points(_ value: Double?) -> Figure { .points(value) }
    var facts: [Report.Part] = [
      .fact("k", .count(size)), .fact("items", .count(itemCount)), .fact("models", .count(modelCount)),
      .fact("pairs", .count(pairs)), .fact("zero_gap_pairs", .count(zeroGapPairs)),
      .fact("agreement", .share(question.agreement)), .fact("ties", .text(question.ties.rawValue)),
    ]
    facts += estimate("mdad", mdad, points)
    facts += [
      .fact("mdad_upper_bound", .flag(isUpperBound)), .fact("mdad_first", .points(readings.first, .fixed(1, exact: 4))),
      .fact("mdad_sustained", .points(readings.sustained, .fixed(1, exact: 4))),
    ]
    facts += estimate("error", error, points) + estimate("kendall_tau", kendallTau, share)
    facts += [.fact("spearman", .share(spearman)), .fact("gap", .points(question.gap))]
    facts += estimate("agreement_at_gap", agreementAtGap, share)
    facts += [
      .fact("random_mdad_low", .points(expectation?.low)), .fact("random_mdad_high", .points(expectation?.high)),
      .fact("among_random", amongRandom),
    ]
    return facts
  }

  /// The place among random subsets as a record.
  private var amongRandom: Figure {
    guard let placement else { return .absent }
    func record(_ place: RandomPlacement.Place, _ figure: (Double?) -> Figure) -> Figure {
      .record([
        ("percentile", .points(place.percentile, .upTo(1, exact: 4))), ("median", figure(place.median)),
        ("random_low", figure(place.low)), ("random_high", figure(place.high)),
      ])
    }
    return .record([
      ("subsets", .count(placement.subsets)), ("pool", .count(placement.pool)),
      ("kendall_tau", record(placement.kendallTau) { .share($0) }),
      ("error", record(placement.error) { .points($0) }), ("mdad", record(placement.mdad) { .points($0) }),
    ])
  }

  /// The curve, a row per populated bin.
  private var curveTable: Table {
    Table(
      Array(curve.points.indices),
      [
        Column("gap") { .mdad(curve.centers[$0], .upTo(1)) },
        Column("pairs") { .count(Int(curve.points[$0].pairs)) },
        Column("agreement") { .share(curve.points[$0].agreement, .fixed(2, exact: 8)) },
        Column("smoothed") { .share(curve.smoothed[$0], .fixed(2, exact: 8)) },
        Column("smoothed_low") { .share(smoothed[$0].low) }, Column("smoothed_high") { .share(smoothed[$0].high) },
        Column("random_low") { .share(expectation?.curve[$0].lowerBound) },
        Column("random_high") { .share(expectation?.curve[$0].upperBound) },
      ])
  }

  /// What was measured, for people and CSV.
  private var measures: [Measure] {
    var measures = [
      Measure(
        key: "mdad", name: "MDAD, points", estimate: mdad, place: placement?.mdad, isUpperBound: isUpperBound,
        figure: { .points($0, .fixed(2)) }),
      Measure(
        key: "error", name: "error, points", estimate: error, place: placement?.error,
        figure: { .points($0, .fixed(2)) }),
      Measure(key: "kendall_tau", name: "Kendall τ-b", estimate: kendallTau, place: placement?.kendallTau),
      Measure(key: "spearman", name: "Spearman ρ", estimate: Estimate(value: spearman, low: nil, high: nil)),
    ]
    if let gap = question.gap, let agreementAtGap {
      let name = "agreement at \(Figure.points(gap, .upTo(4)).shown)"
      measures.append(Measure(key: "agreement_at_gap", name: name, estimate: agreementAtGap))
    }
    return measures
  }

  /// Holds a figure with its interval and its place among random subsets.
  private struct Measure {
    let key: String
    let name: String
    let estimate: Estimate
    var place: RandomPlacement.Place?
    var isUpperBound = false
    var figure: @Sendable (Double?) -> Figure = { .share($0, .fixed(3)) }

    func range(_ low: Double?, _ high: Double?) -> Figure { .range(between: figure(low), and: figure(high)) }
  }

  private static func columns(hasPlaces: Bool) -> [Column<Measure>] {
    let measured: [Column<Measure>] = [
      Column("figure", "figure", for: .people) { .text($0.name) }, Column("figure", for: .csv) { .text($0.key) },
      Column("value", "value") {
        let value = $0.figure($0.estimate.value)
        return $0.isUpperBound ? .atMost(value) : value
      },
      Column("interval", "95 % interval", dropped: 3, for: .people) { $0.range($0.estimate.low, $0.estimate.high) },
      Column("low", for: .csv) { $0.figure($0.estimate.low) },
      Column("high", for: .csv) { $0.figure($0.estimate.high) },
    ]
    guard hasPlaces else { return measured }
    return measured + [
      Column("percentile", "better than", for: .people) { .percent($0.place?.percentile, .upTo(1)) },
      Column("percentile", for: .csv) { .points($0.place?.percentile, .upTo(1, exact: 4)) },
      Column("random_median", "random subsets: median", dropped: 2) { $0.figure($0.place?.median) },
      Column("random", "95 % of them", dropped: 1, for: .people) { $0.range($0.place?.low, $0.place?.high) },
      Column("random_low", for: .csv) { $0.figure($0.place?.low) },
      Column("random_high", for: .csv) { $0.figure($0.place?.high) },
    ]
  }
}
