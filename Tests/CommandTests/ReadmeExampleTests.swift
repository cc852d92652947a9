import Foundation
import Testing

/// Compiles and runs the README's example of using the libraries as an outside program, which sees only what is public.
@Suite struct ReadmeExampleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// The folder that this package was built in.
  private static let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path

  private static func example() throws -> String {
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```swift\n").dropFirst().first)
    return try #require(block.components(separatedBy: "```").first)
  }

  /// Returns the object files of a target's sources. The folder may also hold those of sources that are gone.
  private static func objects(of target: String) throws -> [String] {
    let sources = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources/\(target)")
    let names = sources.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") }.compactMap {
      $0.split(separator: "/").last
    }
    return names.sorted().map { "\(products)/\(target).build/\($0).o" }
  }

  /// Runs a program from the repository's root.
  private func output(of program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: Self.root)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test func theExampleCompilesAndRuns() throws {
    try withFolder { folder in
      try Self.example().write(toFile: folder + "/main.swift", atomically: true, encoding: .utf8)
      let targets = try ["Simulate", "Planner", "ShippedTables", "PageScript", "CKernels"].flatMap {
        try Self.objects(of: $0)
      }
      let compiled = try output(
        of: "swiftc",
        [
          "-swift-version", "6", "-I", Self.products + "/Modules", "-I", Self.root + "/Sources/CZlib", "-Xcc",
          "-fmodule-map-file=\(Self.products)/ShippedTables.build/module.modulemap", "-Xcc",
          "-fmodule-map-file=\(Self.products)/PageScript.build/module.modulemap", "-Xcc",
          "-fmodule-map-file=\(Self.products)/CKernels.build/module.modulemap",
          folder + "/main.swift", "-o", folder + "/example", "-lz",
        ] + targets)
      #expect(compiled.status == 0, "\(compiled.text)")
      let ran = try output(of: folder + "/example", [])
      #expect(ran.status == 0)
      let lines = ran.text.split(separator: "\n")
      try #require(lines.count == 5, "\(ran.text)")
      let agreement = try #require(Double(lines[0]))
      #expect((0.6...0.95).contains(agreement))
      #expect(lines[1] == "scores (240 items): models 10 points apart ranked right 4 times in 5")
      #expect(Set(lines[2...3].map { $0.split(separator: " ")[0] }) == ["random", "aipw"])
      // `mdad power --gap 5 --agreement 0.8 --discordance 0.3` gives the same.
      #expect(lines[4] == "104")
    }
  }
}
