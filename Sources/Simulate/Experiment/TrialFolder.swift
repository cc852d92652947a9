import Foundation
import Synchronization

/// Keeps finished trials in a folder, so that an interrupted run goes on where it stopped and a later one computes only
/// what is new.
///
/// There is a file for each method and size, named after the SHA-256 of all that decides its findings: matrix,
/// settings, version. A folder can therefore serve any number of simulations, as a checkpoint and as a cache. Each
/// finished trial is appended as one line by one write. A line that a killed process left half written is no JSON; the
/// next one begins its own line, and reading skips it.
package final class TrialFolder: Sendable {
  /// What is kept where.
  private let files: [(key: TrialCellKey, path: String)]
  private let split: ItemSplit
  private let finishedTrials = Mutex(0)

  /// One finished trial of one method at one size.
  private struct Line: Codable {
    let trial: Int
    let cell: TrialFindings.Cell
    /// The SHA-256 of the two above, so that a line that was edited is not used.
    private let digest: String

    init(trial: Int, cell: TrialFindings.Cell) throws {
      self.trial = trial
      self.cell = cell
      digest = try Line.digest(trial, cell)
    }

    /// Whether the line is as it was written.
    var isIntact: Bool { (try? Line.digest(trial, cell)) == digest }

    private static func digest(_ trial: Int, _ cell: TrialFindings.Cell) throws -> String {
      var hash = SHA256()
      hash.update(Data("\(trial) ".utf8))
      hash.update(try SimulationIdentity.encoder.encode(cell))
      return hash.hexadecimal()
    }
  }

  /// Opens a folder, and makes it if there is none.
  ///
  /// - Throws: ``SimulateError/cannotCreate(file:message:)`` if it cannot be made or written to.
  package init(path: String, identity: SimulationIdentity) throws(SimulateError) {
    split = identity.outline.settings.split
    files = TrialCellKey.all(of: identity).map { ($0, "\(path)/\($0.identifier).jsonl") }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw SimulateError.cannotCreate(file: path, message: "this folder cannot be made")
    }
    guard access(path, W_OK) == 0 else {
      throw SimulateError.cannotCreate(file: path, message: "this folder cannot be written to")
    }
  }

  /// The number of trials finished and kept since the folder was opened.
  package var kept: Int { finishedTrials.withLock { $0 } }

  /// Reads what is known of some trials.
  ///
  /// - Throws: ``SimulateError/readFailure(file:message:)`` if a file cannot be read or is not a regular one.
  package func findings(of trials: [Int]) throws(SimulateError) -> [Int: TrialFindings] {
    let wanted = Set(trials)
    var cells: [Int: [TrialFindings.Cell]] = [:]
    let decoder = JSONDecoder()
    for (key, path) in files {
      guard let data = try TrialFolder.content(of: path) else { continue }
      var seen: Set<Int> = []
      for line in data.split(separator: UInt8(ascii: "\n")) {
        guard let line = try? decoder.decode(Line.self, from: line), wanted.contains(line.trial),
          line.cell.method == key.method, line.cell.size == key.size, line.cell.isWellFormed(for: split), line.isIntact,
          seen.insert(line.trial).inserted
        else { continue }
        cells[line.trial, default: []].append(line.cell)
      }
    }
    var findings: [Int: TrialFindings] = [:]
    for (trial, cells) in cells { findings[trial] = TrialFindings(trial: trial, cells: cells) }
    return findings
  }

  /// Keeps what a trial found.
  ///
  /// - Throws: ``SimulateError/writeFailure(file:message:)``.
  package func add(_ findings: TrialFindings) throws(SimulateError) {
    for cell in findings.cells {
      guard let path = files.first(where: { $0.key.method == cell.method && $0.key.size == cell.size })?.path else {
        continue
      }
      guard let line = try? Line(trial: findings.trial, cell: cell) else {
        throw .writeFailure(
          file: path, message: "trial \(findings.trial) has a figure that is not a number; nothing is kept of it")
      }
      try TrialFolder.append(line, to: path)
    }
    if !findings.cells.isEmpty { finishedTrials.withLock { $0 += 1 } }
  }

  /// Reads a whole file; nil if there is none.
  private static func content(of path: String) throws(SimulateError) -> Data? {
    guard let handle = try opened(path, O_RDONLY, failure: SimulateError.readFailure) else { return nil }
    do {
      return try handle.readToEnd() ?? Data()
    } catch {
      throw .readFailure(file: path, message: "reading failed")
    }
  }

  /// Appends a line by one write, after a line break that ends whatever a killed process left.
  private static func append(_ line: Line, to path: String) throws(SimulateError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let encoded = try? encoder.encode(line) else {
      throw .writeFailure(
        file: path, message: "trial \(line.trial) has a figure that is not a number; nothing is kept of it")
    }
    let text = Data("\n".utf8) + encoded + Data("\n".utf8)
    let handle = try opened(path, O_WRONLY | O_APPEND | O_CREAT, failure: SimulateError.writeFailure)
    let written = handle.map { handle in
      text.withUnsafeBytes { write(handle.fileDescriptor, $0.baseAddress, $0.count) }
    }
    guard written == text.count else {
      throw .writeFailure(file: path, message: "writing failed: \(String(cString: strerror(errno)).lowercased())")
    }
  }

  /// Opens a regular file; nil if there is none. A pipe among the files would otherwise be waited for without end.
  private static func opened(
    _ path: String, _ flags: Int32, failure: (String, String) -> SimulateError
  ) throws(SimulateError) -> FileHandle? {
    // Without O_NONBLOCK opening a pipe waits for its other end.
    let descriptor = open(path, flags | O_NONBLOCK | O_CLOEXEC, 0o666)
    let reason = errno
    var status = stat()
    let isThere = descriptor >= 0 ? fstat(descriptor, &status) == 0 : stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      if descriptor >= 0 { close(descriptor) }
      throw failure(path, "this is not a regular file; remove it, or keep trials in another folder")
    }
    guard descriptor >= 0 else {
      if reason == ENOENT, flags & O_CREAT == 0 { return nil }
      throw failure(path, "this file cannot be opened: \(String(cString: strerror(reason)).lowercased())")
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
