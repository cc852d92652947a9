import Foundation
import Testing

@testable import mdad

@Suite struct PlotTests {
  @Test func picturesAreWrittenBesideTheAnswer() throws {
    try withFolder { folder in
      let matrix = folder + "/scores.csv"
      try writeMatrix(matrix)
      let lines = [
        ["plan", "-b", "gpqa", "--gap", "5"], ["plan", "-b", "gpqa", "--gap", "5", "--accuracy", "85"],
        ["power", "-k", "100", "--gap", "5", "--discordance", "0.3"],
        ["power", "--gap", "5", "--agreement", "0.8", "--discordance", "0.3", "--stop-early"],
        ["describe", "-m", matrix],
        ["simulate", "-m", matrix, "--method", "random,head", "--sizes", "5,10", "--trials", "3"],
      ]
      for (number, line) in lines.enumerated() {
        let picture = folder + "/\(number).svg"
        let outcome = run(line + ["--plot", picture])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output == run(line).output)
        let text = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
        // On standard output the picture takes the place of the answer.
        #expect(try CommandLineProgram.output(line + ["--plot", "-"]) == text)
      }
    }
  }

  @Test(arguments: [
    ("plan -b gpqa --gap 5 --plot no/such/chart.svg", 73, "no/such/chart.svg"),
    ("plan -b gpqa --gap 5 --plot chart.jpg", 64, "ending in .svg, .png or .pdf"),
    ("plan -b gpqa --gap 5 --plot - -o -", 64, "both name standard output"),
    ("power --gap 5 --power 0.8 --discordance 0.3 --test mcnemar --looks 4 --plot x.svg", 64, "either"),
  ])
  func mistakesEndInOneLine(line: String, status: Int, words: String) {
    let outcome = run(line)
    #expect(outcome.status == Int32(status))
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").count == 1)
  }

  @Test(
    .enabled(if: CommandLineProgram.hasConverter, "rsvg-convert is not installed"),
    arguments: [("png", [0x89, 0x50, 0x4E, 0x47]), ("pdf", [0x25, 0x50, 0x44, 0x46])] as [(String, [UInt8])])
  func theEndingMakesAPngOrPdfThatIsTheSameEveryTime(ending: String, start: [UInt8]) throws {
    try withFolder { folder in
      let pictures = try (0...1).map { number in
        let path = folder + "/\(number).\(ending)"
        #expect(run(["plan", "-b", "gpqa", "--gap", "5", "--plot", path]).status == 0)
        return try Data(contentsOf: URL(fileURLWithPath: path))
      }
      #expect(Array(pictures[0].prefix(4)) == start)
      #expect(pictures[0] == pictures[1])
    }
  }

  @Test func withoutAConverterOneLineSaysSoAndNothingIsWritten() throws {
    try withFolder { folder in
      let outcome = try CommandLineProgram.run(
        ["plan", "-b", "gpqa", "--gap", "5", "--plot", "chart.png", "-o", "plan.txt"], in: folder, path: folder)
      #expect(outcome.status == 73)
      #expect(outcome.error.contains("rsvg-convert"))
      #expect(outcome.error.split(separator: "\n").count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}

/// The program as a process of its own.
enum CommandLineProgram {
  /// The program, which is built in the same folder as the tests' bundle.
  static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("mdad").path

  /// Whether pictures can be converted here.
  static let hasConverter = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/rsvg-convert")
  }

  /// Runs the program.
  ///
  /// - Parameter path: the folders of other programs; nil for those of this process.
  static func run(
    _ arguments: [String], in folder: String? = nil, path: String? = nil
  ) throws -> (status: Int32, output: String, error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLineProgram.path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    if let path { process.environment = ["PATH": path] }
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    let said = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: written, as: UTF8.self), String(decoding: said, as: UTF8.self)
    )
  }

  /// Returns what the program writes to standard output.
  static func output(_ arguments: [String]) throws -> String { try run(arguments).output }
}
