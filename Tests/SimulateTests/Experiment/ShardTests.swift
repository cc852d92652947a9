import Foundation
import Testing

@testable import Simulate

/// Merged shards equal the run in one piece.
@Suite struct ShardTests {
  static let matrix = ItemMatrixTests.bothForms(models: 24, items: 60, seed: 5, subtasks: 3).binary

  private func identity(_ simulation: Simulation, version: String = "1") -> SimulationIdentity {
    SimulationIdentity(benchmark: "b", version: version, matrix: ShardTests.matrix, outline: simulation.outline)
  }

  private func file(_ simulation: Simulation, _ index: Int, of count: Int, version: String = "1") throws -> ShardFile {
    let shard = try #require(Shard(index: index, of: count))
    return ShardFile(
      identity: identity(simulation, version: version), shard: shard,
      exact: index == 1 ? simulation.exactFindings(threads: 1) : [],
      findings: try simulation.findings(of: shard.trials(of: simulation.settings.trials), threads: 2))
  }

  static let settings: [SimulationSettings] = [
    SimulationSettings(methods: ["random", "random-learn"], sizes: [5, 20], trials: 7, split: .half, resamples: 50),
    SimulationSettings(methods: ["head", "random"], sizes: [5, 20], trials: 4, resamples: 50, exactRandom: true),
    SimulationSettings(methods: ["random"], sizes: [5], trials: 5, split: .half, resamples: 50, exactRandom: true),
    SimulationSettings(methods: ["aipw", "random"], sizes: [6], trials: 4, resamples: 20, resamplesModels: true),
  ]

  @Test(arguments: settings, [1, 2, 3, 9]) func mergedEqualsWhole(settings: SimulationSettings, count: Int) throws {
    let simulation = try Simulation(matrix: ShardTests.matrix, settings: settings)
    let whole = try simulation.run(threads: 2)
    let files = try (1...count).reversed().map { index in
      let content = try file(simulation, index, of: count).encoded()
      return ("shard\(index)", try ShardFile(content, file: "shard\(index)"))
    }
    let merged = try ShardFile.merged(files, threads: 2)
    #expect(merged.identity == identity(simulation))
    // Every figure to its last bit.
    #expect("\(merged.result)" == "\(whole)")
  }

  /// Known cells are not computed again, in whatever order they come, and give the same result.
  @Test func knownCellsAreTakenUp() throws {
    let settings = SimulationSettings(methods: ["random", "random-learn", "aipw"], sizes: [5, 12], trials: 4)
    let simulation = try Simulation(matrix: ShardTests.matrix, settings: settings)
    let whole = try simulation.findings(of: Array(0..<4), threads: 1)
    let part = whole.map { trial in
      (
        trial.trial,
        TrialFindings(
          trial: trial.trial, cells: trial.cells.filter { $0.method != "random" || $0.size == 12 }.reversed())
      )
    }
    let known = Dictionary(uniqueKeysWithValues: part)
    let again = try simulation.findings(of: Array(0..<4), knowing: known, threads: 1) { made in
      #expect(made.cells.map { "\($0.method) \($0.size)" } == ["random 5"])
    }
    #expect("\(again)" == "\(whole)")
  }

  @Test func shardsThatDoNotGoTogetherAreNamed() throws {
    let settings = SimulationSettings(methods: ["random"], sizes: [5], trials: 6)
    let simulation = try Simulation(matrix: ShardTests.matrix, settings: settings)
    var seeded = settings
    seeded.seed = 2
    let other = try Simulation(matrix: ShardTests.matrix, settings: seeded)
    let (first, second) = (try file(simulation, 1, of: 3), try file(simulation, 2, of: 3))
    func refusal(_ files: [(String, ShardFile)]) -> String {
      do throws(SimulateError) {
        _ = try ShardFile.merged(files, threads: 1)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(refusal([("a", first), ("b", second)]).contains("shard 3 of 3 is missing"))
    #expect(refusal([("a", first), ("b", second), ("c", first)]).contains("c: shard 1 of 3 is also in a"))
    #expect(
      refusal([("a", first), ("b", try file(other, 2, of: 3))]).contains("b: outline.settings.seed is 2, and 1 in a"))
    #expect(
      refusal([("a", first), ("b", try file(simulation, 2, of: 3, version: "2"))]).contains("version is 2, and 1 in a"))
    #expect(refusal([("a", first), ("b", try file(simulation, 2, of: 4))]).contains("shard 2 of 4, and a is one of 3"))
    #expect(refusal([]).contains("no shards"))
  }

  @Test func damagedShardsAreRefused() throws {
    let settings = SimulationSettings(methods: ["random", "head"], sizes: [5, 9], trials: 3)
    let simulation = try Simulation(matrix: ShardTests.matrix, settings: settings)
    let content = try file(simulation, 1, of: 1).encoded()
    let lines = content.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    func refusal(_ text: String) -> String {
      do throws(SimulateError) {
        _ = try ShardFile(Data(text.utf8), file: "f")
        return ""
      } catch {
        return error.description
      }
    }
    #expect(refusal("").contains("f:1: not a shard"))
    #expect(refusal("{}\n").contains("f:1: not a shard"))
    #expect(refusal(lines.dropLast(2).joined(separator: "\n")).contains("2 of the shard's 3 trials"))
    #expect(
      refusal(lines.dropLast(2).joined(separator: "\n") + "\n" + lines[3].dropLast(5)).contains("f:4: not a trial"))
    #expect(refusal(lines.dropLast().joined(separator: "\n")).contains("was changed after it was written"))
    for (from, to, words) in [
      ("\"seed\":1", "\"seed\":2", "was changed"), ("\"error\":0.", "\"error\":0.9", "was changed"),
      ("\"pairs\":[", "\"pairs\":[-7,", "findings are not those"),
      ("\"resamples\":1000", "\"resamples\":-1", "no simulation has"),
      ("\"resamples\":1000", "\"resamples\":4611686018427387904", "no simulation has"),
      ("\"trials\":3", "\"trials\":4611686018427387904", "no simulation has"),
      ("\"count\":1", "\"count\":4611686018427387904", "no simulation has"),
      ("\"index\":1", "\"index\":0", "no simulation has"),
    ] {
      let edited = lines.joined(separator: "\n").replacingOccurrences(of: from, with: to)
      #expect(edited != lines.joined(separator: "\n"), "\(from)")
      #expect(refusal(edited).contains(words), "\(to): \(refusal(edited))")
    }
    #expect(
      refusal(lines.joined(separator: "\n").replacingOccurrences(of: "\"size\":9}", with: "\"size\":8}")).contains(
        "f:2:"))
    // Any damaged file is either read or refused.
    for number in 0..<150 {
      var generator = Philox(seed: 2, trial: number, purpose: .selection)
      let damaged = DamagedInputTests.damaged(content, &generator)
      if let shard = try? ShardFile(damaged, file: "f") {
        _ = try? ShardFile.merged([("f", shard)], threads: 1)
      }
    }
  }

  /// Cells of different settings have different keys, unless the setting does not touch them.
  @Test func keysFollowWhatDecidesACell() throws {
    let settings = SimulationSettings(methods: ["random", "head"], sizes: [5], trials: 3)
    func keys(_ change: (inout SimulationSettings) -> Void, version: String = "1") throws -> [String] {
      var changed = settings
      change(&changed)
      let simulation = try Simulation(matrix: ShardTests.matrix, settings: changed)
      return TrialCellKey.all(of: identity(simulation, version: version)).map(\.identifier)
    }
    let plain = try keys { _ in }
    #expect(plain.count == 2)
    #expect(Set(plain).count == 2)
    #expect(plain.allSatisfy { $0.count == 64 })
    #expect(try keys { $0.trials = 30 } == plain)
    #expect(try keys { $0.threshold = 0.9 } == plain)
    #expect(try keys { $0.methods = ["head"] } == [plain[1]])
    for change: (inout SimulationSettings) -> Void in [
      { $0.seed = 2 }, { $0.sizes = [6] }, { $0.split = .half }, { $0.targets = 4 }, { $0.bins = .floor },
      { $0.targetChoice = .frontier }, { $0.methodSettings.targetGap = 0.05 }, { $0.sources = 3 },
      { $0.resamplesModels = true },
    ] {
      #expect(Set(try keys(change)).isDisjoint(with: plain))
    }
    #expect(Set(try keys({ _ in }, version: "2")).isDisjoint(with: plain))
  }
}
