import Simulate

extension SimulationSettings {
  /// The settings as members of a JSON object.
  func members(targets: Int, sources: Int) -> JSONValue {
    .object([
      ("trials", .int(trials)), ("sources", .int(sources)), ("targets", .int(targets)),
      ("split", .string(split.rawValue)), ("target_choice", .string(targetChoice.name)),
      ("accuracy_band", targetChoice.bandMember), ("size_class", targetChoice.sizeMember),
      ("bins", .string(bins.rawValue)), ("ties", .string(ties.rawValue)),
      ("zero_gaps", .string(countsZeroGaps ? "counted" : "left-out")), ("threshold", .number(threshold)),
      ("min_pairs", .int(minimumPairs)), ("resamples", .int(resamples)), ("models_bootstrap", .bool(resamplesModels)),
      ("target_gap", .number(targetGap)), ("tolerance", tolerance.map { .number($0) } ?? .null),
      ("seed", .int(Int(truncatingIfNeeded: seed))),
    ])
  }
}

extension TargetChoice {
  fileprivate var bandMember: JSONValue {
    if case .similar(let band) = self {
      return .array([.number(band.lowerBound), .number(band.upperBound)])
    }
    return .null
  }

  fileprivate var sizeMember: JSONValue {
    if case .sizeClass(let name) = self { .string(name) } else { .null }
  }
}

/// A simulation's results as files and for people.
public struct SimulationReport: Sendable {
  /// The results.
  public let result: SimulationResult
  /// What they are of.
  public let identity: SimulationIdentity

  /// A report.
  public init(result: SimulationResult, identity: SimulationIdentity) {
    self.result = result
    self.identity = identity
  }

  /// The benchmark's name.
  public var benchmark: String { identity.benchmark }

  /// The results as JSON, schema `mdad.simulation/1`. Gaps, MDADs and errors in points; agreement and shares as
  /// fractions.
  public func json() -> JSONValue {
    .object([
      ("schema", .string("mdad.simulation/1")), ("benchmark", .string(benchmark)),
      ("models", .int(result.modelCount)), ("items", .int(result.itemCount)),
      ("matrix_sha256", .string(identity.matrixHash)),
      ("confidence_sha256", identity.confidenceHash.map { .string($0) } ?? .null),
      ("labels_sha256", identity.labelsHash.map { .string($0) } ?? .null),
      ("item_metadata_sha256", identity.itemMetadataHash.map { .string($0) } ?? .null),
      ("version", .string(identity.version)),
      ("settings", result.settings.members(targets: result.targetCount, sources: result.sourceCount)),
      ("results", .array(result.rows.map(json))),
    ])
  }

  private func json(_ row: ResultRow) -> JSONValue {
    func members(_ name: String, _ estimate: Estimate, scale: Double = 1) -> [(String, JSONValue)] {
      [
        (name, .rounded(estimate.value.map { $0 * scale }, 6)),
        (name + "_low", .rounded(estimate.low.map { $0 * scale }, 6)),
        (name + "_high", .rounded(estimate.high.map { $0 * scale }, 6)),
      ]
    }
    let mdad: JSONValue = .object([
      ("first", .rounded(row.first.value, 4)), ("sustained", .rounded(row.sustained.value, 4)),
      ("smoothed", .rounded(row.smoothedMDAD.value, 4)), ("low", .rounded(row.smoothedMDAD.low, 4)),
      ("high", .rounded(row.smoothedMDAD.high, 4)), ("upper_bound", .bool(row.mdad.smoothedIsUpperBound)),
      ("first_low", .rounded(row.first.low, 4)), ("first_high", .rounded(row.first.high, 4)),
      ("sustained_low", .rounded(row.sustained.low, 4)), ("sustained_high", .rounded(row.sustained.high, 4)),
    ])
    let curve: [JSONValue] = row.curve.points.indices.map { index in
      let point = row.curve.points[index]
      return .object([
        ("gap", .number(row.curve.bins.name(of: point.bin))), ("pairs", .rounded(point.pairs, 6)),
        ("agreement", .rounded(point.agreement, 8)), ("low", .rounded(row.agreement[index].low, 6)),
        ("high", .rounded(row.agreement[index].high, 6)), ("smoothed", .rounded(row.curve.smoothed[index], 8)),
        ("smoothed_low", .rounded(row.smoothed[index].low, 6)),
        ("smoothed_high", .rounded(row.smoothed[index].high, 6)),
      ])
    }
    return .object(
      [
        ("method", .string(row.method)), ("k", .int(row.size)), ("reference", .string(row.reference.rawValue)),
        ("basis", .string(row.basis.rawValue)), ("mdad", mdad),
      ] + members("error", row.error, scale: 100) + members("kendall_tau", row.kendallTau)
        + members("spearman", row.spearman) + members("top1", row.top1)
        + members("unreliable_pairs", row.unreliablePairs) + [("curve", .array(curve))])
  }

  /// The results as CSV: a row per method, size and reference, without the curves.
  public func csvTable() -> TextTable {
    var table = TextTable(
      [
        "benchmark", "method", "k", "reference", "basis", "mdad", "mdad_low", "mdad_high", "mdad_first",
        "mdad_sustained", "error", "error_low", "error_high", "kendall_tau", "spearman", "top1", "unreliable_pairs",
        "trials", "targets", "sources", "seed", "version", "matrix_sha256",
      ].map { ($0, .left) })
    for row in result.rows {
      table.add([
        benchmark, row.method, String(row.size), row.reference.rawValue, row.basis.rawValue,
        compact(row.smoothedMDAD.value), compact(row.smoothedMDAD.low), compact(row.smoothedMDAD.high),
        compact(row.first.value), compact(row.sustained.value), compact(row.error.value.map { $0 * 100 }),
        compact(row.error.low.map { $0 * 100 }), compact(row.error.high.map { $0 * 100 }),
        compact(row.kendallTau.value, 6), compact(row.spearman.value, 6), compact(row.top1.value, 6),
        compact(row.unreliablePairs.value, 6), String(result.settings.trials), String(result.targetCount),
        String(result.sourceCount), String(result.settings.seed), identity.version, identity.matrixHash,
      ])
    }
    return table
  }

  /// The table for people: MDAD and its interval in points, then the other figures.
  public func table() -> TextTable {
    var table = TextTable([
      ("method", .left), ("k", .right), ("against", .left), ("MDAD", .right), ("95 % interval", .left),
      ("first", .right), ("sust.", .right), ("error", .right), ("τ-b", .right), ("ρ", .right), ("top-1", .right),
      ("unrel.", .right),
    ])
    for row in result.rows {
      let interval = row.smoothedMDAD
      let text: String
      if row.basis != .simulated, interval.low == interval.value {
        text = row.basis.rawValue
      } else if interval.low == nil, interval.high == nil {
        text = "–"
      } else {
        text = "\(decimal(interval.low, 1)) to \(decimal(interval.high, 1))"
      }
      table.add([
        row.method, String(row.size), row.reference.rawValue,
        (row.mdad.smoothedIsUpperBound ? "≤ " : "") + decimal(row.smoothedMDAD.value, 1), text,
        decimal(row.first.value, 1), decimal(row.sustained.value, 1), decimal(row.error.value.map { $0 * 100 }, 2),
        decimal(row.kendallTau.value, 2), decimal(row.spearman.value, 2), decimal(row.top1.value, 2),
        decimal(row.unreliablePairs.value.map { $0 * 100 }, 0) + " %",
      ])
    }
    return table
  }
}

extension SimulationReport {
  /// The agreement curves: a row per method, size, reference and populated bin.
  public func curveTable() -> TextTable {
    var table = TextTable([
      ("method", .left), ("k", .right), ("reference", .left), ("gap", .right), ("pairs", .right),
      ("agreement", .right), ("low", .right), ("high", .right), ("smoothed", .right),
    ])
    for row in result.rows {
      for (index, point) in row.curve.points.enumerated() {
        table.add([
          row.method, String(row.size), row.reference.rawValue, decimal(row.curve.bins.name(of: point.bin), 1),
          compact(point.pairs, 1), decimal(point.agreement, 6), decimal(row.agreement[index].low, 4),
          decimal(row.agreement[index].high, 4), decimal(row.curve.smoothed[index], 4),
        ])
      }
    }
    return table
  }
}
