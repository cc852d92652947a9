import Foundation
import Testing

@testable import Simulate

/// Input that claims more than it holds, holds more than it should, or changes while it is read.
@Suite struct HostileInputTests {
  func read(_ content: Data, name: String, missing: MissingPolicy = .error) throws -> MatrixReading {
    try withFiles([name: content]) { folder in
      try MatrixFile.read(path: "\(folder)/\(name)", options: .init(missing: missing))
    }
  }

  func fault(_ content: Data, name: String) -> String {
    do {
      _ = try read(content, name: name)
      return ""
    } catch {
      return (error as? SimulateError)?.description ?? "another error: \(error)"
    }
  }

  static let entry = (name: "scores.npy", content: Fixture.npy("|b1", shape: "(2, 2)", [1, 0, 1, 0]))
  static let log = Fixture.inspectJSON("m", ["\"C\"", "\"I\""])

  /// A claimed size is compared with the bytes present before memory is allocated for it.
  @Test(arguments: [
    ("x.npy", Fixture.npy("<f8", shape: "(1, 8589934592)", [UInt8](repeating: 0, count: 64)), "only 8 elements follow"),
    ("x.npy", Fixture.npy("<f8", shape: "(2, 500000000)", [UInt8](repeating: 0, count: 64)), "only 8 elements follow"),
    ("x.npy", Fixture.npy("<f8", shape: "(1099511627776, 1099511627776)", [0]), "only 0 elements follow"),
    (
      "x.npy.gz", Fixture.gzip(Fixture.npy("|b1", shape: "(1, 8589934592)", [1])),
      "8589934592 items are more than the 16777215 that are read"
    ),
    ("x.npy.gz", Fixture.gzip(Fixture.npy("<f8", shape: "(500, 16000000)", [0])), "the data end after 0 of"),
    ("x.npy", Fixture.npy("|b1", shape: "(1, 2)", [1, 0, 1]), "1 more bytes follow the array"),
    ("x.npy.gz", Fixture.gzip(Fixture.npy("|b1", shape: "(1, 2)", [1, 0, 1])), "more bytes follow the array"),
    (
      "x.npz",
      Fixture.zip([entry, ("models.npy", Fixture.npy("|S1", shape: "(2,)", [97, 97]))]), "duplicate model \"a\""
    ),
    (
      "x.npz",
      Fixture.zip([entry, ("models.npy", Fixture.npy("<U262144", shape: "(1099511627776,)", [97]))]), "claims an array"
    ),
    ("x.npz", Fixture.zip([entry], deflated: true, said: 1 << 29), "claims 536870912 bytes"),
  ])
  func claimsBeyondTheBytesAreRefused(name: String, content: Data, words: String) {
    let message = fault(content, name: name)
    #expect(message.contains(words), "\(message)")
    #expect(!message.contains("\n"), "\(message)")
  }

  @Test(arguments: [
    ("a second document", log + "{\"and\": \"another\"}", "text follows the document"),
    (
      "a repeated key", log.replacingOccurrences(of: "\"version\"", with: "\"status\""),
      "the key \"status\" is repeated"
    ),
    ("a list", Fixture.helm([("id1", "1.0")]) + "]", "text follows the document"),
    ("a zero before a number", Fixture.helm([("id1", "01")]), "\"01\" is not a value"),
    ("a bare point", Fixture.helm([("id1", "1.")]), "\"1.\" is not a value"),
    ("a plus", Fixture.helm([("id1", "+1")]), "\"+1\" is not a value"),
    ("a NUL", Fixture.helm([("id1", "1\u{0}5")]), "is not a value"),
    ("a line", "{\"model\": \"a\", \"model\": \"b\", \"item\": 1, \"score\": 1}\n", "the key \"model\" is repeated"),
  ])
  func looseJSONIsRefused(what: String, text: String, words: String) {
    let message = fault(Data(text.utf8), name: "1.json")
    #expect(message.contains(words), "\(what): \(message)")
  }

  @Test func bytesAfterGzipDataAreRefusedAndPaddingIsNot() throws {
    let table = Fixture.gzip("item,a\nx,1\n")
    #expect(try read(table + Data(count: 100_000), name: "x.csv.gz").matrix.itemCount == 1)
    for stray in [Data("y,0\n".utf8), Data(count: 1) + Data("y".utf8), Data(count: 9) + table] {
      #expect(fault(table + stray, name: "x.csv.gz").contains("other bytes follow the gzip data"))
    }
  }

  @Test(arguments: [
    ("fewer", Fixture.zip([entry], count: 0), "its directory has 1 file and its end record says 0"),
    ("more", Fixture.zip([entry], count: 2), "its end record says 2"),
    ("more, 64 bits", Fixture.zip([entry], count: 2, is64Bit: true), "its end record says 2"),
    ("overlap", Fixture.zip([entry, ("b", entry.content)], overlapping: true), "overlaps what follows it"),
    ("names", Fixture.zip([entry, entry]), "two files in it are named \"scores.npy\""),
    ("bytes before", Data("PK\u{3}\u{4}".utf8) + Fixture.zip([entry]), "not where its end record says"),
    ("bytes after", Fixture.zip([entry]) + Data("more".utf8), "it has no directory"),
    ("gzip", Fixture.gzip(Fixture.zip([entry])), "neither a pipe nor compressed"),
  ])
  func archivesThatContradictThemselvesAreRefused(what: String, content: Data, words: String) {
    let message = fault(content, name: what == "gzip" ? "x.npz.gz" : "x.npz")
    #expect(message.contains(words), "\(what): \(message)")
  }

  @Test func archivesWithACommentOrIn64BitsAreRead() throws {
    for (comment, is64Bit) in [("made by hand, PK\u{5}\u{6}", false), ("", true), ("both", true)] {
      let archive = Fixture.zip([HostileInputTests.entry], deflated: true, comment: comment, is64Bit: is64Bit)
      #expect(rows(try read(archive, name: "x.npz").matrix) == [[1, 0], [1, 0]])
    }
  }

  /// A file that becomes shorter while it is read ends in an error; a mapped one would end the process.
  @Test func archivesCutWhileTheyAreReadEndInAnError() throws {
    try withFiles(["x.npz": Fixture.zip([HostileInputTests.entry])]) { folder in
      let path = folder + "/x.npz"
      let source = try ByteSource(path: path)
      defer { source.finish() }
      let archive = try ZipArchive(source)
      #expect(truncate(path, 20) == 0)
      let error = #expect(throws: SimulateError.self) { try archive.contents(of: archive.entries[0]) }
      #expect(error?.description.contains("became shorter while it was read") == true)
    }
  }

  @Test func logsThatDidNotFinishAreLeftOutAndCounted() throws {
    func log(_ model: String, _ status: String) -> Data {
      Data(Fixture.inspectJSON(model, ["\"C\"", "\"I\"", "\"C\"", "\"C\""], status: status).utf8)
    }
    let begun = Fixture.zip([("_journal/start.json", Data("{\"eval\": {\"model\": \"d\"}}".utf8))])
    let files = ["1.json": log("a", "success"), "2.json": log("b", "error"), "3.json": log("c", "cancelled")]
    try withFiles(files.merging(["4.eval": begun]) { first, _ in first }) { folder in
      let reading = try MatrixFile.read(path: folder)
      #expect(reading.matrix.models == ["a"])
      #expect(reading.collection?.files == 1)
      #expect(reading.notes.contains("left out 3 logs that did not finish (1 cancelled, 1 error, 1 started)"))
      let error = #expect(throws: SimulateError.self) { try MatrixFile.read(path: folder + "/2.json") }
      #expect(error?.description.contains("no log of Inspect that finished (1 error)") == true)
    }
  }

  /// Reading a pipe among the logs would wait until somebody writes to it.
  @Test(.timeLimit(.minutes(1))) func onlyRegularFilesOfAFolderAreRead() throws {
    let sample = Data(Fixture.sample(0, "1.0").utf8)
    try withFiles(["a/samples_x_2024.jsonl": sample, "t/m.csv": Data("item,a\nq,1\n".utf8)]) { folder in
      for name in ["/a/samples_y_2024.jsonl", "/a/1.eval", "/t/n.csv"] {
        let made = mkfifo(folder + name, 0o600)
        #expect(made == 0)
      }
      #expect(symlink("samples_x_2024.jsonl", folder + "/a/samples_z_2024.jsonl") == 0)
      let items = try MatrixFile.read(path: folder + "/a").matrix.items
      #expect(items == ["x/0", "z/0"])
      #expect(MatrixFile.tables(inFolder: folder + "/t") == [folder + "/t/m.csv"])
      #expect(MatrixFile.size(of: folder) > 0)
    }
    try withFiles(["readme": Data()]) { folder in
      #expect(mkfifo(folder + "/per_instance_stats.json", 0o600) == 0)
      let error = #expect(throws: SimulateError.self) { try MatrixFile.read(path: folder) }
      #expect(error?.description.contains("no log in this folder") == true)
    }
  }

  /// If each row has a new model and a new item, memory depends on the scores, not on the cells the matrix could hold.
  @Test func memoryGrowsWithScores() throws {
    let count = 30_000
    let text = Data(("model,item,score\n" + (0..<count).map { "m\($0),i\($0),1\n" }.joined()).utf8)
    #expect(fault(text, name: "x.csv").contains("has no score on item \"i1\" (899970000 missing scores in all)"))
    let small = Data(("model,item,score\n" + (0..<3000).map { "m\($0),i\($0),1\n" }.joined()).utf8)
    let matrix = try read(small, name: "x.csv", missing: .wrong).matrix
    #expect(matrix.isBinary)
    #expect(matrix.accuracies().allSatisfy { $0 == 1 / 3000 })
    #expect(matrix.score(model: 2999, item: 2999) == 1)
    #expect(matrix.score(model: 2999, item: 0) == 0)
  }

  @Test func sizesBeyondTheLimitsAreRefusedBeforeMemoryIsTaken() {
    let cases = [
      (1 << 17, 1 << 16, false, true), (1 << 17, (1 << 16) + 1, false, false), (1 << 14, 1 << 14, true, true),
      (1 << 14, (1 << 14) + 1, true, false), (1 << 24, 1, false, false), (1, 1 << 24, false, false),
      (Int.max, 2, false, false),
    ]
    for (models, items, graded, isRead) in cases {
      var message = ""
      do throws(SimulateError) {
        try ReadingLimits.check(models: models, items: items, graded: graded, file: "f")
      } catch {
        message = error.description
      }
      #expect(isRead ? message.isEmpty : message.contains("give fewer"), "\(models) × \(items)")
    }
  }

  /// The list and the dictionary together hold what one dictionary holds.
  @Test(arguments: [10, 1000, 100_000]) func sparseScoresHoldWhatADictionaryHolds(items: Int) {
    var generator = Philox(seed: 5, trial: items, purpose: .selection)
    var scores = SparseScores()
    var plain: [Int: Double] = [:]
    for step in 0..<2000 {
      let item = step % 3 == 0 ? min(items - 1, step) : generator.uniform(below: items)
      let score = Double(generator.uniform(below: 3)) / 2
      scores.set(score, at: item)
      plain[item] = score
    }
    #expect(Dictionary(uniqueKeysWithValues: scores.known.map { ($0.item, $0.score) }) == plain)
    #expect(scores.count == plain.count)
    #expect((0..<items).allSatisfy { scores[$0] == plain[$0] })
    #expect(scores.isBinary == plain.values.allSatisfy { $0 != 0.5 })
  }
}

@Suite struct MatrixFormatTests {
  /// Returns the type name of the format that the registry finds for a file.
  func format(of content: Data, name: String) throws -> String? {
    try withFiles([name: content]) { folder in
      let source = try ByteSource(path: "\(folder)/\(name)")
      defer { source.finish() }
      let start = FileStart(path: name, bytes: try source.peek(FileStart.size))
      return MatrixFormats.all.first { $0.recognises(start, options: .init()) }.map { "\($0)" }
    }
  }

  static let long = String(repeating: "x", count: 100_000)

  @Test(arguments: [
    ("x.csv", "item,a\nq,1\n", "WideTable"), ("x", "", "WideTable"),
    ("x", "\"model\",item,score\na,q,1\n", "LongTable"),
    ("x.json", Fixture.sample(0, "1"), "HarnessSamples"),
    ("samples_a_2024.jsonl", "{\"doc\": \"\(long)\", \"doc_id\": 1, \"acc\": 1}\n", "HarnessSamples"),
    ("x.jsonl", "{\"doc_id\": 1, \"doc\": \"\(long)\", \"acc\": 1}\n", "HarnessSamples"),
    ("x.jsonl", "{\"model\": \"a\", \"item\": 1, \"score\": 1}\n", "JSONLines"),
    ("x.json", "{\"model\": \"a\", \"doc_id\": 1}\n{\"model\": \"a\"}\n", "JSONLines"),
    ("x.json", Fixture.inspectJSON("m", ["\"C\""]), "InspectLog"),
    ("x.json", Fixture.inspectJSON("m", ["\"C\""]) + "\n", "InspectLog"),
    ("x.json", "{\n \"version\": 2\n}", "InspectLog"),
    ("x.json", Fixture.helm([("1", "1")]), "HELMStatistics"),
    ("x.json", "[{\"instruction\": \"\(long)", "AlpacaAnnotations"),
  ])
  func filesAreOfTheFirstFormatThatRecognisesThem(name: String, text: String, expected: String) throws {
    #expect(try format(of: Data(text.utf8), name: name) == expected)
    #expect(try format(of: Fixture.gzip(text), name: name + ".gz") == expected)
  }

  @Test func binaryFormatsAreKnownByTheirFirstBytes() throws {
    #expect(try format(of: Fixture.npy("|b1", shape: "(1, 1)", [1]), name: "x.csv") == "NumPyArray")
    let archive = Fixture.zip([HostileInputTests.entry])
    #expect(try format(of: archive, name: "x.npz") == "NumPyArchive")
    #expect(try format(of: archive, name: "x.zip") == "InspectLog")
    #expect(try format(of: Data("[1, 2]".utf8), name: "x.json") == nil)
  }

  /// Help, errors and folders list what the registry holds.
  @Test func everyListReadsTheRegistry() throws {
    let help = MatrixFile.formats
    #expect(Set(help).count == MatrixFormats.all.count)
    #expect(!help.contains(""))
    try withFiles(["x.json": Data("[1]".utf8), "logs/readme": Data()]) { folder in
      let unknown = #expect(throws: SimulateError.self) { try MatrixFile.read(path: folder + "/x.json") }
      for text in help { #expect(unknown?.description.contains(text) == true) }
      let empty = #expect(throws: SimulateError.self) { try MatrixFile.read(path: folder + "/logs") }
      for format in MatrixFormats.logs { #expect(empty?.description.contains(format.fileNames) == true) }
    }
    #expect(MatrixFormats.logs.count == 4)
  }
}
