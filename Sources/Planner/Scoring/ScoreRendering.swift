import Simulate

extension ScoreAnswer {
  /// The scores as JSON, schema `mdad.score/1`. Scores, limits, differences and the MDAD in points.
  public func json() -> JSONValue {
    .object([
      ("schema", .string("mdad.score/1")), ("benchmark", selection.benchmark.map { .string($0) } ?? .null),
      ("method", .string(selection.method)), ("k", .int(selection.items.count)), ("items", .int(selection.itemCount)),
      ("matrix_sha256", selection.matrixHash.map { .string($0) } ?? .null), ("version", .string(programVersion)),
      ("mdad", .rounded(selection.calibration?.mdad, 4)), ("interval_level", .number(0.9)),
      ("interval_basis", .string(basis.rawValue)),
      ("sources_low", .rounded(sourceRange.map { $0.lowerBound * 100 }, 4)),
      ("sources_high", .rounded(sourceRange.map { $0.upperBound * 100 }, 4)),
      (
        "models",
        .array(
          models.map {
            .object([
              ("model", .string($0.name)), ("estimate", .rounded($0.estimate * 100, 4)),
              ("low", .rounded($0.interval.map { $0.low * 100 }, 4)),
              ("high", .rounded($0.interval.map { $0.high * 100 }, 4)), ("extrapolated", .bool($0.isExtrapolated)),
            ])
          })
      ),
      (
        "pairs",
        .array(
          pairs.map {
            .object([
              ("first", .string(models[$0.first].name)), ("second", .string(models[$0.second].name)),
              ("difference", .rounded($0.difference * 100, 4)), ("probability", .rounded($0.probability, 4)),
              ("verdict", .string($0.verdict.rawValue)),
            ])
          })
      ),
    ])
  }

  /// A row per model, best first.
  public func modelTable() -> TextTable {
    var table = TextTable([("model", .left), ("estimate", .right), ("low", .right), ("high", .right)])
    for model in models {
      table.add([
        model.name, decimal(model.estimate * 100, 2), decimal(model.interval.map { $0.low * 100 }, 2),
        decimal(model.interval.map { $0.high * 100 }, 2),
      ])
    }
    return table
  }

  /// Verdicts, a line each.
  ///
  /// - Parameter neighboursOnly: only of models next to each other in rank.
  public func verdicts(neighboursOnly: Bool) -> [String] {
    pairs.filter { !neighboursOnly || $0.second == $0.first + 1 }.map { pair in
      let names = "\(models[pair.first].name) above \(models[pair.second].name) by \(decimal(pair.difference * 100, 2))"
      let chance = pair.probability.map { ": \(decimal($0, 2))" } ?? ""
      switch pair.verdict {
      case .ranked: return names + chance
      case .belowMDAD: return names + chance + "; below this micro-benchmark's MDAD: do not rank"
      case .unknown: return names + chance + "; what gap this micro-benchmark ranks reliably is not known"
      }
    }
  }

  /// A warning of models beyond those that the micro-benchmark was built from; nil where there are none.
  public func extrapolationWarning() -> String? {
    let beyond = models.filter(\.isExtrapolated)
    guard let range = sourceRange, let first = beyond.first else { return nil }
    let subject =
      beyond.count == 1
      ? "\(first.name) is estimated at \(decimal(first.estimate * 100, 1)) points,"
      : "\(beyond.count) models, \(first.name) at \(decimal(first.estimate * 100, 1)) points among them, are estimated"
    return
      "\(subject) outside the \(decimal(range.lowerBound * 100, 1)) to \(decimal(range.upperBound * 100, 1)) of the models that "
      + "\(selection.method) learnt from: such estimates extrapolate, and their order may be wrong more often than said here; "
      + "random items do not depend on such models"
  }

  /// What was scored by what, in a sentence or two.
  public func summary() -> String {
    let mdad =
      selection.calibration == nil
      ? "built from too few models, or none, to know which gaps it ranks"
      : selection.calibration?.mdad.map { "MDAD \(decimal($0, 1)) points" } ?? "no gap is ranked right 4 times in 5"
    let interval =
      switch basis {
      case .heldOutModels: "90 % intervals from the errors on models held out when it was built"
      case .hypergeometric: "exact 90 % intervals of a uniform random sample"
      case .none: "no intervals"
      }
    return
      "\(selection.benchmark.map { "\($0), " } ?? "")\(selection.method), \(selection.items.count) of "
      + "\(selection.itemCount) items: full scores in accuracy points, \(interval); \(mdad)."
  }
}
