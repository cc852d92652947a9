import Foundation
import Simulate

/// An item analysis as files and for people.
public struct ItemReport: Sendable {
  private let matrix: ItemMatrix
  private let benchmark: String
  private let statistics: [ItemStatistics]
  /// The item response model; nil where none was asked for.
  public let fit: UnidimensionalItemResponse?

  /// A report.
  public init(matrix: ItemMatrix, benchmark: String, fit: UnidimensionalItemResponse?) {
    self.matrix = matrix
    self.benchmark = benchmark
    self.fit = fit
    statistics = matrix.itemStatistics()
  }

  /// The names of an item's figures in JSON and CSV.
  private static let figureNames = [
    "easiness", "point_biserial", "slope", "slope_se", "intercept", "intercept_se", "guessing", "upper",
    "information_max", "ability_at_max",
  ]

  /// An item's figures, in the order of their names.
  private func figures(_ item: Int) -> [Double?] {
    let fitted = fit?.items[item]
    let best = fitted?.parameters.maximumInformation()
    return [
      statistics[item].easiness, statistics[item].pointBiserial, fitted?.parameters.slope, fitted?.slopeStandardError,
      fitted?.parameters.intercept, fitted?.interceptStandardError, fitted?.parameters.guessing,
      fitted?.parameters.upper, best?.information, best?.ability,
    ]
  }

  /// The analysis as JSON, schema `mdad.items/1`.
  public func json() -> JSONValue {
    let items: [JSONValue] = statistics.indices.map { item in
      .object(
        [
          ("item", .string(matrix.items[item])), ("subtask", matrix.subtask(of: item).map { .string($0) } ?? .null),
        ] + zip(ItemReport.figureNames, figures(item)).map { ($0, .rounded($1, 6)) })
    }
    return .object([
      ("schema", .string("mdad.items/1")), ("benchmark", .string(benchmark)), ("models", .int(matrix.modelCount)),
      ("matrix_sha256", .string(matrix.contentHash())), ("version", .string(programVersion)),
      ("model", fit.map { .string($0.model.rawValue) } ?? .null),
      ("log_likelihood", .rounded(fit?.logLikelihood, 4)), ("parameters", .int(fit?.parameterCount)),
      ("aic", .rounded(informationCriterion(2), 4)),
      ("bic", .rounded(informationCriterion(log(Double(matrix.modelCount))), 4)),
      ("marginal_reliability", .rounded(fit?.marginalReliability, 6)), ("iterations", .int(fit?.iterations)),
      ("converged", fit.map { .bool($0.hasConverged) } ?? .null),
      ("scale", fit == nil ? .null : .string("abilities have mean 0 and variance 1; the slopes' sum is not negative")),
      ("items", .array(items)),
    ])
  }

  /// Minus twice the log-likelihood plus a penalty for each parameter.
  private func informationCriterion(_ penalty: Double) -> Double? {
    fit.map { -2 * $0.logLikelihood + penalty * Double($0.parameterCount) }
  }

  /// A row per item, with every figure.
  public func csv() -> String {
    var table = TextTable((["item", "subtask"] + ItemReport.figureNames).map { ($0, .left) })
    for item in statistics.indices {
      table.add([matrix.items[item], matrix.subtask(of: item) ?? ""] + figures(item).map { compact($0, 6) })
    }
    return table.csv()
  }

  /// The models' abilities: a row per model.
  public func abilitiesCSV() -> String? {
    guard let fit else { return nil }
    var table = TextTable(["model", "eap", "eap_se", "map"].map { ($0, .left) })
    for (model, ability) in zip(matrix.models, fit.abilities) {
      table.add(
        [model] + [ability.expected, ability.standardError, ability.mode].map { compact($0, 6) })
    }
    return table.csv()
  }

  /// What the fit is, in a line or two; nil without one.
  public func summary() -> String? {
    guard let fit else { return nil }
    return
      "\(benchmark): \(matrix.modelCount) models, \(matrix.itemCount) items; \(fit.model.rawValue) by marginal maximum "
      + "likelihood, \(fit.hasConverged ? "converged" : "NOT converged") after \(plural(fit.iterations, "step")); "
      + "log-likelihood \(decimal(fit.logLikelihood, 1)), AIC \(decimal(informationCriterion(2), 1)), BIC "
      + "\(decimal(informationCriterion(log(Double(matrix.modelCount))), 1)), marginal reliability "
      + "\(decimal(fit.marginalReliability, 3))."
  }

  /// The items that no model could be fitted to.
  public var unfitted: Int { fit.map { $0.items.count { $0 == nil } } ?? 0 }

  /// The table for people.
  public func table() -> TextTable {
    var columns: [(String, TextTable.Alignment)] = [("item", .left)]
    let hasSubtasks = matrix.subtasks.count > 1
    if hasSubtasks { columns.append(("subtask", .left)) }
    columns += [("easiness", .right), ("r_pb", .right)]
    let parameters = fit?.model
    if parameters != nil { columns += [("slope", .right), ("SE", .right), ("intercept", .right), ("SE", .right)] }
    if parameters == .threeParameter || parameters == .fourParameter { columns.append(("guessing", .right)) }
    if parameters == .fourParameter { columns.append(("upper", .right)) }
    if parameters != nil { columns += [("max. info", .right), ("at ability", .right)] }
    var table = TextTable(columns)
    for item in statistics.indices {
      var row = [matrix.items[item]]
      if hasSubtasks { row.append(matrix.subtask(of: item) ?? "") }
      row += [decimal(statistics[item].easiness, 3), decimal(statistics[item].pointBiserial, 2)]
      let fitted = fit?.items[item]
      if parameters != nil {
        row += [
          decimal(fitted?.parameters.slope, 2), decimal(fitted?.slopeStandardError, 2),
          decimal(fitted?.parameters.intercept, 2), decimal(fitted?.interceptStandardError, 2),
        ]
      }
      if parameters == .threeParameter || parameters == .fourParameter {
        row.append(decimal(fitted?.parameters.guessing, 2))
      }
      if parameters == .fourParameter { row.append(decimal(fitted?.parameters.upper, 2)) }
      if parameters != nil {
        let best = fitted?.parameters.maximumInformation()
        row += [decimal(best?.information, 2), decimal(best?.ability, 2)]
      }
      table.add(row)
    }
    return table
  }
}

/// Held-out log-likelihoods by number of dimensions as files and for people.
public struct DimensionReport: Sendable {
  private let checks: [DimensionCheck]
  private let benchmark: String
  private let matrixHash: String

  /// A report.
  public init(checks: [DimensionCheck], benchmark: String, matrixHash: String) {
    self.checks = checks
    self.benchmark = benchmark
    self.matrixHash = matrixHash
  }

  /// The figures as JSON, schema `mdad.dimensions/1`.
  public func json() -> JSONValue {
    .object([
      ("schema", .string("mdad.dimensions/1")), ("benchmark", .string(benchmark)),
      ("matrix_sha256", .string(matrixHash)),
      ("version", .string(programVersion)), ("best", .int(best?.dimensions)),
      (
        "results",
        .array(
          checks.map {
            .object([
              ("dimensions", .int($0.dimensions)), ("held_out_log_likelihood", .rounded($0.heldOut, 6)),
              ("fitted_log_likelihood", .rounded($0.fitted, 6)), ("iterations", .int($0.iterations)),
              ("converged", .bool($0.hasConverged)),
            ])
          })
      ),
    ])
  }

  /// The number of dimensions with the highest held-out log-likelihood.
  public var best: DimensionCheck? { checks.max { $0.heldOut < $1.heldOut } }

  /// A row per number of dimensions.
  public func table() -> TextTable {
    var table = TextTable([
      ("dimensions", .right), ("held_out_log_likelihood", .right), ("fitted_log_likelihood", .right),
      ("iterations", .right),
    ])
    for check in checks {
      table.add([
        String(check.dimensions), decimal(check.heldOut, 5), decimal(check.fitted, 5),
        String(check.iterations) + (check.hasConverged ? "" : " (not converged)"),
      ])
    }
    return table
  }
}
