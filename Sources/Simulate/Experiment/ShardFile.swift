import Foundation

/// Names a part of a simulation's trials: those whose number leaves the remainder `index` − 1 when divided by `count`.
package struct Shard: Sendable, Codable, Equatable {
  /// From 1 to `count`.
  package let index: Int
  /// The number of shards.
  package let count: Int

  /// Creates a shard. Returns nil if the index is not from 1 to the count.
  package init?(index: Int, of count: Int) {
    guard count >= 1, (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Whether the index fits the count, as it may not in a damaged file.
  var isPossible: Bool { (1...1_000_000).contains(count) && (1...count).contains(index) }

  /// Lists the trials of the shard.
  package func trials(of total: Int) -> [Int] { Array(stride(from: index - 1, to: total, by: count)) }
}

/// Holds the findings of one shard of a simulation. The file is JSON Lines: first what the simulation is, then a line
/// per trial, last the SHA-256 of all lines before, so that any edit is noticed.
package struct ShardFile: Sendable {
  /// What the simulation is.
  package let identity: SimulationIdentity
  /// Which part of it.
  package let shard: Shard
  /// What is computed without trials; in the first shard alone.
  package let exact: [ExactFindings]
  /// One per trial, ascending.
  package let findings: [TrialFindings]

  private static let schema = "mdad.shard/2"

  private struct Head: Codable {
    let schema: String
    let identity: SimulationIdentity
    let shard: Shard
    let exact: [ExactFindings]
  }

  private struct Seal: Codable {
    let digest: String

    /// Digests the lines of a file, each with the line feed that ends it.
    init(of lines: some Sequence<Data>) {
      var hash = SHA256()
      for line in lines {
        hash.update(line)
        hash.update([UInt8(ascii: "\n")])
      }
      digest = hash.hexadecimal()
    }
  }

  /// Creates the content of a file.
  package init(identity: SimulationIdentity, shard: Shard, exact: [ExactFindings], findings: [TrialFindings]) {
    self.identity = identity
    self.shard = shard
    self.exact = exact
    self.findings = findings
  }

  /// Writes the file.
  ///
  /// - Throws: `EncodingError` if a figure is not a number.
  package func encoded() throws -> Data {
    let encoder = SimulationIdentity.encoder
    var lines = [try encoder.encode(Head(schema: ShardFile.schema, identity: identity, shard: shard, exact: exact))]
    for trial in findings { lines.append(try encoder.encode(trial)) }
    lines.append(try encoder.encode(Seal(of: lines)))
    return Data(lines.joined(separator: Data("\n".utf8))) + Data("\n".utf8)
  }

  /// Reads a file.
  ///
  /// - Throws: ``SimulateError/malformedInput(file:line:message:remedies:)`` naming the line, also if trials of the
  ///   shard are missing.
  package init(_ data: Data, file: String) throws(SimulateError) {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    func damaged(_ line: Int, _ message: String, remedies: [Remedy] = []) -> SimulateError {
      .malformedInput(file: file, line: line, message: message, remedies: remedies)
    }
    let decoder = JSONDecoder()
    guard let first = lines.first, let head = try? decoder.decode(Head.self, from: first),
      head.schema == ShardFile.schema
    else { throw damaged(1, "not a shard of a simulation", remedies: [.giveShards]) }
    guard head.shard.isPossible, head.identity.outline.isPossible, head.exact.allSatisfy(\.isWellFormed) else {
      throw damaged(1, "settings that no simulation has; simulate this shard again")
    }
    identity = head.identity
    shard = head.shard
    exact = head.exact
    let seal = lines.count > 1 ? try? decoder.decode(Seal.self, from: lines[lines.count - 1]) : nil
    var findings: [TrialFindings] = []
    for (number, line) in lines.dropFirst().dropLast(seal == nil ? 0 : 1).enumerated() {
      guard let trial = try? decoder.decode(TrialFindings.self, from: line) else {
        throw damaged(number + 2, "not a trial's findings; simulate this shard again")
      }
      findings.append(trial)
    }
    let outline = head.identity.outline
    let expected = Shard(index: head.shard.index, of: head.shard.count)?.trials(of: outline.settings.trials)
    guard findings.map(\.trial) == expected else {
      throw damaged(
        lines.count, "\(findings.count) of the shard's \(expected?.count ?? 0) trials; simulate this shard again")
    }
    for (number, trial) in findings.enumerated() {
      guard trial.cells.map(\.name) == outline.cellNames,
        trial.cells.allSatisfy({ $0.isWellFormed(for: outline.settings.split) })
      else {
        throw damaged(
          number + 2, "this trial's findings are not those of the shard's methods and sizes; simulate it again")
      }
    }
    guard let seal, seal.digest == Seal(of: lines.dropLast()).digest else {
      throw damaged(lines.count, "this shard was changed after it was written; simulate it again")
    }
    self.findings = findings
  }

  /// Puts shards together.
  ///
  /// - Parameter files: each shard with the name that messages call it by.
  /// - Throws: ``SimulateError/malformedInput(file:line:message:remedies:)`` naming the files that do not go together,
  ///   or the shards that are missing.
  package static func merged(
    _ files: [(name: String, shard: ShardFile)], threads: Int
  ) throws(SimulateError) -> (identity: SimulationIdentity, result: SimulationResult) {
    guard let first = files.first else {
      throw .unsatisfiable("no shards", remedies: [.giveShards])
    }
    let count = first.shard.shard.count
    var names: [Int: String] = [:]
    for (name, file) in files {
      func refusal(_ message: String) -> SimulateError { .malformedInput(file: name, line: nil, message: message) }
      if let difference = file.identity.difference(from: first.shard.identity) {
        throw refusal(
          "\(difference.name) is \(difference.here), and \(difference.there) in \(first.name); "
            + "merge shards of one simulation"
        )
      }
      guard file.shard.count == count else {
        throw refusal(
          "shard \(file.shard.index) of \(file.shard.count), and \(first.name) is one of \(count); "
            + "merge shards of one simulation"
        )
      }
      if let other = names[file.shard.index] {
        throw refusal("shard \(file.shard.index) of \(count) is also in \(other); give each once")
      }
      names[file.shard.index] = name
    }
    let missing = (1...count).filter { names[$0] == nil }
    guard missing.isEmpty else {
      let listed = missing.prefix(20).map { String($0) }.joined(separator: ", ") + (missing.count > 20 ? ", …" : "")
      throw .unsatisfiable(
        (missing.count == 1 ? "shard \(listed) of \(count) is" : "shards \(listed) of \(count) are") + " missing",
        remedies: [.simulateShard(missing[0], of: count)])
    }
    let identity = first.shard.identity
    let exact = files.first { $0.shard.shard.index == 1 }?.shard.exact ?? []
    let findings = files.flatMap(\.shard.findings)
    return (identity, identity.outline.result(of: findings, exact: exact, threads: threads))
  }
}
