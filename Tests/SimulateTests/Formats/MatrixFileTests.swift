import Foundation
import Testing

@testable import Simulate

@Suite struct MatrixFileTests {
  func read(
    _ content: Data, name: String = "input", _ change: (inout MatrixReadingOptions) -> Void = { _ in }
  ) throws -> MatrixReading {
    var options = MatrixReadingOptions()
    change(&options)
    return try withFiles([name: content]) { try MatrixFile.read(path: "\($0)/\(name)", options: options) }
  }

  func read(
    _ text: String, name: String = "input", _ change: (inout MatrixReadingOptions) -> Void = { _ in }
  ) throws -> MatrixReading { try read(Data(text.utf8), name: name, change) }

  func fault(
    _ content: Data, name: String = "input", _ change: (inout MatrixReadingOptions) -> Void = { _ in }
  ) -> String {
    do {
      _ = try read(content, name: name, change)
      return ""
    } catch {
      return (error as? SimulateError)?.description ?? "another error: \(error)"
    }
  }

  static let wide = "item,subtask,a,b\nq1,x,1,0\nq2,y,0,1\nq3,y,1,1\n"
  static let expected: [[Double]] = [[1, 0, 1], [0, 1, 1]]

  /// The same matrix in every form that can hold it.
  @Test(arguments: [
    ("table.csv", Data(wide.utf8)), ("table.csv.gz", Fixture.gzip(wide)),
    ("table.tsv", Data(wide.split(separator: ",").joined(separator: "\t").utf8)),
    (
      "long.csv",
      Data("model,item,score,subtask\na,q1,1,x\na,q2,0,y\nb,q1,0,x\na,q3,1,y\nb,q2,true,y\nb,q3,1.0,y\n".utf8)
    ),
    (
      "long.jsonl",
      Data(
        """
        {"model": "a", "item": "q1", "score": 1, "subtask": "x"}
        {"model": "a", "item": "q2", "score": false, "subtask": "y"}

        {"model": "a", "item": "q3", "score": "1", "subtask": "y"}
        {"model": "b", "item": "q1", "score": 0}
        {"model": "b", "item": "q2", "score": 1}
        {"model": "b", "item": "q3", "score": 1.0}
        """.utf8)
    ),
    (
      "wide.jsonl",
      Data(
        [
          "{\"item\":\"q1\",\"subtask\":\"x\",\"a\":1,\"b\":0}",
          "{\"item\":\"q2\",\"subtask\":\"y\",\"a\":0,\"b\":1}",
          "{\"item\":\"q3\",\"subtask\":\"y\",\"a\":1,\"b\":1}",
        ].joined(separator: "\r\n").utf8)
    ),
    (
      "models.jsonl.gz",
      Fixture.gzip("{\"model\":\"a\",\"q1\":1,\"q2\":0,\"q3\":1}\n{\"model\":\"b\",\"q1\":0,\"q2\":1,\"q3\":1}\n")
    ),
    ("array.npy", Fixture.npy("|b1", shape: "(2, 3)", [1, 0, 1, 0, 1, 1])),
    ("fortran.npy", Fixture.npy("|u1", shape: "(2, 3)", fortran: true, [1, 0, 0, 1, 1, 1])),
    ("big.npy", Fixture.npy(">i2", shape: "(2, 3)", [0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1])),
    (
      "array.npz",
      Fixture.zip(
        [
          ("scores.npy", Fixture.npy("|b1", shape: "(2, 3)", [1, 0, 1, 0, 1, 1])),
          ("models.npy", Fixture.npy("|S1", shape: "(2,)", [97, 98])),
        ],
        deflated: true)
    ),
  ])
  func everyFormReadsTheSame(name: String, content: Data) throws {
    let matrix = try read(content, name: name).matrix
    #expect(rows(matrix) == MatrixFileTests.expected, "\(name)")
    #expect(matrix.isBinary, "\(name)")
    if !name.contains(".npy") { #expect(matrix.models == ["a", "b"]) }
    if !name.contains(".np") { #expect(matrix.items == ["q1", "q2", "q3"]) }
    if name.hasPrefix("long") || name.hasPrefix("wide") { #expect(matrix.subtasks == ["x", "y"]) }
  }

  @Test func joinsKeepWhatAllHaveOrWhatAnyHas() throws {
    let text = "model,item,score\na,q1,1\na,q2,0\nb,q2,1\nb,q3,1\n"
    let inner = try read(text) { $0.join = .inner }
    #expect(inner.matrix.items == ["q2"])
    #expect(inner.collection?.droppedItems == ["q1", "q3"])
    #expect(inner.missingCount == 2)
    #expect(fault(Data(text.utf8)).contains("has no score on item \"q3\" (2 missing scores in all)"))
    let outer = try read(text) { $0.missing = .wrong }
    #expect(rows(outer.matrix) == [[1, 0, 0], [0, 1, 1]])
    #expect(try read(text + "c,q1,1\nc,q2,1\nc,q3,0\n") { $0.missing = .dropModels }.matrix.models == ["c"])
    #expect(
      fault(Data("model,item,score\na,q1,1\nb,q2,1\n".utf8)) { $0.join = .inner }.contains("no item is in every model"))
  }

  @Test(arguments: [(DuplicatePolicy.mean, 0.5), (.last, 0)])
  func duplicatesAreResolvedAsAsked(policy: DuplicatePolicy, score: Double) throws {
    let text = "model,item,score\na,q,1\na,q,0\n"
    let reading = try read(text) { $0.duplicates = policy }
    #expect(rows(reading.matrix) == [[score]])
    #expect(reading.collection?.duplicates == 1)
    #expect(fault(Data(text.utf8)).contains(":3: model \"a\" has a second score on item \"q\""))
  }

  @Test func runsOfOneModelAreCalledByTheirFoldersIfThatIsAsked() throws {
    let log = "samples_arith_2024-01-01T00-00-00.000000.jsonl"
    let files: [String: Data] = [
      "first/a/\(log)": Data(Fixture.sample(0, "0.0").utf8), "second/a/\(log)": Data(Fixture.sample(0, "1.0").utf8),
    ]
    try withFiles(files) { folder in
      #expect(try MatrixFile.read(path: folder).matrix.models == ["a"])
      var options = MatrixReadingOptions()
      options.modelsFromPath = true
      let reading = try MatrixFile.read(path: folder, options: options)
      #expect(reading.matrix.models == ["first/a", "second/a"])
      #expect(rows(reading.matrix) == [[0], [1]])
      #expect(reading.notes.isEmpty)
      let one = try MatrixFile.read(path: "\(folder)/first/a", options: options)
      #expect(one.matrix.models == ["samples_arith_2024-01-01T00-00-00.000000"])
    }
  }

  @Test func harnessTreesReadTheNewestRunOfEachModel() throws {
    let files: [String: Data] = [
      "a/samples_arith_2024-01-01T00-00-00.000000.jsonl": Data(Fixture.sample(0, "0.0").utf8),
      "a/samples_arith_2024-02-01T00-00-00.000000.jsonl": Data(
        (Fixture.sample(0, "1.0", hash: "h0") + Fixture.sample(1, "0.0", hash: "h1")
          + Fixture.sample(2, "1.0", hash: "h1")).utf8),
      "b/samples_arith_2024-01-05T00-00-00.000000.jsonl": Data(
        // The same documents in another order are recognised by their content.
        (Fixture.sample(0, "0.0", hash: "h1") + Fixture.sample(1, "1.0", hash: "h1")
          + Fixture.sample(2, "0.0", hash: "h0")).utf8),
    ]
    try withFiles(files) { folder in
      let reading = try MatrixFile.read(path: folder)
      #expect(reading.matrix.models == ["a", "b"])
      #expect(reading.matrix.items == ["arith/0", "arith/1", "arith/2"])
      #expect(rows(reading.matrix) == [[1, 0, 1], [0, 0, 1]])
      #expect(reading.matrix.subtasks == ["arith"])
      #expect(
        reading.notes.contains("ignored 1 older run: a/samples_arith_2024-01-01T00-00-00.000000.jsonl"))
      #expect(reading.collection?.files == 2)
      var options = MatrixReadingOptions()
      options.metric = "acc_norm"
      #expect(try rows(MatrixFile.read(path: folder, options: options).matrix) == [[0, 0, 0], [0, 0, 0]])
      options.metric = "bleu"
      let error = #expect(throws: SimulateError.self) { _ = try MatrixFile.read(path: folder, options: options) }
      #expect(error?.description.contains("there is no metric \"bleu\"; this document has acc, acc_norm") == true)
    }
  }

  @Test func harnessFiltersAndRepeats() throws {
    let text =
      Fixture.sample(0, "1.0", filter: "strict") + Fixture.sample(0, "0.0", filter: "flexible")
      + Fixture.sample(1, "1.0", filter: "strict") + Fixture.sample(1, "0.0", filter: "strict")
    let strict = try read(text, name: "samples_gsm_2024-01-01T00-00-00.jsonl")
    #expect(rows(strict.matrix) == [[1, 0.5]])
    #expect(strict.collection?.repeatedCells == 1)
    // One right and one wrong of two samples: variance ½.
    #expect(strict.collection?.resamplingVariance == 0.5)
    #expect(strict.notes.contains { $0.contains("read filter strict and ignored flexible") })
    let flexible = try read(text, name: "samples_gsm_2024-01-01T00-00-00.jsonl") { $0.filter = "flexible" }
    #expect(rows(flexible.matrix) == [[0]])
  }

  @Test(arguments: [true, false])
  func inspectArchivesAverageEpochs(summaries: Bool) throws {
    let files: [String: Data] = [
      "1.eval": Fixture.inspectArchive("m/a", ["\"C\"", "\"I\"", "\"P\"", "\"N\""], summaries: summaries),
      "2.json": Data(Fixture.inspectJSON("m/b", ["true", "1", "0.25", "\"0.75\""]).utf8),
    ]
    try withFiles(files) { folder in
      let reading = try MatrixFile.read(path: folder)
      #expect(reading.matrix.models == ["m/a", "m/b"])
      #expect(reading.matrix.items == ["q0", "q1"])
      #expect(rows(reading.matrix) == [[0.5, 0.25], [1, 0.5]])
      var options = MatrixReadingOptions()
      options.metric = "other/part"
      #expect(try rows(MatrixFile.read(path: folder + "/1.eval", options: options).matrix) == [[1, 1]])
      options.metric = "none"
      let error = #expect(throws: SimulateError.self) { _ = try MatrixFile.read(path: folder, options: options) }
      #expect(error?.description.contains("has no scorer \"none\"; it has match, other") == true)
    }
  }

  @Test func helmRunsAreNamedByTheirFolders() throws {
    let files: [String: Data] = [
      "mmlu:subject=law,model=org_a/per_instance_stats.json": Data(
        Fixture.helm([("id1", "1.0"), ("id2", "0.0")]).utf8),
      "mmlu:subject=law,model=org_b/per_instance_stats.json": Data(
        Fixture.helm([("id2", "1.0"), ("id1", "1.0")]).utf8),
    ]
    try withFiles(files) { folder in
      let matrix = try MatrixFile.read(path: folder).matrix
      #expect(matrix.models == ["org_a", "org_b"])
      #expect(matrix.items == ["id1", "id2"])
      #expect(matrix.subtasks == ["mmlu:subject=law"])
      #expect(rows(matrix) == [[1, 0], [1, 1]])
    }
    #expect(HELMStatistics.parts(of: "gsm:model=x_y,stop=none") == ("x_y", "gsm:stop=none"))
  }

  @Test func alpacaPreferencesAreChancesToWin() throws {
    let text = Fixture.alpaca([
      ("Say \\\"hi\\\"", "a", "2"), ("Sum", "a", "1.25"), ("Sum", "b", "1"), ("Say \\\"hi\\\"", "b", "1.5"),
    ])
    let matrix = try read(text, name: "annotations.json").matrix
    #expect(matrix.models == ["a", "b"])
    #expect(matrix.items == ["0", "1"])
    #expect(rows(matrix) == [[1, 0.25], [0.5, 0]])
    #expect(fault(Data(Fixture.alpaca([("x", "a", "3")]).utf8)).contains("is not from 1 to 2"))
  }

  @Test func gzipFilesOfSeveralMembersAreOne() throws {
    let matrix = try read(Fixture.gzip("item,a\nq1,1\n") + Fixture.gzip("q2,0\n"), name: "x.csv.gz").matrix
    #expect(rows(matrix) == [[1, 0]])
  }

  /// Each hostile input ends in one line that says what is wrong.
  @Test(arguments: [
    ("x.csv.gz", Fixture.gzip(wide).dropLast(12), "cut short"),
    ("x.csv.gz", Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, 255]), "damaged"),
    ("x.npy", Fixture.npy("|b1", shape: "(2, 3)", [1, 0]), "claims an array of shape (2, 3), and only 2 "),
    ("x.npy.gz", Fixture.gzip(Fixture.npy("|b1", shape: "(2, 3)", [1, 0])), "the data end after 2 of 6"),
    ("x.npy", Fixture.npy("|b1", shape: "(1099511627776, 1099511627776)", [1]), "only 1 elements follow"),
    ("x.npy", Fixture.npy("|O", shape: "(2, 3)", [1]), "unsupported element type \"|O\""),
    ("x.npy", Fixture.npy("|b1", shape: "(6,)", [1, 0, 1, 0, 1, 1]), "an array of shape (6)"),
    ("x.npy", Fixture.npy("|u1", shape: "(1, 2)", [1, 7]), "row 1, column 2: 7 is not a score"),
    ("x.npy", Data([0x93] + Array("NUMPY".utf8) + [2, 0, 255, 255, 255, 255]), "the header is too long"),
    ("x.npz", Fixture.zip([("scores.npy", Data("none".utf8))]), "not a NumPy array"),
    ("x.npz", Fixture.zip([("scores.npy", Data(count: 100_000))], deflated: true, said: 10), "cannot be decompressed"),
    (
      "x.npz", Fixture.zip([("scores.npy", Data(count: 10))], deflated: true, said: 1 << 31), "no log has such a file"
    ),
    ("x.npz", Fixture.zip([("scores.npy", Data(count: 10))]).dropLast(30), "the zip file is damaged"),
    ("x.eval", Fixture.zip([("other.json", Data("{}".utf8))]), "there is no header.json"),
    ("x.json", Data(String(repeating: "[", count: 100_000).utf8), "no known format begins like this"),
    ("x.jsonl", Data(("{\"item\": " + String(repeating: "[", count: 100_000)).utf8), "nested more than 512 deep"),
    ("x.json", Data("{\"version\": 2, \"eval\": {\"model\": \"m\"}, \"samples\": [{\"id\": 1, ".utf8), "is missing"),
    (
      "x.jsonl", Data("{\"model\": \"a\", \"item\": \"q\", \"score\": 2}\n".utf8),
      ":1: \"score\" is 2, which is not a score"
    ),
    ("x.jsonl", Data("{\"text\": 1}\n".utf8), "none of the keys item, model and doc_id"),
    ("x.jsonl", Data("{\"model\": \"a\", \"item\": \"q\", \"score\": 1}\n{\"model\": ".utf8), ":2: byte"),
    ("long.csv", Data("model,item,score\na,q,x\n".utf8), ":2: \"x\" is not a score"),
    ("long.csv", Data("model,item,score\n,q,1\n".utf8), "has no name"),
    ("long.csv", Data("model,item,score\n".utf8), "there is no score in it"),
  ])
  func hostileInputEndsInOneLine(name: String, content: Data, words: String) {
    let message = fault(content, name: name)
    #expect(message.contains(words), "\(message)")
    #expect(!message.contains("\n"), "\(message)")
  }

  @Test func foldersWithoutLogsSayWhatIsLookedFor() throws {
    try withFiles(["readme.txt": Data()]) { folder in
      let error = #expect(throws: SimulateError.self) { _ = try MatrixFile.read(path: folder) }
      #expect(error?.description.contains("no log in this folder; there should be samples_*.jsonl") == true)
    }
  }
}

@Suite struct JSONScannerTests {
  /// Returns what a scanner reads, as Foundation's objects.
  static func value(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> Any {
    switch scanner.peek() {
    case UInt8(ascii: "{"):
      var object: [String: Any] = [:]
      try scanner.object { (scanner, key) throws(JSONScanner.Fault) in object[key] = try value(&scanner) }
      return object
    case UInt8(ascii: "["):
      var array: [Any] = []
      try scanner.array { (scanner) throws(JSONScanner.Fault) in array.append(try value(&scanner)) }
      return array
    default:
      switch try scanner.scalar() {
      case .null: return NSNull()
      case .bool(let value): return value
      case .number(let value): return value
      case .string(let value): return value
      case .compound: return "compound"
      }
    }
  }

  static let texts = [
    #"{"a": [1, -2.5e3, true, null, "x\"y\\", {"b": []}], "é\u00e9": "\ud83d\ude00", "c": {}}"#, "[]", "{}",
    " [ { } , [ ] ] ",
    #"["\\", "\\\"", "a\nb", ""]"#, "[[[[[[1]]]]]]", "[0.1, 1e-7, 123456789012]",
  ]

  @Test(arguments: texts)
  func readsWhatFoundationReads(text: String) throws {
    let expected = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      let value = try JSONScannerTests.value(&scanner) as? NSObject
      let isAtEnd = scanner.isAtEnd()
      #expect(value == expected)
      #expect(isAtEnd)
      var skipping = JSONScanner(bytes)
      try skipping.skip()
      let isSkipped = skipping.isAtEnd()
      #expect(isSkipped)
    }
  }

  @Test(arguments: texts)
  func everyPrefixIsAFault(text: String) {
    let trimmed = Array(text.trimmingCharacters(in: .whitespaces).utf8)
    for length in 1..<max(2, trimmed.count) where length < trimmed.count {
      let prefix = Array(trimmed[..<length])
      func isFault(_ body: (inout JSONScanner) throws(JSONScanner.Fault) -> Void) -> Bool {
        prefix.withUnsafeBufferPointer { bytes in
          var scanner = JSONScanner(bytes)
          do throws(JSONScanner.Fault) {
            try body(&scanner)
            return false
          } catch {
            return true
          }
        }
      }
      #expect(isFault { (scanner) throws(JSONScanner.Fault) in _ = try JSONScannerTests.value(&scanner) })
      #expect(isFault { (scanner) throws(JSONScanner.Fault) in try scanner.skip() })
    }
  }
}

/// Gives each reader inputs with random damage: it reads them or says in one line what is wrong, and never crashes.
@Suite struct DamagedInputTests {
  static let inputs: [(String, Data)] = [
    ("table.csv", Data(MatrixFileTests.wide.utf8)), ("table.csv.gz", Fixture.gzip(MatrixFileTests.wide)),
    ("long.csv", Data("model,item,score,subtask\na,q1,1,x\na,\"q,2\",0,y\nb,q1,0,x\nb,\"q,2\",1,y\n".utf8)),
    (
      "long.jsonl",
      Data(
        "{\"model\": \"a\", \"item\": \"q1\", \"score\": 1}\n{\"model\": \"a\", \"item\": \"q2\", \"score\": 0.5}\n"
          .utf8)
    ),
    ("samples_x_2024.jsonl", Data((Fixture.sample(0, "1.0", hash: "h") + Fixture.sample(1, "0.0", hash: "i")).utf8)),
    ("array.npy", Fixture.npy("<f8", shape: "(2, 2)", [UInt8](repeating: 0, count: 32))),
    ("array.npz", Fixture.zip([("scores.npy", Fixture.npy("|b1", shape: "(2, 2)", [1, 0, 1, 0]))], deflated: true)),
    ("log.eval", Fixture.inspectArchive("m", ["\"C\"", "\"I\"", "1", "0"], summaries: true)),
    ("log.json", Data(Fixture.inspectJSON("m", ["\"C\"", "\"I\""]).utf8)),
    ("returns.csv", Data("item,\"a\",b\rq1,1,0\rq2,\"0\",1\r".utf8)),
    ("models.csv", Data("model,family,date,q1,q2\na,f,2024-01,1,0.5\na,g,2024,0,1\n".utf8)),
    ("array.npy.gz", Fixture.gzip(Fixture.npy("|u1", shape: "(2, 3)", fortran: true, [1, 0, 0, 1, 1, 1]))),
    (
      "names.npz",
      Fixture.zip([
        ("scores.npy", Fixture.npy("|b1", shape: "(2, 2)", [1, 0, 1, 0])),
        ("models.npy", Fixture.npy("<U1", shape: "(2,)", [97, 0, 0, 0, 98, 0, 0, 0])),
        ("items.npy", Fixture.npy("|S2", shape: "(2,)", Array("q1q2".utf8))),
      ])
    ),
    (
      "long64.eval",
      Fixture.zip(
        [
          ("header.json", Data("{\"status\": \"success\", \"eval\": {\"model\": \"m\"}}".utf8)),
          ("samples/1.json", Data("{\"id\": 1, \"scores\": {\"s\": {\"value\": \"C\"}}}".utf8)),
        ], deflated: true, comment: "made", is64Bit: true)
    ),
    ("per_instance_stats.json", Data(Fixture.helm([("id1", "1.0"), ("id2", "0.0")]).utf8)),
    ("annotations.json", Data(Fixture.alpaca([("x", "a", "2"), ("y", "a", "1")]).utf8)),
  ]

  /// Damages data: changes, drops or repeats bytes, or cuts off the end.
  static func damaged(_ data: Data, _ generator: inout Philox) -> Data {
    var bytes = [UInt8](data)
    for _ in 0...generator.uniform(below: 4) where !bytes.isEmpty {
      let place = generator.uniform(below: bytes.count)
      switch generator.uniform(below: 6) {
      case 0: bytes[place] = UInt8(generator.uniform(below: 256))
      case 1: bytes[place] ^= 1 << UInt8(generator.uniform(below: 8))
      case 2: bytes.remove(at: place)
      case 3:
        bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + generator.uniform(below: 20))], at: place)
      case 4: bytes.removeSubrange(place...)
      default: bytes[place] = [0, 255, 0x22, 0x7B, 0x5B, 0x2C, 0x0A, 0x30][generator.uniform(below: 8)]
      }
    }
    return Data(bytes)
  }

  @Test(arguments: inputs)
  func readOrRefused(name: String, content: Data) throws {
    // Tries as many inputs as fit in MDAD_FUZZ_SECONDS, and never fewer than a quick run does.
    let seconds = ProcessInfo.processInfo.environment["MDAD_FUZZ_SECONDS"].flatMap { Int($0) } ?? 0
    let end = ContinuousClock.now + .seconds(seconds)
    var outcomes = (read: 0, refused: 0)
    var count = 0
    try withFiles([name: content]) { folder in
      let path = "\(folder)/\(name)"
      var options = MatrixReadingOptions()
      options.missing = .wrong
      _ = try MatrixFile.read(path: path, options: options)
      while count < 250 || ContinuousClock.now < end {
        var generator = Philox(seed: 11, trial: count, purpose: .selection, method: name)
        count += 1
        try DamagedInputTests.damaged(content, &generator).write(to: URL(fileURLWithPath: path))
        do {
          _ = try MatrixFile.read(path: path, options: options)
          outcomes.read += 1
        } catch let error as SimulateError {
          #expect(!error.description.isEmpty)
          outcomes.refused += 1
        }
      }
    }
    #expect(outcomes.refused > 0)
    #expect(outcomes.read + outcomes.refused == count)
    if seconds > 0 { print("\(name): \(count) damaged inputs, \(outcomes.refused) refused") }
  }
}
