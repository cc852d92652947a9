import Simulate

/// Holds the answers to one question at several gaps: how many items which gap takes.
public struct PlanSheet: Sendable {
  /// The gaps that are looked at if none is asked about, fractions.
  public static let gaps = [0.01, 0.02, 0.03, 0.05, 0.1]

  /// The answers, by gap.
  public let answers: [PlanAnswer]

  /// Creates a sheet.
  ///
  /// - Parameter answers: of one benchmark, with a gap each; not empty.
  public init(_ answers: [PlanAnswer]) {
    precondition(!answers.isEmpty)
    self.answers = answers
  }

  /// The sheet as a report, schema `mdad.plans/1`.
  package var report: Report {
    let first = answers[0]
    let size = first.items.map { " (\(Figure.count($0).shown) items)" } ?? " of unlimited size"
    let table = Table(
      answers,
      [
        Column("gap", "gap") { .points($0.question.gap, .upTo(2)) },
        Column("k", "items") { answer in
          answer.recommended.map { $0.isUpperBound ? .atMost(.count($0.size)) : .count($0.size) } ?? .absent
        },
        Column("interval", "95 % interval", dropped: 1, for: .people) { $0.recommended?.shownInterval ?? .absent },
        Column("k_low") { .count($0.recommended?.low) }, Column("k_high") { .count($0.recommended?.high) },
        Column("method", "method") { .text($0.recommended?.method) },
        Column("random_k", "with random", dropped: 2) { answer in
          .count(answer.rows.first { $0.method == Method.baseline.name }?.size)
        },
        Column("k_if_similar", "only models like these", dropped: 3) {
          .count($0.conditionallyRecommended?.size)
        },
        Column("method_if_similar") { .text($0.conditionallyRecommended?.method) },
      ])
    return Report(
      schema: "mdad.plans/1",
      sentence: "\(first.benchmark ?? "A benchmark")\(size): items to rank models right "
        + "\(PlanAnswer.oftenness(first.question.agreement)), by gap",
      [
        .fact("benchmark", nil, .text(first.benchmark)), .fact("items", nil, .count(first.items)),
        .fact("agreement", nil, .share(first.question.agreement)), .fact("basis", nil, .text(first.basis)),
        .fact("assume", nil, .text(first.question.assumption.rawValue)), .section("gaps", table: table),
        .fact("measured", nil, first.measured?.figure ?? .absent),
      ], notes: first.measured.map { [$0.sentence] } ?? [], provenance: first.provenance, csv: table)
  }
}
