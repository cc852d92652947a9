import Simulate

/// Published sizes of tests against a margin, and constants of the best of several models.
extension ValidationCase {
  /// Returns the size of the normal form with one variance under both hypotheses, rounded up.
  ///
  /// - Parameter power: of one side.
  private static func normalSize(distance: Double, variance: Double, level: Double, power: Double) -> Value {
    .number(
      NormalForm.size(reaching: power) { size in
        NormalForm(gap: distance, error: (variance / size).squareRoot())
          .behaviour(alpha: level, alternative: .greater).power
      }?.rounded(.up) ?? .nan)
  }

  /// Returns the variance of a difference between two right or wrong answers, and their discordance.
  private static func spread(_ p: Double, _ q: Double, _ correlation: Double) -> (variance: Double, discordance: Double)
  {
    let variance = p * (1 - p) + q * (1 - q) - 2 * correlation * (p * (1 - p) * q * (1 - q)).squareRoot()
    return (variance, variance + (p - q) * (p - q))
  }

  static var margins: [ValidationCase] {
    let exceeding = "lead above 5 points, .35 and .20, φ .45, one-sided .025, power .90: k"
    let within = "within 15 points, .30 and .35, φ .40, .10 a side, power .80: k"
    let (superior, equivalent) = ("R statpsych, size.supinf.prop.ps", "R statpsych, size.equiv.prop.ps")
    return [
      ValidationCase(.power, "Wald, normal form, \(exceeding)", published: "227", source: superior) {
        normalSize(distance: 0.15 - 0.05, variance: spread(0.35, 0.2, 0.45).variance, level: 0.025, power: 0.9)
      },
      ValidationCase(
        .power, "score, exact, \(exceeding)", published: "227", source: superior,
        differs: Difference(
          figure: "220",
          reason: "Uses the normal form and the variance of the true difference; here power is exact, and the test's "
            + "variance is that at the limit.")
      ) {
        let discordance = spread(0.35, 0.2, 0.45).discordance
        let populations = try PairedPopulation.populations(difference: 0.15, discordance: discordance, items: nil)
        let test = MarginTest(margin: -0.05, level: 0.025, isTwoSided: false)
        return .number(
          Solver.smallestSize(reaching: 0.9, limit: nil, teeth: 4, lookahead: 60, guess: 227) {
            test.rejection(of: populations, size: $0)
          }.map { Double($0) } ?? .nan)
      },
      ValidationCase(.power, "Wald, normal form, \(within)", published: "173", source: equivalent) {
        // Takes half of what is left of the power for each side.
        normalSize(distance: 0.15 - 0.05, variance: spread(0.3, 0.35, 0.4).variance, level: 0.1, power: 0.9)
      },
      ValidationCase(
        .power, "score, exact, \(within)", published: "173", source: equivalent,
        differs: Difference(
          figure: "122",
          reason: "Splits what is left of the power between the two sides, though only the nearer one costs any; here "
            + "power is exact.")
      ) {
        var question = PowerQuestion(source: .given(spread(0.3, 0.35, 0.4).discordance))
        question.goal = .equivalent
        question.alpha = 0.1
        question.parameters[.trueDifference] = -0.05
        return .number(try question.smallestSize(gap: 0.15, target: 0.8).map { Double($0) } ?? .nan)
      },
    ]
  }

  static var bestOfSeveral: [ValidationCase] {
    [
      (0.9, [(2, "1.8124"), (3, "2.2302"), (4, "2.4516"), (5, "2.5997"), (10, "2.9829")]),
      (0.95, [(2, "2.3262"), (3, "2.7101"), (4, "2.9162"), (5, "3.0552"), (10, "3.4182")]),
    ].flatMap { probability, constants in
      constants.map { models, published in
        ValidationCase(
          .power, "best of \(models), probability \(compact(probability)): distance h", published: published,
          source: "Bechhofer 1954, table 1"
        ) {
          .number(
            Solver.smallestGap(reaching: probability, largest: 10) {
              OrderOfNormals.largestIsBest(models: models, distance: $0)
            } ?? .nan)
        }
      }
    }
  }
}
