import Foundation
import Testing

@testable import Simulate

@Suite(.timeLimit(.minutes(1))) struct TrialFolderTests {
  private static let matrix = ItemMatrixTests.bothForms(models: 24, items: 60, seed: 5).binary
  private let simulation: Simulation
  private let identity: SimulationIdentity
  private let path = FileManager.default.temporaryDirectory.path + "/mdad-trials-\(UUID().uuidString)"

  init() throws {
    simulation = try Simulation(
      matrix: TrialFolderTests.matrix,
      settings: SimulationSettings(methods: ["random", "aipw"], sizes: [5, 12], trials: 4))
    identity = SimulationIdentity(
      benchmark: "b", version: "1", matrix: TrialFolderTests.matrix, outline: simulation.outline)
  }

  private var firstFile: String { "\(path)/\(TrialCellKey.all(of: identity)[0].identifier).jsonl" }

  @Test func whatIsKeptReadsBackAsItWas() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let found = try simulation.findings(of: [0, 1, 2], threads: 1)
    let folder = try TrialFolder(path: path, identity: identity)
    #expect(try folder.findings(of: [0, 1, 2, 3]).isEmpty)
    for trial in found { try folder.add(trial) }
    #expect(folder.kept == 3)
    let again = try TrialFolder(path: path, identity: identity).findings(of: [0, 2, 3])
    #expect(Set(again.keys) == [0, 2])
    #expect(again.values.allSatisfy { $0.cells.count == 4 })
    // The findings of both lead to the same result, to the last bit.
    let known = try simulation.findings(of: [0, 1, 2], knowing: again, threads: 1)
    #expect("\(known)" == "\(found)")
  }

  @Test func otherSettingsFindNothingAndDisturbNothing() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try TrialFolder(path: path, identity: identity)
    for trial in try simulation.findings(of: [0], threads: 1) { try folder.add(trial) }
    var settings = simulation.settings
    settings.seed = 2
    let other = try Simulation(matrix: TrialFolderTests.matrix, settings: settings)
    let otherFolder = try TrialFolder(path: path, identity: identity.with(other.outline))
    #expect(try otherFolder.findings(of: [0]).isEmpty)
    for trial in try other.findings(of: [0], threads: 1) { try otherFolder.add(trial) }
    #expect(try folder.findings(of: [0])[0]?.cells.count == 4)
  }

  @Test func aLineThatAKilledProcessLeftHalfWrittenIsSkipped() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try TrialFolder(path: path, identity: identity)
    let found = try simulation.findings(of: [0, 1], threads: 1)
    try folder.add(found[0])
    let file = try #require(FileHandle(forWritingAtPath: firstFile))
    try file.truncate(atOffset: try file.seekToEnd() - 20)
    try file.close()
    #expect(try folder.findings(of: [0])[0]?.cells.count == 3)
    try folder.add(found[1])
    #expect(try folder.findings(of: [0, 1]).mapValues(\.cells.count) == [0: 3, 1: 4])
  }

  /// A pipe among the files is refused at once. Waiting for its other end would never end.
  @Test func aPipeAmongKeptTrialsIsRefused() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try TrialFolder(path: path, identity: identity)
    #expect(mkfifo(firstFile, 0o600) == 0)
    let refusal = "this is not a regular file; remove it, or keep trials in another folder"
    #expect(throws: SimulateError.readFailure(file: firstFile, message: refusal)) { try folder.findings(of: [0]) }
    let found = try simulation.findings(of: [0], threads: 1)
    #expect(throws: SimulateError.writeFailure(file: firstFile, message: refusal)) { try folder.add(found[0]) }
  }

  @Test func aFolderInAFilesPlaceIsRefused() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try TrialFolder(path: path, identity: identity)
    try FileManager.default.createDirectory(atPath: firstFile, withIntermediateDirectories: false)
    #expect(throws: SimulateError.self) { try folder.findings(of: [0]) }
    let found = try simulation.findings(of: [0], threads: 1)
    #expect(throws: SimulateError.self) { try folder.add(found[0]) }
  }

  @Test func aFolderThatCannotBeMadeIsRefused() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: SimulateError.cannotCreate(file: "\(path)/kept", message: "this folder cannot be made")) {
      try TrialFolder(path: "\(path)/kept", identity: identity)
    }
  }
}
