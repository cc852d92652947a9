import Simulate

/// Published power, sizes and detectable differences of paired right or wrong answers. ".32/.08" are the chances that
/// only the better model and that only the worse one is right.
extension ValidationCase {
  static var publishedPower: [ValidationCase] {
    gStar + pwrss + closedForms + clustersAndSamples + binomialTests + margins + bestOfSeveral
  }

  private static func behaviour(
    _ test: SignificanceTest, p10: Double, p01: Double, size: Int, alpha: Double = 0.05,
    _ alternative: TestAlternative = .twoSided
  ) throws -> TestBehaviour {
    var power = PairedPower(
      try PairedComparison(gap: p10 - p01, discordance: p10 + p01), test: test, alpha: alpha, alternative: alternative)
    return power.behaviour(size: size)
  }

  private static func size(
    _ test: SignificanceTest, p10: Double, p01: Double, power: Double, _ alternative: TestAlternative = .twoSided
  ) throws -> Value {
    var question = PowerQuestion(source: .given(p10 + p01))
    question.test = test
    question.alternative = alternative
    return .number(try question.smallestSize(gap: p10 - p01, target: power).map { Double($0) } ?? .nan)
  }

  private static var gStar: [ValidationCase] {
    let source = "G*Power 3.1 manual, ch. 5 (O'Brien 2002)"
    let sums = "Leaves out numbers of discordant items that hardly occur; the full sum is 0.839357."
    let tails = "Rejects in unequal tails, the smaller one first; here each tail has α/2."
    let oneSided = "McNemar exact, .32/.08, k 50, one-sided"
    let pairs = [
      (50, "0.798241", "0.740153"), (75, "0.930639", "0.905735"), (100, "0.980441", "0.972179"),
      (125, "0.994839", "0.992485"), (150, "0.998658", "0.998010"),
    ]
    return [
      ValidationCase(
        .power, "\(oneSided): power", published: "0.839343", source: source,
        differs: Difference(figure: "0.839357", reason: sums)
      ) { .number(try behaviour(.mcNemarExact, p10: 0.32, p01: 0.08, size: 50, .greater).power) },
      ValidationCase(
        .power, "\(oneSided): true level", published: "0.032578", source: source,
        differs: Difference(figure: "0.032579", reason: sums)
      ) { .number(try behaviour(.mcNemarExact, p10: 0.32, p01: 0.08, size: 50, .greater).attainedLevel) },
    ]
      + pairs.map { size, published, ours in
        ValidationCase(
          .power, "McNemar exact, .32/.08, k \(size): power", published: published, source: source,
          differs: Difference(figure: ours, reason: tails)
        ) { .number(try behaviour(.mcNemarExact, p10: 0.32, p01: 0.08, size: size).power) }
      }
  }

  private static var pwrss: [ValidationCase] {
    let source = "R pwrss, checked there against PASS"
    return [
      ValidationCase(
        .power, "McNemar exact, .20/.10, k 100: power", published: "0.373077084", source: source
      ) { .number(try behaviour(.mcNemarExact, p10: 0.2, p01: 0.1, size: 100).power) },
      ValidationCase(
        .power, "McNemar exact, .20/.10, k 100: true level", published: "0.042773945", source: source,
        differs: Difference(
          figure: "0.030737730",
          reason: "Gives the level with 30 discordant items, their mean; here it is the mean over their number.")
      ) { .number(try behaviour(.mcNemarExact, p10: 0.2, p01: 0.1, size: 100).attainedLevel) },
      ValidationCase(.power, "McNemar exact, .20/.10, power .80: k", published: "249", source: source) {
        try size(.mcNemarExact, p10: 0.2, p01: 0.1, power: 0.8)
      },
      ValidationCase(.power, "McNemar exact, .20/.10, k 249: power", published: "0.801446921", source: source) {
        .number(try behaviour(.mcNemarExact, p10: 0.2, p01: 0.1, size: 249).power)
      },
      ValidationCase(
        .power, "McNemar exact, .20/.10, power .80, one-sided: k", published: "200", source: source,
        differs: Difference(figure: "199", reason: "Is not the smallest k: 199 items have power 0.801094.")
      ) { try size(.mcNemarExact, p10: 0.2, p01: 0.1, power: 0.8, .greater) },
      ValidationCase(
        .power, "McNemar exact, .20/.10, k 100, one-sided: power", published: "0.514606143", source: source
      ) {
        .number(try behaviour(.mcNemarExact, p10: 0.2, p01: 0.1, size: 100, .greater).power)
      },
      ValidationCase(
        .power, "McNemar exact, .45/.25, k 144, one-sided .025: power", published: "0.80",
        source: "Duffy 1984"
      ) { .number(try behaviour(.mcNemarExact, p10: 0.45, p01: 0.25, size: 144, alpha: 0.025, .greater).power) },
    ]
  }

  /// Returns the size of the normal form at α .05, not rounded. As published formulas do, it leaves out significance in
  /// the wrong direction.
  private static func normalSize(
    gap: Double, variance: Double, assumed: Double, power: Double, designEffect: Double = 1
  ) -> Double {
    NormalForm.size(reaching: power) { size in
      NormalForm(
        gap: gap, error: (variance * designEffect / size).squareRoot(),
        testError: (assumed * designEffect / size).squareRoot()
      ).behaviour(alpha: 0.025, alternative: .greater).power
    } ?? .nan
  }

  /// Returns the variance of a difference between two right or wrong answers.
  private static func variance(_ p: Double, _ q: Double, _ correlation: Double) -> Double {
    p * (1 - p) + q * (1 - q) - 2 * correlation * (p * (1 - p) * q * (1 - q)).squareRoot()
  }

  private static var closedForms: [ValidationCase] {
    let connor = "Connor 1987"
    return [
      ValidationCase(
        .power, "McNemar score, normal form, .45/.05, power .80: k", published: "22.0113",
        source: connor
      ) { .number(normalSize(gap: 0.4, variance: 0.5 - 0.16, assumed: 0.5, power: 0.8)) },
      ValidationCase(.power, "McNemar score, normal form, .30/.15, power .80: k", published: "155", source: connor) {
        .number(normalSize(gap: 0.15, variance: 0.45 - 0.0225, assumed: 0.45, power: 0.8).rounded(.up))
      },
      ValidationCase(
        .power, "McNemar score, normal form, .25/.125, power .90: k", published: "247.9973", source: "MESS"
      ) { .number(normalSize(gap: 0.125, variance: 0.375 - 0.015625, assumed: 0.375, power: 0.9)) },
      ValidationCase(
        .power, "Wald, normal form, .7 and .6, φ .5, power .90: k", published: "237",
        source: "R statpsych, size.test.prop.ps"
      ) {
        let variance = Self.variance(0.7, 0.6, 0.5)
        return .number(normalSize(gap: 0.1, variance: variance, assumed: variance, power: 0.9).rounded(.up))
      },
      ValidationCase(
        .power, "Wald, exact, .7 and .6, φ .5, power .90: k", published: "237",
        source: "R statpsych, size.test.prop.ps",
        differs: Difference(
          figure: "235",
          reason: "Uses the normal form; here power is exact, and the test's true level is above the nominal one.")
      ) {
        var question = PowerQuestion(source: .correlated(accuracy: 0.65, correlation: 0.5))
        question.test = .wald
        return .number(try question.smallestSize(gap: 0.1, target: 0.9).map { Double($0) } ?? .nan)
      },
      ValidationCase(
        .power, "Wald, normal form, .72 and .70, φ .7, power .80: k", published: "2425",
        source: "evaluatellm"
      ) {
        let variance = Self.variance(0.72, 0.70, 0.7)
        return .number(normalSize(gap: 0.02, variance: variance, assumed: variance, power: 0.8).rounded(.up))
      },
    ]
  }

  private static func clustered() -> PowerQuestion {
    var question = PowerQuestion(source: .correlated(accuracy: 0.71, correlation: 0.7))
    question.test = .wald
    question.designEffect = VarianceComponents.designEffect(intraclassCorrelation: 0.25, clusterSize: 8)
    return question
  }

  /// Returns power with ω² and σ², and several answers per item.
  private static func normal(
    _ omega: Double, _ sigma: Double, samples: Int, gap: Double, size: Double
  ) throws -> Double {
    try VarianceComponents(
      discordance: omega + 2 * sigma + gap * gap, gap: gap, resamplingVariance: sigma, samplesPerItem: samples
    ).normalForm(gap: gap, size: size).behaviour(alpha: 0.05, alternative: .twoSided).power
  }

  private static var clustersAndSamples: [ValidationCase] {
    let miller = "Miller 2024 (arXiv 2411.00640), eq. 9"
    return [
      ValidationCase(
        .power, "Wald, .72 and .70, φ .7, clusters of 8, ρ .25: k", published: "6667", source: "evaluatellm"
      ) { .number(try clustered().smallestSize(gap: 0.02, target: 0.8).map { Double($0) } ?? .nan) },
      ValidationCase(
        .power, "Wald, φ .7, clusters of 8, ρ .25, k 400: gap, points", published: "8.16", source: "evaluatellm",
        differs: Difference(
          figure: "8.17",
          reason: "Keeps the variance of .72 and .70; here it is that of accuracies as far apart as the answer.")
      ) { .number(try clustered().smallestGap(size: 400, target: 0.8).map { accuracyPoints($0) } ?? .nan) },
      ValidationCase(
        .power, "ω² 1/9, gap 3 points, power .80: k", published: "969", source: miller
      ) {
        .number(
          try NormalForm.size(reaching: 0.8) { try normal(1.0 / 9, 0, samples: 1, gap: 0.03, size: $0) }.map {
            $0.rounded(.up)
          } ?? .nan)
      },
      ValidationCase(
        .power, "ω² 1/9, σ² 1/6, 10 answers, k 198: gap, points", published: "7.5",
        source: miller,
        differs: Difference(figure: "7.567", reason: "Prints 7.5; the formula gives 7.567.")
      ) {
        .number(
          try Solver.smallestGap(reaching: 0.8, largest: 0.5) {
            try normal(1.0 / 9, 1.0 / 6, samples: 10, gap: $0, size: 198)
          }.map { accuracyPoints($0) } ?? .nan)
      },
    ]
  }

  /// One-sample exact binomial tests: the tails that McNemar's exact test is made of.
  private static var binomialTests: [ValidationCase] {
    [
      (25, "0.57932569"), (28, "0.6851126"), (30, "0.74476675"), (33, "0.81787426"), (35, "0.72790831"),
    ].map { size, published in
      ValidationCase(
        .power, "binomial, .2 against .05, one-sided .025, n \(size): power", published: published,
        source: "East 6.5, in gsDesign's tests"
      ) {
        let null = DiscreteWindow.binomial(trials: size, probability: 0.05)
        let critical = (0...size).first { null.probability(above: $0 - 1) <= 0.025 } ?? size + 1
        return .number(DiscreteWindow.binomial(trials: size, probability: 0.2).probability(above: critical - 1))
      }
    }
  }
}
