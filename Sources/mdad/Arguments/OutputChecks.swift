import Foundation
import Simulate

extension ParsedArguments {
  /// A file that a command line names, and what it calls it.
  private struct NamedFile {
    let path: String
    let name: String

    /// Returns whether both are one file: the same path, or one regular file under two paths.
    func isSame(as other: NamedFile) -> Bool {
      if path == other.path { return true }
      guard let own = identity, let others = other.identity else { return false }
      return own == others
    }

    /// The device and number of a regular file, or nil for anything else.
    private var identity: [UInt64]? {
      var status = stat()
      guard FileName.withBytes(of: path, { stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
      }
      return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
  }

  /// Refuses outputs that would overwrite what the command reads, or each other, and those that cannot be written:
  /// before any work.
  ///
  /// - Throws: ``UsageError`` naming the two, or ``CommandFailure`` naming what is in the way.
  func checkOutputs() throws {
    func files(_ isWanted: (ValueShape) -> Bool) -> [NamedFile] {
      command.options.filter { isWanted($0.shape) }.flatMap { option in
        all(option).filter { $0 != OutputFile.standardOutput }.map { NamedFile(path: $0, name: "--\(option.name)") }
      }
    }
    let outputs = files { if case .newFile = $0 { true } else { false } }
    let words = positionals.map { NamedFile(path: $0, name: "the command") }
    let inputs = files { if case .file = $0 { true } else { false } } + words
    for (position, output) in outputs.enumerated() {
      if let input = inputs.first(where: { output.isSame(as: $0) }) {
        throw UsageError("\(output.name) would overwrite \(output.path), which \(input.name) reads; name another file")
      }
      if let other = outputs[..<position].first(where: { output.isSame(as: $0) }) {
        throw UsageError("\(other.name) and \(output.name) both name \(output.path); name two files")
      }
    }
    for output in outputs { try OutputFile.check(output.path) }
    if let picture = text(of: .plot) { try PictureFile.check(picture) }
    let toStandardOutput = onStandardOutput + (text(of: .output) == OutputFile.standardOutput ? [.output] : [])
    if toStandardOutput.count > 1 {
      throw UsageError(
        "\(toStandardOutput.map { "--\($0.name)" }.joined(separator: " and ")) both name standard output; "
          + "name a file for one")
    }
  }
}
