import Testing

@testable import Simulate

/// A made-up matrix that is easy to make in another language: model m answers item i right if
/// ((m+1)·7919 + (i+1)·104729 + (m+1)·(i+1)·(m+3)·31) mod 97 < 35 + 2m.
enum MadeMatrix {
  static let models = 14
  static let items = 24

  static func score(_ model: Int, _ item: Int) -> Double {
    let (m, i) = (model + 1, item + 1)
    return (m * 7919 + i * 104729 + m * i * (m + 2) * 31) % 97 < 35 + 2 * model ? 1 : 0
  }

  static let matrix = ItemMatrix(
    models: (0..<models).map { "m\($0)" }, items: (0..<items).map { "i\($0)" },
    scores: (0..<models).map { model in (0..<items).map { score(model, $0) } })

  /// Responses of all models to some items, and the models' means over all items.
  static func responses(items: [Int] = Array(0..<items)) -> SourceResponses {
    matrix.responses(items: items, models: Array(0..<models))
  }
  static let means = matrix.accuracies()

  static func design(features: Int) -> CentredDesign {
    CentredDesign(columns: (0..<features).map { responses().row($0) }, observations: models)
  }
}

@Suite struct RidgeRegressionTests {
  /// scikit-learn 1.x: `RidgeCV().fit(X[:, :k], X.mean(1))`; the errors are `-RidgeCV(alphas=[a]).fit(…).best_score_`.
  @Test(arguments: [
    (
      5, 10.0, 0.4870033813152956,
      [0.00693551694267, 0.0253967266595, 0.0181053575762, 0.012412683273, 0.0288689488817]
    ),
    (
      20, 0.1, 0.10707208293491127,
      [
        0.0637653820495, 0.0666032536502, 0.0634993619899, -0.00851235058827, 0.0277422119415, 0.0597369142986,
        0.0134213725301, 0.0189345580201, 0.0608822837546, 0.0520075280902, 0.0238896986668, 0.0475869938087,
        0.0179843756567, 0.068561639461, 0.0419711524905, 0.0420804349241, 0.0385649273014, 0.0597233200469,
        0.048365638082, 0.0776365308732,
      ]
    ),
  ])
  func choosesAndFitsAsRidgeCV(features: Int, penalty: Double, intercept: Double, coefficients: [Double]) {
    let found = RidgeProblem(MadeMatrix.design(features: features), responses: MadeMatrix.means).best()
    #expect(found.penalty == penalty)
    #expect(close(found.intercept, intercept, 1e-9))
    for (ours, theirs) in zip(found.coefficients, coefficients) { #expect(close(ours, theirs, 1e-9)) }
  }

  /// Fitting again without each observation in turn chooses the same penalty, whether there are fewer features than
  /// observations or more.
  @Test(arguments: [3, 6, 20]) func leaveOneOutIsFittingAgain(features: Int) {
    let design = MadeMatrix.design(features: features)
    let problem = RidgeProblem(design, responses: MadeMatrix.means)
    var errors: [Double] = []
    for penalty in RidgeRegression.penalties {
      var error = 0.0
      for left in 0..<MadeMatrix.models {
        let kept = (0..<MadeMatrix.models).filter { $0 != left }
        let part = CentredDesign(
          columns: (0..<features).map { item in kept.map { MadeMatrix.score($0, item) } }, observations: kept.count)
        let fit = RidgeProblem(part, responses: kept.map { MadeMatrix.means[$0] }).regression(penalty: penalty)
        let estimate = (0..<features).reduce(fit.intercept) { $0 + fit.coefficients[$1] * MadeMatrix.score(left, $1) }
        error += (MadeMatrix.means[left] - estimate) * (MadeMatrix.means[left] - estimate)
      }
      errors.append(error)
    }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    #expect(problem.best().penalty == RidgeRegression.penalties[best])
  }

  /// The normal equations hold in whichever space they were solved.
  @Test(arguments: [1, 13, 14, 15, 24]) func residualsAreThePenaltysShareOfCoefficients(features: Int) {
    let design = MadeMatrix.design(features: features)
    let fit = RidgeProblem(design, responses: MadeMatrix.means).regression(penalty: 1)
    let residuals = (0..<MadeMatrix.models).map { model in
      (0..<features).reduce(MadeMatrix.means[model] - fit.intercept) {
        $0 - fit.coefficients[$1] * MadeMatrix.score(model, $1)
      }
    }
    #expect(close(residuals.reduce(0, +), 0, 1e-12))
    for (gradient, coefficient) in zip(design.correlate(residuals), fit.coefficients) {
      #expect(close(gradient, coefficient, 1e-12))
    }
  }

  @Test func constantFeaturesCountForNothing() {
    let design = CentredDesign(columns: [[1, 1, 1], [0, 0, 0]], observations: 3)
    let fit = RidgeProblem(design, responses: [0.2, 0.4, 0.9]).best()
    #expect(fit.coefficients == [0, 0])
    #expect(close(fit.intercept, 0.5))
  }

  /// Screening differs little from the regression, and not at all if eight steps span every direction.
  @Test func screeningIsNearlyTheRegression() throws {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 60, items: 40, seed: 4)
    let rows = (0..<40).map { item in (0..<60).map { matrix.score(model: $0, item: item) } }
    let scores = matrix.accuracies()
    let part = RandomSearch.Prepared.Part(
      learners: rows.map { Array($0[..<45]) }, learnerScores: Array(scores[..<45]),
      judges: rows.map { Array($0[45...]) }, judgeScores: Array(scores[45...]))
    let screening = RidgeScreening(
      columns: part.learners, responses: part.learnerScores, aside: part.judges, asideResponses: part.judgeScores)
    let search = RandomSearch.Prepared(items: Array(0..<40), part: part, screening: screening, subsets: 300)
    var generator = Philox(seed: 9, trial: 0, purpose: .selection)
    var workspace = RidgeScreening.Workspace()
    for size in [1, 2, 7, 20, 39] {
      for _ in 0..<10 {
        let chosen = generator.sample(size, from: Array(0..<40))
        let near = screening.leastError(chosen, penalties: RidgeRegression.penalties, workspace: &workspace)
        let exact = search.exactErrors(chosen, below: .infinity)
        #expect(abs(Double(near) / exact.least - 1) < (size <= 7 ? 1e-4 : 0.2))
        // If the chosen penalty is the best, both are the same regression by different factorisations.
        #expect(exact.chosen >= exact.least * (1 - 1e-12))
      }
    }
  }

  /// The search finds the same subset as looking at every subset exactly.
  @Test(arguments: [3, 12]) func searchFindsTheBestSubset(size: Int) {
    let (matrix, _) = ItemMatrixTests.bothForms(models: 40, items: 30, seed: 5)
    let rows = (0..<30).map { item in (0..<40).map { matrix.score(model: $0, item: item) } }
    let scores = matrix.accuracies()
    let part = RandomSearch.Prepared.Part(
      learners: rows.map { Array($0[..<30]) }, learnerScores: Array(scores[..<30]),
      judges: rows.map { Array($0[30...]) }, judgeScores: Array(scores[30...]))
    let screening = RidgeScreening(
      columns: part.learners, responses: part.learnerScores, aside: part.judges, asideResponses: part.judgeScores)
    let search = RandomSearch.Prepared(items: Array(0..<30), part: part, screening: screening, subsets: 150)
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    var same = generator
    let found = search.best(size, using: &generator)
    let all = (0..<150).map { _ in same.sample(size, from: Array(0..<30)) }
    let errors = all.map { search.exactErrors($0, below: .infinity).chosen }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    #expect(found == all[best])
  }
}

@Suite struct LassoPathTests {
  private let path = LassoPath(
    MadeMatrix.responses(), responses: MadeMatrix.means, size: MadeMatrix.items, penalty: 1e-4)

  /// scikit-learn: `Lasso(alpha=a, tol=1e-14, max_iter=1000000).fit(X, X.mean(1))`.
  @Test(arguments: [
    (0.05, 0.5226190476190476, [8: 0.0202380952381]),
    (
      0.02, 0.39319139331928965,
      [
        1: 0.0134371551811, 5: 0.0231352191795, 8: 0.100624937306, 13: 0.0278372956164, 17: 0.0697893469756,
        18: 0.0682009228609, 19: 0.0175769886649,
      ]
    ),
    (
      0.01, 0.31648810806926797,
      [
        1: 0.0245868362434, 4: 0.0157591434936, 5: 0.0655554357979, 8: 0.11243083998, 13: 0.0437522454552,
        17: 0.0999841919954, 18: 0.0798559315945, 19: 0.0515423582669,
      ]
    ),
    (
      0.003, 0.22892666666666434,
      [
        2: 0.0394833333333, 4: 0.05706, 5: 0.132123333333, 8: 0.0760066666666, 9: 0.0515466666666,
        11: 0.000240000000063, 12: 0.0169666666667, 13: 0.0531933333334, 16: 0.00403333333329, 17: 0.106886666667,
        18: 0.0597433333334, 19: 0.0999666666667, 21: 0.00662333333334,
      ]
    ),
    (
      0.001, 0.18155666666666548,
      [
        2: 0.0506277777778, 4: 0.0896288888889, 5: 0.13041, 8: 0.0603488888889, 9: 0.0608033333333, 11: 0.0448655555556,
        13: 0.0674233333334, 16: 0.0124888888888, 17: 0.0906022222222, 18: 0.0474011111112, 19: 0.102766666667,
        21: 0.0386766666667,
      ]
    ),
  ])
  func isTheLassoAtEveryPenalty(penalty: Double, intercept: Double, coefficients: [Int: Double]) {
    let found = path.coefficients(at: penalty)
    #expect(Set(found.map(\.feature)) == Set(coefficients.keys))
    for (feature, value) in found { #expect(close(value, coefficients[feature], 1e-9)) }
    #expect(close(path.intercept(found), intercept, 1e-9))
  }

  /// On random and on degenerate matrices every point of the path fulfils the lasso's conditions.
  @Test(arguments: 0..<12) func optimalityConditionsHold(seed: Int) {
    let (models, items) = (5 + seed * 3, 30)
    let (matrix, graded) = ItemMatrixTests.bothForms(models: models, items: items, seed: UInt64(seed))
    // Every third matrix has equal, constant and linearly dependent items.
    let scores = (0..<models).map { model in
      (0..<items).map { item -> Double in
        guard seed % 3 == 0 else { return (seed % 3 == 1 ? matrix : graded).score(model: model, item: item) }
        let x = { matrix.score(model: model, item: $0) }
        return item < 10 ? x(item) : item < 15 ? x(item - 10) : item == 15 ? 1 : item < 20 ? 1 - x(item - 15) : x(item)
      }
    }
    let all = ItemMatrix(
      models: matrix.models, items: matrix.items, labels: .init(), rowMajor: scores.flatMap { $0 },
      keepGraded: seed % 2 == 0)
    let means = scores.map { $0.reduce(0, +) / Double(items) }
    let responses = all.responses(items: Array(0..<items), models: Array(0..<models))
    let path = LassoPath(responses, responses: means, size: items, penalty: 1e-5)
    #expect(path.knots.count > 3)
    for penalty in stride(from: 0.0005, to: 0.08, by: 0.0033) {
      let found = path.coefficients(at: penalty)
      let intercept = path.intercept(found)
      let residuals = (0..<models).map { model in
        found.reduce(means[model] - intercept) { $0 - $1.value * scores[model][$1.feature] }
      }
      let valueOf = Dictionary(uniqueKeysWithValues: found.map { ($0.feature, $0.value) })
      for item in 0..<items {
        let gradient = (0..<models).reduce(0.0) { $0 + residuals[$1] * scores[$1][item] } / Double(models)
        if let value = valueOf[item] {
          #expect(abs(gradient - (value > 0 ? penalty : -penalty)) < 1e-9)
        } else {
          #expect(abs(gradient) <= penalty + 1e-9)
        }
      }
    }
  }

  @Test func withoutVarianceThereIsNoPath() {
    let constant = LassoPath(.graded([1, 1, 0, 0], columns: 2), responses: [0.5, 0.5], size: 2, penalty: 1e-4)
    #expect(constant.knots.isEmpty)
    #expect(constant.coefficients(at: 0.1).isEmpty)
  }
}

@Suite struct PrincipalAxesTests {
  /// scikit-learn: `PCA(n_components=4, svd_solver="full").fit(X).components_[c][:6]`, the largest element positive.
  private static let components = [
    [-0.06764386488, -0.0007739593486, -0.03171029686, 0.2337182521, 0.1033860594, 0.07885337845],
    [-0.122342619, -0.1131502782, 0.1767210463, -0.2966260323, -0.05651908483, 0.2087891773],
    [0.04064370255, 0.2266141527, 0.02488814485, -0.07449382653, 0.2039725755, 0.08260029515],
    [-0.361561486, -0.1409959862, -0.2972296726, -0.1796493318, 0.1194084345, -0.2471517582],
  ]

  /// Computes axes from products of models (24 items) and from products of items (the first 12, with a plain check).
  @Test func areThoseOfSklearn() {
    let axes = PrincipalAxes(MadeMatrix.responses(), count: 4)
    for (ours, theirs) in zip(axes.axes, PrincipalAxesTests.components) {
      let peak = ours.indices.max { abs(ours[$0]) < abs(ours[$1]) } ?? 0
      let sign = ours[peak] < 0 ? -1.0 : 1
      for (a, b) in zip(ours, theirs) { #expect(close(sign * a, b, 1e-8)) }
    }
  }

  @Test(arguments: [12, 24]) func areEigenvectorsOfTheCovariance(items: Int) {
    let responses = MadeMatrix.responses(items: Array(0..<items))
    let design = CentredDesign(columns: (0..<items).map { responses.row($0) }, observations: MadeMatrix.models)
    let products = design.featureProducts()
    for axis in PrincipalAxes(responses, count: 5).axes {
      let image = (0..<items).map { row in dot(Array(products[row * items..<(row + 1) * items]), axis) }
      let value = dot(axis, image)
      #expect(close(dot(axis, axis), 1, 1e-10))
      for (a, b) in zip(image, axis) { #expect(close(a, value * b, 1e-8)) }
    }
  }
}
