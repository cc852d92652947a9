import Foundation
import Planner
import Simulate

extension AnyOption {
  fileprivate static let dimensions = Option(
    "dimensions", .list("D,…", of: .integer("D", in: 1...100)),
    "compare multidimensional models by held-out likelihood instead")

  fileprivate static let itemModel = Option<LogisticModel?>(
    "model", .choice(LogisticModel.allCases.map { $0 } + [nil]) { $0?.rawValue ?? "none" },
    "free parameters: 2pl, slope and intercept; 3pl, also guessing; 4pl, also the upper asymptote; none, no model",
    default: .twoParameter, excludes: [.given(.dimensions)])

  fileprivate static let abilitiesFile = Option(
    "abilities", .newFile, "write the models' abilities to a CSV file",
    excludes: [.given(.dimensions), .value(.itemModel, "none")])
}

extension CommandSpecification {
  static let items = CommandSpecification(
    name: "items",
    summary: "item analysis: difficulty, discrimination, item response models, information",
    discussion: [
      "Reports for every item its easiness (mean score), its point-biserial correlation (with the models' mean "
        + "scores), and the parameters of a logistic item response model, P(right) = g + (u − g)·σ(slope·ability + "
        + "intercept), with standard errors, the maximum information about ability, and the ability at that maximum.",
      "The model is fitted by marginal maximum likelihood (Bock and Aitkin 1981). Its scale is fixed by abilities of "
        + "mean 0 and variance 1, its sign by a sum of slopes that is not negative. Items that all models answer "
        + "alike are not fitted. --abilities writes every model's posterior mean ability (EAP), its standard error, "
        + "and the mode (MAP).",
      "--dimensions instead fits multidimensional two-parameter models, which tiny-benchmarks uses to cluster items, "
        + "to four fifths of the responses, and prints the mean log-likelihood of the other fifth: the higher, the "
        + "better the number of dimensions. The response of model m to item i, both counted from 0, is held out if "
        + "7i + 3m is a multiple of 5.",
    ],
    options: [.matrix, .itemModel, .abilitiesFile, .dimensions] + AnyOption.reading + AnyOption.writing + [.threads],
    examples: [
      ("mdad items --matrix scores.csv", "difficulty and discrimination of every item"),
      (
        "mdad items --matrix scores.csv --model 3pl --format csv --abilities theta.csv -o items.csv",
        "all figures, to files"
      ),
      ("mdad items --matrix scores.csv --dimensions 1,2,5,10", "how many dimensions the responses support"),
    ],
    run: runItems)
}

private func runItems(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  let path = try arguments.required(.matrix)
  let dimensions = arguments[.dimensions]
  let model = arguments[.itemModel]
  let abilities = arguments[.abilitiesFile]
  let threads = arguments.threads
  let matrix = try arguments.readMatrix(path, console: console)
  let benchmark = ParsedArguments.benchmarkName(of: path)
  if let dimensions {
    let checks = parallelMap(count: dimensions.count, threads: threads) { index in
      DimensionCheck(matrix, dimensions: dimensions[index])
    }
    return CommandOutput(
      DimensionComparison(checks: checks, benchmark: benchmark, matrixHash: matrix.contentHash()).report)
  }
  if model != nil, matrix.modelCount < 3 {
    throw UsageError(
      "--model \(model?.rawValue ?? ""): an item response model needs at least 3 models, and the matrix has "
        + "\(matrix.modelCount); give --model none")
  }
  let analysis = ItemAnalysis(
    matrix: matrix, benchmark: benchmark,
    fit: model.map { UnidimensionalItemResponse(matrix, model: $0, threads: threads) })
  if analysis.unfitted > 0 {
    console.note("not fitted: \(plural(analysis.unfitted, "item")) that all models answer alike")
  }
  if let fit = analysis.fit, !fit.hasConverged {
    console.note("the fit did not converge after \(fit.iterations) steps; do not rely on its figures")
  }
  if let fit = analysis.fit, !fit.hasJointStandardErrors {
    console.note("standard errors take the other items as known, so they are too small: too many items for more")
  }
  if let abilities, let table = analysis.abilities { try OutputFile.write(table.csv, to: abilities) }
  return CommandOutput(analysis.report)
}
