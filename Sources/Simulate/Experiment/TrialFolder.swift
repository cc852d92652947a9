import Foundation
import Synchronization

/// Finished trials kept in a folder, so that an interrupted run goes on where it stopped and a later one computes only what is new.
///
/// A file for each method and size, named after the SHA-256 of all that decides its findings: matrix, settings, version. So other
/// settings find nothing of each other's, and nothing has to be refused. Each finished trial is appended as one line by one write; a
/// line that a killed process left half is no JSON, begins its own line, and is passed over.
package final class TrialFolder: Sendable {
  /// What is kept where.
  private let files: [(key: TrialCellKey, path: String)]
  private let split: ItemSplit
  private let finishedTrials = Mutex(0)

  /// One finished trial of one method at one size.
  private struct Line: Codable {
    let trial: Int
    let cell: TrialFindings.Cell
  }

  /// The folder, made where there is none.
  ///
  /// - Throws: ``SimulateError`` where it cannot be made or written to.
  package init(path: String, identity: SimulationIdentity) throws {
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

  /// How many trials were finished and kept since the folder was opened.
  package var kept: Int { finishedTrials.withLock { $0 } }

  /// What is known of some trials.
  package func findings(of trials: [Int]) -> [Int: TrialFindings] {
    let wanted = Set(trials)
    var cells: [Int: [TrialFindings.Cell]] = [:]
    let decoder = JSONDecoder()
    for (key, path) in files {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      var seen: Set<Int> = []
      for line in data.split(separator: UInt8(ascii: "\n")) {
        guard let line = try? decoder.decode(Line.self, from: line), wanted.contains(line.trial),
          line.cell.method == key.method, line.cell.size == key.size, line.cell.isWellFormed(for: split),
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
  /// - Throws: ``SimulateError`` where it cannot be written.
  package func add(_ findings: TrialFindings) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    for cell in findings.cells {
      guard let path = files.first(where: { $0.key.method == cell.method && $0.key.size == cell.size })?.path else {
        continue
      }
      var line = Data("\n".utf8)
      line += try encoder.encode(Line(trial: findings.trial, cell: cell))
      line += Data("\n".utf8)
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
      defer { close(descriptor) }
      let written = descriptor < 0 ? -1 : line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard written == line.count else {
        throw SimulateError.writeFailure(
          file: path, message: "writing failed: \(String(cString: strerror(errno)).lowercased())")
      }
    }
    if !findings.cells.isEmpty { finishedTrials.withLock { $0 += 1 } }
  }
}
