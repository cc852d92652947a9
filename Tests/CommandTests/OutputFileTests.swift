import Foundation
import Simulate
import Testing

@testable import mdad

@Suite struct OutputFileTests {
  private func content(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test(arguments: ["x", "é", "a b", "-leading", "dot.", "名", "line\nend"])
  func anyNameIsWritten(name: String) throws {
    try withFolder { folder in
      try OutputFile.write("first\n", to: "\(folder)/\(name)")
      try OutputFile.write("second\n", to: "\(folder)/\(name)")
      #expect(try content("\(folder)/\(name)") == "second\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }
  }

  @Test func aNameWithoutAFolderLiesInTheWorkingFolder() throws {
    #expect(throws: Never.self) { try OutputFile.check("x") }
    #expect(throws: Never.self) { try OutputFile.check("é") }
  }

  @Test(arguments: ["", "b/", "no/such/folder/file", "/", "."])
  func whatIsNoFileIsRefused(path: String) throws {
    try withFolder { folder in
      let path = path.isEmpty || path == "/" || path == "." ? path : "\(folder)/\(path)"
      let failure = #expect(throws: CommandFailure.self) { try OutputFile.check(path) }
      #expect(failure?.status == .cannotCreate)
    }
  }

  @Test func aNameThatIsNoUTF8IsWrittenAsGiven() throws {
    try withFolder { folder in
      let bytes = Array(folder.utf8) + [UInt8(ascii: "/"), UInt8(ascii: "o"), 0xFF, 0xC3, UInt8(ascii: "t")]
      let path = FileName.text(of: bytes)
      try OutputFile.write("here\n", to: path)
      let isThere = FileName.withBytes(of: path) { pointer in
        #expect(UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) } == bytes)
        return access(pointer, R_OK) == 0
      }
      #expect(isThere)
    }
  }

  @Test func leftoversOfKilledRunsAreRemovedAndOthersStay() throws {
    try withFolder { folder in
      let gone = "out.json.mdad-999999999-abcdef"
      let kept = [
        "out.json.mdad-\(getpid())-abcdef", "out.json.mdad-x", "other.json.mdad-999999999-abcdef", "out.json.bak",
      ]
      for name in kept + [gone] { try "".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8) }
      try OutputFile.write("{}\n", to: "\(folder)/out.json")
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == Set(kept + ["out.json"]))
    }
  }

  /// The result's own file names its form too, unless --format does.
  @Test(arguments: [
    ("power -g 5 -k 100 -d 0.3", "json", "json"), ("power -g 5 -k 100 -d 0.3", "md", "markdown"),
    ("power -g 5 -k 100 -d 0.3", "txt", "text"), ("power -g 5 -k 100 -d 0.3", "dat", "text"),
    ("select --method random --items 9 --size 2", "csv", "csv"),
    ("select --method random --items 9 --size 2", "dat", "json"),
    ("budget -b gpqa --gap 5 --models 4 --price-per-item 1", "html", "html"),
    ("budget -b gpqa --gap 5 --models 4 --price-per-item 1", "csv", "csv"),
  ])
  func theSuffixOfTheFileNamesTheForm(command: String, suffix: String, form: String) throws {
    try withFolder { folder in
      #expect(run("\(command) -o \(folder)/a.\(suffix)").status == 0)
      #expect(run("\(command) -f \(form) -o \(folder)/b.other").status == 0)
      #expect(run("\(command) -f \(form) -o \(folder)/c.csv").status == 0)
      let expected = try content("\(folder)/b.other")
      #expect(try content("\(folder)/a.\(suffix)") == expected)
      #expect(try content("\(folder)/c.csv") == expected)
    }
  }

  @Test func aResultIsAlsoWrittenInTheFormsOfItsSuffixes() throws {
    try withFolder { folder in
      let line = "power --k 100 --gap 5 --discordance 0.3"
      let forms = [("txt", "text"), ("json", "json"), ("csv", "csv"), ("md", "markdown")]
      let outcome = run(line + forms.map { " --also \(folder)/a.\($0.0)" }.joined())
      #expect(outcome.output == run(line).output)
      for (suffix, form) in forms {
        let written = try content("\(folder)/a.\(suffix)")
        #expect(written == run("\(line) --format \(form)").output)
      }
    }
  }

  @Test func aPlanOfSeveralBenchmarksIsAlsoWritten() throws {
    try withFolder { folder in
      let line = "plan --benchmark gpqa,ifeval --gap 6"
      #expect(run("\(line) --also \(folder)/a.json").status == 0)
      let written = try content("\(folder)/a.json")
      #expect(written == run("\(line) --format json").output)
    }
  }

  @Test func aSuffixThatNamesNoFormIsRefused() {
    let outcome = run("power --k 100 --gap 5 --discordance 0.3 --also a.xml")
    #expect(outcome.status == 64)
    #expect(
      outcome.error == "mdad: --also: the suffix of \"a.xml\" names no form; give a file that ends in .txt, .json, "
        + ".csv or .md\n")
  }

  @Test func aPageAndItsFiguresComeFromOneRun() throws {
    try withFolder { folder in
      let line = "budget -b gpqa --gap 5 --models 20 --price-per-item 0.01"
      let outcome = run("\(line) -f html --also \(folder)/a.json")
      #expect(outcome.output.hasPrefix("<!doctype html>"))
      let written = try content("\(folder)/a.json")
      #expect(written == run("\(line) -f json").output)
    }
  }

  @Test func aLinkStaysALink() throws {
    try withFolder { folder in
      try "old".write(toFile: "\(folder)/real", atomically: false, encoding: .utf8)
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "\(folder)/real")
      try OutputFile.write("new", to: "\(folder)/link")
      #expect(try content("\(folder)/real") == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "\(folder)/real")
    }
  }
}

/// Runs the program as its own process, to test closed streams and raw arguments.
@Suite struct StandardStreamTests {
  /// Runs a line of a POSIX shell in which `$M` is the program.
  private func shell(_ line: String, in folder: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["M": CommandLineProgram.path, "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(
    arguments: [
      ("$M man -o x", 0), ("$M man -o -", 0), ("$M plan -b gpqa --gap nope 2>&-", 64),
      ("$M plan -b gpqa --gap 5 --split half 2>&- >x", 0), ("$M man 2>&- -o x", 0), ("$M man 0<&- 2>&- >x", 0),
      ("$M plan -b gpqa --gap 5 --plot x >y", 0),
    ] as [(String, Int32)])
  func closedStreamsAndShortNamesLoseNothing(line: String, status: Int32) throws {
    try withFolder { folder in
      let ended = try shell("(\(line)) >/dev/null", in: folder)
      #expect(ended == status)
      if line.contains(" x") || line.contains(">x") {
        let written = try Data(contentsOf: URL(fileURLWithPath: folder + "/x"))
        #expect(!written.isEmpty)
      }
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "/dev/full does not exist"))
  func aFullStandardErrorChangesNoStatus() throws {
    let status = try withFolder { folder in try shell("$M plan -b gpqa --gap nope 2>/dev/full", in: folder) }
    #expect(status == 64)
  }
}

@Suite struct OutputOverInputTests {
  @Test(arguments: [
    "describe --matrix FOLDER/m.csv -o FOLDER/m.csv", "describe --matrix FOLDER/m.csv -o FOLDER/link.csv",
    "items --matrix FOLDER/m.csv --abilities FOLDER/x.csv -o FOLDER/x.csv", "import FOLDER/m.csv -o FOLDER/./m.csv",
    "import FOLDER/m.csv --report FOLDER/m.csv",
  ])
  func anOutputOverAnInputOrAnotherOutputIsRefused(line: String) throws {
    try withFolder { folder in
      try writeMatrix(folder + "/m.csv")
      let before = try String(contentsOfFile: folder + "/m.csv", encoding: .utf8)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link.csv", withDestinationPath: folder + "/m.csv")
      let outcome = run(line.replacingOccurrences(of: "FOLDER", with: folder))
      #expect(outcome.status == 64, "\(outcome.error)")
      #expect(outcome.error.contains("would overwrite") || outcome.error.contains("both name"), "\(outcome.error)")
      let after = try String(contentsOfFile: folder + "/m.csv", encoding: .utf8)
      #expect(after == before)
      #expect(!FileManager.default.fileExists(atPath: folder + "/x.csv"))
    }
  }

  @Test func standardOutputIsNoFile() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/m.csv")
      #expect(run("describe --matrix \(folder)/m.csv -o -").status == 0)
    }
  }
}
