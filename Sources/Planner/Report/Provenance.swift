/// Holds what a plan was computed from, for the record.
package struct Provenance: Sendable, Equatable {
  /// The version of the program that computed it.
  package var version: String
  /// The SHA-256 of the matrix's content; nil without a matrix.
  package var matrixHash: String?
  /// The seed, or nil if nothing was drawn.
  package var seed: UInt64?
  /// Further settings that change a number, in order.
  package var settings: [(String, JSONValue)]

  /// Creates a record.
  package init(
    version: String = programVersion, matrixHash: String? = nil, seed: UInt64? = nil,
    settings: [(String, JSONValue)] = []
  ) {
    self.version = version
    self.matrixHash = matrixHash
    self.seed = seed
    self.settings = settings
  }

  /// Tells whether two records are the same.
  package static func == (first: Provenance, second: Provenance) -> Bool { first.members == second.members }

  /// The record as members of a JSON object.
  package var members: JSONValue {
    .object(
      [
        ("version", .string(version)), ("matrix_sha256", matrixHash.map { .string($0) } ?? .null),
        ("seed", seed.map { .int(Int(truncatingIfNeeded: $0)) } ?? .null),
      ] + settings)
  }
}
