import Foundation
import Simulate

/// Holds what a page's script works from: the curves of each benchmark, packed, and the stops of the sliders.
struct PageData: Sendable {
  /// The stops of the slider of gaps, fractions.
  let gaps: [Double]
  /// The stops of the slider of agreements.
  let agreements: [Double]

  /// Chooses the stops: tenths of a point and hundredths, and what was asked.
  init(gap: Double?, agreement: Double?) {
    func stops(_ steps: some Sequence<Double>, _ own: Double?) -> [Double] {
      Set(Array(steps) + [own].compactMap { $0 }).sorted()
    }
    gaps = stops((5...200).map { Double($0) / 1000 }, gap)
    agreements = stops((60...99).map { Double($0) / 100 }, agreement)
  }

  /// Returns the members that all pages have.
  var members: [(String, JSONValue)] {
    [
      ("gaps", .array(gaps.map(PageData.points))), ("agreements", .array(agreements.map { .number($0) })),
      (
        "methods",
        .object(
          Method.all.map { method in
            (
              method.name,
              .object([
                ("guarantee", .string(method.guarantee.rawValue)), ("needs", .int(method.needs.rawValue)),
                ("readsFrame", .bool(method.readsFrame)), ("isRecommendable", .bool(method.isRecommendable)),
              ])
            )
          })
      ),
      ("chart", Chart.measures),
    ]
  }

  /// Returns a gap in accuracy points, which the script works in.
  static func points(_ gap: Double) -> JSONValue { Figure.mdad(gap, .upTo(4, exact: nil)).json }

  /// Returns a benchmark: its name and size as they are, the curves packed.
  ///
  /// - Parameters:
  ///   - surface: exact random sampling at every size, if its pairs are known.
  ///   - fixed: the rows to show if there are no curves.
  func benchmark(_ benchmark: BudgetedBenchmark, surface: RandomSurface?, fixed: [PlanRow]) -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("name", .string(benchmark.name)), ("items", .int(benchmark.items)), ("sources", .int(benchmark.sources)),
      ("frame", .bool(benchmark.hasFrame)), ("measured", .int(benchmark.measured?.count)),
      ("about", benchmark.measured.map { .string($0.sentence) } ?? .null),
    ]
    if let correlation = benchmark.correlation {
      func column(_ value: (PairBand) -> Double) -> JSONValue {
        .array(correlation.bands.map { .number(value($0)) })
      }
      members.append(
        (
          "correlation",
          .object([
            ("accuracy", column(\.center)), ("low", column(\.low)), ("median", column(\.median)),
            ("high", column(\.high)),
          ])
        ))
    }
    guard let curves = benchmark.curves else {
      // Published figures and formulas answer at one gap and agreement; only costs are recomputed.
      return members + [("fixed", .array(fixed.map(row)))]
    }
    let unpacked = JSONValue.object([
      ("groups", .array(curves.groups.map(group))), ("random", randomSizes(surface, curves)),
    ])
    return members + [("packed", .string(deflatedText(Array(unpacked.text(indented: false).utf8))))]
  }

  private func row(_ row: PlanRow) -> JSONValue {
    .object([
      ("method", .string(row.method)), ("guarantee", .string(row.guarantee.rawValue)),
      ("needs", .int(Method.needs(of: row.method).rawValue)), ("readsFrame", .bool(false)),
      ("isRecommendable", .bool(Method.named(row.method)?.isRecommendable ?? false)), ("regimes", .array([])),
      ("k", .int(row.size)), ("low", .int(row.low)), ("high", .int(row.high)), ("choose", .int(row.sizeToChooseBy)),
      ("bound", .bool(row.isUpperBound)),
    ])
  }

  /// Returns the curves under one choice of targets: gaps in half points and agreement in ten-thousandths, which is how
  /// tables have them, each as the step from the one before.
  private func group(_ group: PlanCurves.Group) -> JSONValue {
    func scaled(_ values: [Double], _ scale: Double) -> JSONValue {
      PageData.steps(values.map { Int(($0 * scale).rounded()) })
    }
    return .object([
      ("targets", .string(group.targets)),
      ("largest", group.largestGap.map { .number(accuracyPoints($0)) } ?? .null),
      (
        "curves",
        .array(
          group.methods.map { curves in
            .object([
              ("method", .string(curves.method)), ("k", .array(curves.sizes.map { .int($0) })),
              ("gap", .array(curves.curves.map { scaled($0.gaps, 20_000) })),
              ("agreement", .array(curves.curves.map { scaled($0.agreement, 10_000) })),
              ("low", .array(curves.curves.map { scaled($0.low, 10_000) })),
              ("high", .array(curves.curves.map { scaled($0.high, 10_000) })),
              ("choice", .array(curves.choiceCurves.map { scaled($0.agreement, 10_000) })),
            ])
          })
      ),
    ])
  }

  /// Returns what random sampling needs at every stop of the two sliders, agreement by agreement: k and its limits, 0
  /// for none.
  private func randomSizes(_ surface: RandomSurface?, _ curves: PlanCurves) -> JSONValue {
    // Gap by gap: the exact sizes of all agreements take one pass.
    let needs = gaps.map { gap in
      let sizes = surface?.agreement(atGap: gap).map { RandomSurface.smallestSizes($0, targets: agreements) }
      return agreements.indices.map { position in
        curves.baselineNeed(
          PlanQuestion(gap: gap, agreement: agreements[position]),
          exactly: surface == nil ? nil : { _, _ in (sizes?[position], nil) })
      }
    }
    func sizes(_ size: (RegimeNeed) -> Int?) -> JSONValue {
      .array(agreements.indices.map { row in PageData.steps(needs.map { $0[row].flatMap(size) ?? 0 }) })
    }
    return .object([
      ("exact", .bool(surface != nil)), ("k", sizes(\.size)), ("low", sizes(\.low)), ("high", sizes(\.high)),
    ])
  }

  /// Returns whole numbers as the first and the steps from each to the next, which pack well.
  private static func steps(_ values: [Int]) -> JSONValue {
    .array(zip(values, [0] + values).map { .int($0 - $1) })
  }
}

extension Chart {
  /// What the script draws charts by.
  fileprivate static var measures: JSONValue {
    .object([
      ("width", .number(width)), ("height", .number(height)), ("left", .number(left)), ("top", .number(top)),
      ("bottom", .number(bottom)), ("colours", .array(colours.map { .string($0) })),
      (
        "ink",
        .object([
          ("paper", .string(Ink.paper)), ("text", .string(Ink.text)), ("soft", .string(Ink.soft)),
          ("grid", .string(Ink.grid)), ("guide", .string(Ink.guide)),
        ])
      ),
    ])
  }
}
