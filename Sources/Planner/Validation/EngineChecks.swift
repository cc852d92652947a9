import Simulate

/// Checks of what every figure rests on, which need no data: exact probabilities, random numbers, and trials.
extension ValidationCase {
  static var engineChecks: [ValidationCase] { generators + closedFormAgreement + enumeratedMatrix + [seededTrials] }

  private static var generators: [ValidationCase] {
    let vectors: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, words: String)] = [
      (SIMD4(repeating: 0), SIMD2(repeating: 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
      (SIMD4(repeating: .max), SIMD2(repeating: .max), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
      (
        SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2(0xa409_3822, 0x299f_31d0),
        "d16cfe09 94fdcceb 5001e420 24126ea1"
      ),
    ]
    return zip(["zeros", "ones", "digits of π"], vectors).map { name, vector in
      ValidationCase(
        .engine, "Philox 4×32-10 of \(name)", published: vector.words,
        source: "Salmon et al. 2011, known-answer vectors of Random123"
      ) {
        let block = Philox.block(counter: vector.counter, key: vector.key)
        return .text((0..<4).map { hexadecimal(block[$0]) }.joined(separator: " "))
      }
    }
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Agreement of samples so small that it is counted by hand.
  private static var closedFormAgreement: [ValidationCase] {
    let cases: [(items: Int, wins: Int, losses: Int, size: Int, agreement: String, count: String)] = [
      (7, 3, 1, 1, "0.428571429", "3 of 7 items"),
      (7, 3, 1, 2, "0.571428571", "12 of 21 pairs of items: two wins, or one and no loss"),
      (5, 3, 2, 3, "0.700000000", "7 of 10 samples: at least two wins"),
      (100_000, 2, 0, 50_000, "0.750002500", "1 − (1/2)·(49,999/99,999): at least one of two wins"),
    ]
    return cases.map { known in
      ValidationCase(
        .engine, "\(known.wins) to \(known.losses) of \(known.items) items, k \(known.size): agreement",
        published: known.agreement, source: "counted: \(known.count)"
      ) {
        .number(
          ExactRandomBaseline.orderProbabilities(
            itemCount: known.items, wins: known.wins, losses: known.losses, size: known.size
          ).ahead)
      }
    }
  }

  private static func matrix(_ rows: [String]) -> ItemMatrix {
    ItemMatrix(
      models: rows.indices.map { "m\($0)" }, items: (0..<(rows.first?.count ?? 0)).map { "i\($0)" },
      scores: rows.map { $0.map { $0 == "1" ? 1 : 0 } })
  }

  /// A matrix so small that every sample of its items is enumerated.
  private static var enumeratedMatrix: [ValidationCase] {
    [(2, "0.466666667", 60), (3, "0.500000000", 80), (4, "0.533333333", 60)].map { size, agreement, count in
      ValidationCase(
        .engine, "all pairs of a 4 × 6 matrix, k \(size): agreement", published: agreement,
        source: "enumerated: all \(count) pairs and samples"
      ) {
        let small = matrix(["110101", "011100", "100110", "010111"])
        guard let population = small.pairPopulation(of: Array(0..<4), over: Array(0..<6)) else { return .number(.nan) }
        let chances = ExactRandomBaseline.orderProbabilities(of: population, sizes: [size], threads: 1)
        let total = zip(population.kinds, chances).reduce(0) { $0 + Double($1.0.pairs) * $1.1.ahead }
        return .number(total / Double(population.orderedPairs))
      }
    }
  }

  /// Trials with a seed on a matrix of the generator's own: the same counts on every machine and any number of threads.
  private static var seededTrials: ValidationCase {
    ValidationCase(
      .engine, "20 trials, seed 7, 24 models, 40 items: SHA-256",
      published: "6c69285cee54b3f1", source: "this program, on any machine"
    ) {
      var generator = Philox(seed: 7, trial: 0, purpose: .synthesis)
      let rows = (0..<24).map { model in
        (0..<40).map { item in generator.uniform(below: 100) < 15 + 2 * model + item ? "1" : "0" }.joined()
      }
      let settings = SimulationSettings(
        methods: [Method.baseline.name], sizes: [5, 10, 20], trials: 20, targets: 12, seed: 7, resamples: 0)
      let found = try Simulation(matrix: matrix(rows), settings: settings).run(threads: 2)
      var digest = SHA256()
      for row in found.rows {
        for point in row.curve.points {
          // Whole numbers, as doubles.
          let agreeing = (point.agreement * point.weight).rounded()
          digest.update("\(row.size) \(point.bin) \(Int(point.pairs)) \(Int(agreeing))\n".utf8)
        }
      }
      return .text(String(digest.hexadecimal().prefix(16)))
    }
  }
}
