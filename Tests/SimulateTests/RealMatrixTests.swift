import Foundation
import Testing

@testable import Simulate

/// The folder of real matrices that `MDAD_DATA` names, or nil if it is unset.
let dataFolder = ProcessInfo.processInfo.environment["MDAD_DATA"]

@Suite(.enabled(if: dataFolder != nil, "MDAD_DATA does not name a folder of real matrices"))
struct RealMatrixTests {
  func matrix(_ name: String) throws -> ItemMatrix {
    try WideTable.read(path: "\(try #require(dataFolder))/\(name).csv").matrix
  }

  @Test(arguments: [
    ("gpqa", 420, 448, 1), ("mmlu_pro", 28, 12_002, 14), ("metabench_arc", 4280, 100, 0), ("glue_rte", 87, 277, 0),
  ])
  func matricesHaveTheirDocumentedSize(name: String, models: Int, items: Int, subtasks: Int) throws {
    let matrix = try matrix(name)
    #expect(matrix.modelCount == models)
    #expect(matrix.itemCount == items)
    #expect(matrix.subtasks.count == subtasks)
    #expect(matrix.isBinary)
  }

  /// Compares the exact curve on all pairs of GPQA at five sizes with agreement.py curve gpqa.csv 10,25,50,100,200: its
  /// `first` MDADs, and the agreement and pairs of some bins.
  @Test func exactCurveOfGPQAMatchesSciPy() throws {
    let settings = SimulationSettings(methods: ["random"], sizes: [10, 25, 50, 100, 200], exactRandom: true)
    let rows = try Simulation(matrix: try matrix("gpqa"), settings: settings).run(threads: 2).rows
    #expect(rows.map(\.mdad.first) == [0.23, 0.125, 0.08, 0.05, 0.03])
    let expected: [(row: Int, gap: Double, pairs: Double, agreement: Double)] = [
      (0, 0, 2959, 0.388984), (0, 5, 3657, 0.500281), (0, 9.5, 1327, 0.593819), (0, 4, 6309, 0.478277),
    ]
    for figure in expected {
      let point = rows[figure.row].curve.points.first { Double($0.bin) / 2 == figure.gap }
      #expect(point?.pairs == figure.pairs)
      #expect(close(point?.agreement, figure.agreement, 1e-6))
    }
  }

  /// Runs the released protocol on GPQA, seen half, with 10 seeds. The published error and Kendall τ of the two random
  /// methods (published_gpqa_error_tau.csv; 50 trials each) lie within the spread of seeds, widened by half because the
  /// published run is itself one draw.
  @Test func releasedProtocolMatchesPublishedErrorAndTau() throws {
    let gpqa = try matrix("gpqa")
    var errors: [String: [Double]] = [:]
    var taus: [String: [Double]] = [:]
    for seed in 1...10 {
      let settings = SimulationSettings(
        methods: ["random", "subtask-equal"], sizes: [10, 25, 50, 100, 200], split: .half, bins: .floor,
        countsZeroGaps: true, seed: UInt64(seed), resamples: 0)
      for row in try Simulation(matrix: gpqa, settings: settings).run(threads: 2).rows where row.reference == .seen {
        errors["\(row.method) \(row.size)", default: []].append(row.error.value ?? .nan)
        taus["\(row.method) \(row.size)", default: []].append(row.kendallTau.value ?? .nan)
      }
    }
    let published: [(String, error: Double, tau: Double)] = [
      ("random 10", 0.11249, 0.1682), ("random 25", 0.06834, 0.34594), ("random 50", 0.0468, 0.45549),
      ("random 100", 0.02565, 0.63704), ("random 200", 0.00818, 0.88276), ("subtask-equal 10", 0.10854, 0.2736),
      ("subtask-equal 25", 0.06513, 0.32828), ("subtask-equal 50", 0.04437, 0.43863),
      ("subtask-equal 100", 0.02654, 0.62062), ("subtask-equal 200", 0.00827, 0.88405),
    ]
    for (key, error, tau) in published {
      for (found, figure) in [(errors[key] ?? [], error), (taus[key] ?? [], tau)] {
        let (low, high) = (found.min() ?? .nan, found.max() ?? .nan)
        let slack = (high - low) / 2
        #expect(figure > low - slack, "\(key): \(figure) in \(low) to \(high)")
        #expect(figure < high + slack, "\(key): \(figure) in \(low) to \(high)")
      }
    }
  }
}
