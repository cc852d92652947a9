import Simulate

extension ItemAnalysis {
  /// Holds one item's figures.
  private struct Row: Sendable {
    let item: String
    let subtask: String?
    let statistics: ItemStatistics
    let fitted: UnidimensionalItemResponse.Item?
    let best: (ability: Double, information: Double)?
  }

  /// The analysis as a report, schema `mdad.items/1`.
  package var report: Report {
    let items = itemTable
    let digits = Figure.Digits.fixed(1, exact: 4)
    return Report(
      schema: "mdad.items/1",
      [
        .fact("benchmark", "benchmark", .text(benchmark)), .fact("models", "models", .count(matrix.modelCount)),
        .fact(nil, "items", .count(matrix.itemCount)),
        .knownFact("model", "item response model", .text(fit?.model.rawValue)),
        .fact("iterations", nil, .count(fit?.iterations)),
        .knownFact("converged", "fit by marginal maximum likelihood", .flag(fit?.hasConverged), shown: fitWords),
        .knownFact("log_likelihood", "log-likelihood", .plain(fit?.logLikelihood, digits)),
        .knownFact("parameters", "parameters", .count(fit?.parameterCount)),
        .knownFact("aic", "AIC", .plain(akaike, digits)), .knownFact("bic", "BIC", .plain(bayesian, digits)),
        .knownFact("marginal_reliability", "marginal reliability", .share(fit?.marginalReliability)),
        .fact(
          "scale", nil,
          .text(fit.map { _ in "abilities have mean 0 and variance 1; the slopes' sum is not negative" })),
        .section("items", table: items),
      ], provenance: Provenance(matrixHash: matrix.contentHash()), csv: items)
  }

  private var fitWords: Figure? {
    fit.map { .text("\($0.hasConverged ? "" : "not ")converged after \(plural($0.iterations, "step"))") }
  }

  private var itemTable: Table {
    let rows = statistics.indices.map { item in
      let fitted = fit?.items[item]
      return Row(
        item: matrix.items[item], subtask: matrix.subtask(of: item), statistics: statistics[item], fitted: fitted,
        best: fitted?.parameters.maximumInformation())
    }
    let model = fit?.model
    let hasFit: Column<Row>.Audience = model == nil ? .programs : .all
    let hasGuessing: Column<Row>.Audience = model == .threeParameter || model == .fourParameter ? .all : .programs
    let hasUpper: Column<Row>.Audience = model == .fourParameter ? .all : .programs
    return Table(
      rows,
      [
        Column("item", "item") { .text($0.item) },
        Column("subtask", "subtask", dropped: 3, for: matrix.subtasks.count > 1 ? .all : .programs) {
          .text($0.subtask)
        },
        Column("easiness", "easiness") { .share($0.statistics.easiness) },
        Column("point_biserial", "r_pb") { .share($0.statistics.pointBiserial) },
        Column("slope", "slope", for: hasFit) { .plain($0.fitted?.parameters.slope, .fixed(2)) },
        Column("slope_se", "SE", dropped: 1, for: hasFit) { .plain($0.fitted?.slopeStandardError, .fixed(2)) },
        Column("intercept", "intercept", for: hasFit) { .plain($0.fitted?.parameters.intercept, .fixed(2)) },
        Column("intercept_se", "SE", dropped: 2, for: hasFit) { .plain($0.fitted?.interceptStandardError, .fixed(2)) },
        Column("guessing", "guessing", for: hasGuessing) { .share($0.fitted?.parameters.guessing) },
        Column("upper", "upper", dropped: 6, for: hasUpper) { .share($0.fitted?.parameters.upper) },
        Column("information_max", "max. info", dropped: 4, for: hasFit) { .plain($0.best?.information, .fixed(2)) },
        Column("ability_at_max", "at ability", dropped: 5, for: hasFit) { .plain($0.best?.ability, .fixed(2)) },
      ])
  }

  /// The models' abilities, a row each; nil without a fit.
  package var abilities: Table? {
    guard let fit else { return nil }
    return Table(
      Array(zip(matrix.models, fit.abilities)),
      [
        Column("model") { .text($0.0) }, Column("eap") { .plain($0.1.expected, .fixed(2)) },
        Column("eap_se") { .plain($0.1.standardError, .fixed(2)) }, Column("map") { .plain($0.1.mode, .fixed(2)) },
      ])
  }
}
