import Foundation
import Testing

@testable import Simulate

/// Writes a file, calls `body` with its path, and removes it.
func withFile<Value>(_ content: String, name: String = "matrix.csv", _ body: (String) throws -> Value) throws -> Value {
  try withFile(Data(content.utf8), name: name, body)
}

func withFile<Value>(_ content: Data, name: String = "matrix.csv", _ body: (String) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appendingPathComponent(name).path
  #expect(FileManager.default.createFile(atPath: path, contents: content))
  return try body(path)
}

private func read(
  _ text: String, _ options: MatrixReadingOptions = .init(), name: String = "matrix.csv", chunk: Int = 1 << 20
) throws -> ItemMatrix {
  try withFile(text, name: name) { try WideTable.read(path: $0, options: options, chunk: chunk).matrix }
}

private func scores(_ matrix: ItemMatrix) -> [[Double]] {
  (0..<matrix.modelCount).map { model in
    (0..<matrix.itemCount).map { matrix.score(model: model, item: $0) }
  }
}

@Suite struct WideTableTests {
  static let plain = "item,a,b,c\nx,1,0,1\ny,0,0,1\n"

  /// Every way to write the same matrix gives the same matrix.
  @Test(arguments: [
    plain,
    "item,a,b,c\r\nx,1,0,1\r\ny,0,0,1\r\n",
    "item,a,b,c\rx,1,0,1\ry,0,0,1\r",
    "item,a,b,c\rx,1,0,1\n\r\ny,0,0,1",
    "\"item\",a,b,\"c\"\r\"x\",1,0,\"1\"\ry,0,0,1",
    "\u{FEFF}item,a,b,c\nx,1,0,1\ny,0,0,1",
    "item,a,b,c\n\nx,1,0,1\n\ny,0,0,1\n\n",
    "item\ta\tb\tc\nx\t1\t0\t1\ny\t0\t0\t1\n",
    "item;a;b;c\nx;1;0;1\ny;0;0;1\n",
    "\"item\",\"a\",b,\"c\"\n\"x\",\"1\",0,1\ny,\"0\",0,\"1\"\n",
    "item, a ,b,c\nx, 1,0 ,1\ny,0.0,0,1.0\n",
    "a,item,b,c\n1,x,0,1\n0,y,0,1\n",
    ",a,b,c\nx,true,False,TRUE\ny,0,0,1\n",
    "Unnamed: 0,a,b,c\nx,1,0,1\ny,0,0,1e0\n",
    "model,x,y\na,1,0\nb,0,0\nc,1,1\n",
  ])
  func formsOfOneMatrixAreTheSameMatrix(text: String) throws {
    let matrix = try read(text)
    #expect(matrix == (try read(WideTableTests.plain)))
    #expect(matrix.contentHash() == (try read(WideTableTests.plain).contentHash()))
    #expect(scores(matrix) == [[1, 0], [0, 0], [1, 1]])
    #expect(matrix.models == ["a", "b", "c"])
    #expect(matrix.items == ["x", "y"])
  }

  /// A line end counts once wherever a chunk ends, even between its carriage return and its line feed.
  @Test(arguments: ["\n", "\r\n", "\r"], 16...34)
  func lineEndsAreReadInChunksOfAnySize(end: String, chunk: Int) throws {
    let lines = ["item,a,b", "x,1,0", "\"y\",0,1", "", "a longer name than a chunk,1,\"1\"", "z,0,0"]
    let expected = try read(lines.joined(separator: "\n") + "\n")
    #expect(try read(lines.joined(separator: end) + end, chunk: chunk) == expected)
    #expect(try read(lines.joined(separator: end), chunk: chunk) == expected)
  }

  @Test func faultsInFilesOfCarriageReturnsNameTheirLine() throws {
    let error = #expect(throws: SimulateError.self) { try read("item,a\rx,1\ry,2\r") }
    #expect(error?.description.contains(":3: column 2") == true)
  }

  /// Renaming thousands of models with one name takes time in proportion to their number.
  @Test(.timeLimit(.minutes(1))) func manyModelsOfOneNameAreRenamed() throws {
    let count = 20_000
    let header = "item," + [String](repeating: "a", count: count).joined(separator: ",")
    let models = try read(header + "\nx," + [String](repeating: "1", count: count).joined(separator: ",") + "\n").models
    #expect(models.count == count)
    #expect(Set(models).count == count)
    #expect(models.last == "a#\(count)")
    let byModel = "model,x\n" + [String](repeating: "a,1", count: count).joined(separator: "\n")
    #expect(try read(byModel).models == models)
  }

  /// A line that never ends is refused at the limit, before memory runs out.
  @Test func endlessLinesAreRefused() throws {
    let error = #expect(throws: SimulateError.self) { try WideTable.read(path: "/dev/zero") }
    #expect(error?.description == "/dev/zero:1: this record is longer than 256 MB; end each row's line")
  }

  @Test(arguments: [16, 17, 23, 64]) func chunksOfAnySizeGiveTheSameMatrix(chunk: Int) throws {
    let text = "item,subtask,\"a,1\",b\n\"x\"\"y\",\"s\n1\",1,0\r\nlonger item name than any chunk,s2,0,0.25\n"
    let whole = try read(text)
    #expect(try read(text, chunk: chunk) == whole)
    #expect(whole.items == ["x\"y", "longer item name than any chunk"])
    #expect(whole.subtasks == ["s\n1", "s2"])
    #expect(whole.models == ["a,1", "b"])
    #expect(scores(whole) == [[1, 0], [0, 0.25]])
  }

  @Test func gradedScoresKeepTheirValuesAndTheBitsBeforeThem() throws {
    let matrix = try read("item,a,b\nx,1,0\ny,0.125,0.1\nz,1,1e-3\n")
    #expect(!matrix.isBinary)
    #expect(scores(matrix) == [[1, 0.125, 1], [0, 0.1, 0.001]])
  }

  @Test func percentagesBecomeFractions() throws {
    let matrix = try read("item,a\nx,1\ny,62.5\nz,100\n", .init(percent: true))
    #expect(scores(matrix) == [[0.01, 0.625, 1]])
  }

  @Test func labelColumnsAreRecognisedByName() throws {
    let text = "item,subset,subtask_range,cluster,full_score,a\nx,s,\"(0, 2)\",c1,55.5,1\ny,t,\"(0, 2)\",c2,44.4,0\n"
    let matrix = try read(text)
    #expect(matrix.subtasks == ["s", "t"])
    #expect(matrix.subtaskOfItem == [0, 1])
    #expect(matrix.clusterOfItem == ["c1", "c2"])
    #expect(matrix.models == ["a"])
  }

  @Test func labelColumnsCanBeGiven() throws {
    let matrix = try read(
      "item,topic,note,a\nx,s,hello,1\ny,t,bye,0\n", .init(subtaskColumn: "topic", ignoredColumns: ["note"]))
    #expect(matrix.subtasks == ["s", "t"])
    #expect(matrix.models == ["a"])
  }

  @Test func rowsWithoutANameAreCalledByPosition() throws {
    #expect(try read("a,b\n1,0\n0,1\n").items == ["0", "1"])
  }

  @Test func modelsOfTheSameNameAreRenamed() throws {
    #expect(try read("item,a,a,a#2,a\nx,1,0,1,1\n").models == ["a", "a#3", "a#2", "a#4"])
    #expect(try read("model,x\na,1\na,0\n").models == ["a", "a#2"])
    let notes = try withFile("item,a,a\nx,1,0\n") { try WideTable.read(path: $0).notes }
    #expect(notes == ["columns 2 and 3 share a model's name; the latter is read as \"a#2\""])
  }

  static let withMissing = "item,a,b,c\nx,1,,1\ny,0,1,1\nz,NA,nan,0\n"

  @Test func missingScoresAreDroppedOrWrongAsAsked() throws {
    let noItems = try read(WideTableTests.withMissing, .init(missing: .dropItems))
    #expect(noItems.items == ["y"])
    #expect(scores(noItems) == [[0], [1], [1]])
    let noModels = try read(WideTableTests.withMissing, .init(missing: .dropModels))
    #expect(noModels.models == ["c"])
    #expect(scores(noModels) == [[1, 1, 0]])
    let wrong = try read(WideTableTests.withMissing, .init(missing: .wrong))
    #expect(scores(wrong) == [[1, 0, 0], [0, 1, 0], [1, 1, 0]])
    let byModel = try read("model,x,y\na,1,\nb,0,1\n", .init(missing: .dropModels))
    #expect(byModel.models == ["b"])
    #expect(byModel.items == ["x", "y"])
    let reading = try withFile(WideTableTests.withMissing) {
      try WideTable.read(path: $0, options: .init(missing: .dropItems))
    }
    #expect(reading.missingCount == 3)
    #expect(reading.notes == ["3 missing scores: left out 2 items"])
  }

  /// Mistakes are reported with file, line, what was found and what would be right.
  @Test(arguments: [
    ("", "FILE: the file is empty; the first line names the columns"),
    ("\n\n", "FILE: the file is empty; the first line names the columns"),
    ("item,a\n", "FILE: the file has a header and no rows; a row per item should follow it"),
    ("item\nx\n", "FILE:1: no column holds scores; a row per item needs a column per model"),
    (
      "item,a,b\nx,1\n",
      "FILE:2: this row has 2 fields and the header 3; give every row as many fields as the header"
    ),
    (
      "item,a,b\nx,1,0\ny,1,0,1\n",
      "FILE:3: this row has 4 fields and the header 3; give every row as many fields as the header"
    ),
    (
      "item,a,topic\nx,1,law\n",
      "FILE:2: column 3 \"topic\": \"law\" is not a score (0 or 1, true or false, a number from 0 to 1, "
        + "or counts such as 7/12); ignore the column \"topic\", or read the column \"topic\" as subtasks"
    ),
    (
      "item,a\nx,1\ny,62\n",
      "FILE:3: column 2 \"a\": 62 is not a score from 0 to 1; read the scores as percentages if they are, or "
        + "ignore the column"
    ),
    (
      "item,a\nx,-0.5\n",
      "FILE:2: column 2 \"a\": -0.5 is not a score from 0 to 1; read the scores as percentages if they are, "
        + "or ignore the column"
    ),
    (
      "item,a\nx,inf\n",
      "FILE:2: column 2 \"a\": \"inf\" is not a score (0 or 1, true or false, a number from 0 to 1, "
        + "or counts such as 7/12); ignore the column \"a\", or read the column \"a\" as subtasks"
    ),
    (
      "item,a\nx,0x1\n",
      "FILE:2: column 2 \"a\": \"0x1\" is not a score (0 or 1, true or false, a number from 0 to 1, "
        + "or counts such as 7/12); ignore the column \"a\", or read the column \"a\" as subtasks"
    ),
    ("item,a\nx,1\nx,0\n", "FILE:3: duplicate item \"x\" (first on line 2); items' names must differ"),
    ("model,x,x\na,1,0\n", "FILE:1: columns 2 and 3 are both named \"x\"; items' names must differ"),
    ("item,a\n,1\n", "FILE:2: this row's name is empty; every row needs its own"),
    ("item,a,\nx,1,0\n", "FILE:1: column 3 has no name; every column of scores needs one"),
    (
      "item,subset,category,a\nx,1,1,1\n",
      "FILE:1: columns \"subset\" and \"category\" both look like the subtask of a row; ignore the "
        + "column"
    ),
    ("item,a\n\"x,1\n", "FILE:2: a quoted field begins here and never ends; close it with \""),
    ("item,a\n\"x\"y,1\n", "FILE:2: column 1: text follows a closing quote; double a quote that is part of the field"),
    (
      "m1,m2,item\n1,0,x\n0,1,\"q\"z\n",
      "FILE:3: column 3: text follows a closing quote; double a quote that is part of the field"
    ),
    (
      "item,a,b\nx,1,0\ny,,\n",
      "FILE:3: column \"a\": the score is missing (2 missing scores in all); leave out items with "
        + "missing scores, or leave out models with missing scores, or count missing scores as wrong"
    ),
  ])
  func faultsAreNamedWithTheirPlace(text: String, message: String) throws {
    try withFile(text) { path in
      let error = #expect(throws: SimulateError.self) { try WideTable.read(path: path) }
      #expect(error?.description == message.replacingOccurrences(of: "FILE", with: path))
    }
  }

  @Test func optionsThatNameNoColumnAreRefused() throws {
    try withFile(WideTableTests.plain) { path in
      let first = #expect(throws: SimulateError.self) {
        try WideTable.read(path: path, options: .init(subtaskColumn: "topic"))
      }
      #expect(first?.description.contains("no column is named \"topic\"") ?? false)
      let second = #expect(throws: SimulateError.self) {
        try WideTable.read(path: path, options: .init(ignoredColumns: ["zzz"]))
      }
      #expect(second?.description.contains("no column is named \"zzz\"") ?? false)
    }
  }

  @Test func droppingEverythingIsAnError() throws {
    try withFile("item,a\nx,\n") { path in
      for policy in [MissingPolicy.dropItems, .dropModels] {
        #expect(throws: SimulateError.self) { try WideTable.read(path: path, options: .init(missing: policy)) }
      }
    }
  }

  @Test func aFolderOrNothingIsNoInput() throws {
    let folder = FileManager.default.temporaryDirectory.path
    for (path, words) in [(folder, "directory"), (folder + "/no-such-file.csv", "no such file")] {
      let error = #expect(throws: SimulateError.self) { try WideTable.read(path: path) }
      guard case .noInput(_, let message) = error else {
        Issue.record("not noInput: \(String(describing: error))")
        continue
      }
      #expect(message.contains(words))
    }
  }

  @Test func bytesThatAreNotUTF8AreNoCrash() throws {
    let bytes =
      Data("item,a".utf8) + Data([0xFF, 0xFE]) + Data("\nx,1\n".utf8) + Data([0xC3, 0x28]) + Data(",0\n".utf8)
    let matrix = try withFile(bytes) { try WideTable.read(path: $0).matrix }
    #expect(matrix.itemCount == 2)
    #expect(matrix.modelCount == 1)
  }

  /// Every prefix and many damaged copies of a file either give a matrix or an error, never a crash.
  @Test func damagedFilesNeverCrash() throws {
    let original = Array("item,subtask,a,\"b\"\"\"\r\nx,\"s,1\",1,0.5\n\"y\nz\",t,NA,0\n".utf8)
    var generator = Philox(seed: 1, trial: 0, purpose: .selection)
    for round in 0..<400 {
      var bytes = round < original.count ? Array(original[..<round]) : original
      if round >= original.count {
        for _ in 0...generator.uniform(below: 4) {
          bytes[generator.uniform(below: bytes.count)] = UInt8(generator.uniform(below: 256))
        }
      }
      _ = try withFile(Data(bytes)) { path in
        Result { try WideTable.read(path: path, options: .init(missing: .wrong), chunk: 16) }
      }
    }
  }

  @Test func aMillionColumnsAreRead() throws {
    let count = 1_000_000
    let header = "model," + (0..<count).map { "i\($0)" }.joined(separator: ",")
    let matrix = try read(header + "\na," + [String](repeating: "1", count: count).joined(separator: ",") + "\n")
    #expect(matrix.itemCount == count)
    #expect(matrix.modelCount == 1)
    #expect(matrix.accuracies() == [1])
  }
}

@Suite struct ScoreTextTests {
  @Test(arguments: [
    ("0", ScoreText.score(0)), ("1", .score(1)), ("1.", .score(1)), (".5", .score(0.5)), ("0.1", .score(0.1)),
    ("0.30000000000000004", .score(0.30000000000000004)), ("1e-1", .score(0.1)), (" 1 ", .score(1)),
    ("TRUE", .score(1)), ("false", .score(0)), ("", .missing), ("  ", .missing), ("NaN", .missing), ("null", .missing),
    ("n/a", .missing), ("1.0001", .outOfRange(1.0001)), ("-0", .score(0)), ("yes", .other), (".", .other),
    ("1,5", .other),
    ("0.1.2", .other), ("0x1p0", .other), ("1\0.5junk", .other), ("1\0", .other), ("infinity", .other),
    ("1e999", .other),
  ])
  func readsWhatPeopleWrite(text: String, expected: ScoreText) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { ScoreText($0, percent: false) } == expected)
  }
}
