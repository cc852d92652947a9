import Simulate

/// Published p-values and intervals of two models' answers to the same items.
extension ValidationCase {
  static var publishedTests: [ValidationCase] {
    let fagerland = "Fagerland, Lydersen & Laake 2013"
    let book = "Fagerland, Lydersen & Laake 2017; R contingencytables"
    let small = PairedDifference(wins: 1, losses: 7, size: 21)
    let response = PairedDifference(wins: 6, losses: 16, size: 161)
    let nearly = PairedDifference(wins: 15, losses: 19, size: 34)
    let few = PairedDifference(wins: 9, losses: 2, size: 11)
    let evaluation = PairedDifference(wins: 53, losses: 27, size: 200)
    func check(
      _ input: String, _ published: String, _ source: String, _ value: @escaping @Sendable () -> Double
    ) -> ValidationCase {
      ValidationCase(.tests, input, published: published, source: source) { .number(value()) }
    }
    return [
      check("McNemar exact, 1 and 7 of 21: p", "0.0703", fagerland) { small.exactP },
      check("McNemar mid-p, 1 and 7 of 21: p", "0.0391", fagerland) { small.midP },
      check("McNemar score, 1 and 7 of 21: p", "0.0339", fagerland) { small.asymptoticP },
      check("McNemar exact, 6 and 16 of 161: p", "0.052479", book) { response.exactP },
      check("McNemar mid-p, 6 and 16 of 161: p", "0.034690", book) { response.midP },
      check("McNemar score, 6 and 16 of 161: p", "0.033006", book) { response.asymptoticP },
      check("Tango's interval, 6 and 16 of 161: lower", "-0.1240", book) { response.interval().low },
      check("Tango's interval, 6 and 16 of 161: upper", "-0.0054", book) { response.interval().high },
      check("McNemar exact, 15 and 19: p", "0.60759136127308", "R binom.test, in statsmodels' tests") {
        nearly.exactP
      },
      check("McNemar score, 15 and 19: p", "0.492716677227088", "R mcnemar.test, in statsmodels' tests") {
        nearly.asymptoticP
      },
      check("McNemar score, 9 and 2: p", "0.0348", "R exact2x2, vignette") { few.asymptoticP },
      check("McNemar exact, 9 and 2: p", "0.0654", "R exact2x2, vignette") { few.exactP },
      check("McNemar exact, 53 and 27 of 200: p", "0.0049", "abeval") { evaluation.exactP },
      check("53 and 27 of 200: difference, points", "13.0", "abeval") { accuracyPoints(evaluation.value) },
    ]
  }
}
