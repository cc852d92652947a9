import Foundation

/// Identifies what decides the numbers of a simulation: the program's version, the content of what was read, and the
/// outline with its settings.
package struct SimulationIdentity: Sendable, Codable, Equatable {
  /// The benchmark's name; it decides no number.
  package let benchmark: String
  /// The program's version.
  package let version: String
  /// The SHA-256 of the matrix's content.
  package let matrixHash: String
  /// The SHA-256 of the content of the matrix of confidences; nil without one.
  package let confidenceHash: String?
  /// The SHA-256 of the models' labels; nil without any.
  package let labelsHash: String?
  /// The SHA-256 of the items' metadata; nil without any.
  package let itemMetadataHash: String?
  /// What the simulation is of.
  package let outline: SimulationOutline

  private enum CodingKeys: String, CodingKey {
    case benchmark, version, outline
    case matrixHash = "matrix_sha256"
    case confidenceHash = "confidence_sha256"
    case labelsHash = "labels_sha256"
    case itemMetadataHash = "item_metadata_sha256"
  }

  /// Creates the identity of a simulation of a matrix.
  package init(
    benchmark: String, version: String, matrix: ItemMatrix, confidence: ItemMatrix? = nil, outline: SimulationOutline
  ) {
    self.benchmark = benchmark
    self.version = version
    matrixHash = matrix.contentHash()
    confidenceHash = confidence?.contentHash()
    labelsHash = matrix.modelLabels?.contentHash()
    itemMetadataHash = matrix.itemMetadata?.contentHash()
    self.outline = outline
  }

  private init(_ other: SimulationIdentity, outline: SimulationOutline) {
    benchmark = other.benchmark
    version = other.version
    matrixHash = other.matrixHash
    confidenceHash = other.confidenceHash
    labelsHash = other.labelsHash
    itemMetadataHash = other.itemMetadataHash
    self.outline = outline
  }

  /// Returns the identity of the same simulation with another outline, such as one of more trials.
  package func with(_ outline: SimulationOutline) -> SimulationIdentity { SimulationIdentity(self, outline: outline) }

  /// Finds the first thing in which another identity differs, with both values. Returns nil if they are equal.
  package func difference(from other: SimulationIdentity) -> (name: String, here: String, there: String)? {
    guard self != other, let here = members(), let there = other.members() else { return nil }
    for name in Set(here.keys).union(there.keys).sorted() {
      let (a, b) = (here[name] ?? "none", there[name] ?? "none")
      if a != b { return (name, a, b) }
    }
    return nil
  }

  /// Lists every value by its path, such as `outline.settings.seed`.
  private func members() -> [String: String]? {
    guard let data = try? SimulationIdentity.encoder.encode(self),
      let document = try? JSONSerialization.jsonObject(with: data)
    else { return nil }
    var found: [String: String] = [:]
    func visit(_ value: Any, _ path: String) {
      if let object = value as? [String: Any] {
        for (key, member) in object { visit(member, path.isEmpty ? key : "\(path).\(key)") }
      } else if let list = value as? [Any] {
        found[path] = list.map { "\($0)" }.joined(separator: ",")
      } else {
        found[path] = "\(value)"
      }
    }
    visit(document, "")
    return found
  }

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    // The same content is the same bytes.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

/// Identifies what decides the outcome of one method at one size in a trial. Findings under the same key are the same,
/// whichever simulation they are made for.
package struct TrialCellKey: Sendable, Codable, Hashable {
  private let version: String
  private let hashes: [String?]
  private let split: ItemSplit
  private let targetChoice: String
  private let targets: Int
  private let sources: Int
  private let modelShare: Double
  private let bins: GapBins
  private let countsZeroGaps: Bool
  private let seed: UInt64
  private let isExact: Bool
  private let keepsRecords: Bool
  private let methodSettings: MethodSettings
  /// The method's identifier.
  package let method: String
  /// The size k.
  package let size: Int

  /// Lists the keys of a simulation: one for each method that trials are made for, and each size.
  package static func all(of identity: SimulationIdentity) -> [TrialCellKey] {
    identity.outline.cellNames.map { TrialCellKey(identity, method: $0.method, size: $0.size) }
  }

  private init(_ identity: SimulationIdentity, method: String, size: Int) {
    let settings = identity.outline.settings
    version = identity.version
    hashes = [identity.matrixHash, identity.confidenceHash, identity.labelsHash, identity.itemMetadataHash]
    split = settings.split
    targetChoice = "\(settings.targetChoice)"
    targets = identity.outline.targetCount
    sources = settings.sources
    modelShare = settings.modelShare
    bins = settings.bins
    countsZeroGaps = settings.countsZeroGaps
    seed = settings.seed
    isExact = settings.isExact(method)
    keepsRecords = settings.resamplesModels
    methodSettings = settings.methodSettings
    self.method = method
    self.size = size
  }

  /// The SHA-256 of the key, in hexadecimal.
  package var identifier: String {
    var hash = SHA256()
    // A struct of texts and numbers always encodes.
    hash.update(Array((try? SimulationIdentity.encoder.encode(self)) ?? Data()))
    return hash.hexadecimal()
  }
}
