import Foundation
import Simulate

/// Holds a micro-benchmark read back from the JSON that `mdad select` wrote.
package struct SelectionFile: Sendable {
  /// The benchmark's name, or nil if the items were chosen without a matrix.
  package let benchmark: String?
  /// The identifier of the method that chose the items.
  package let method: String
  /// The number of items of the full benchmark.
  package let itemCount: Int
  /// The SHA-256 of the matrix they were chosen from; nil without one.
  package let matrixHash: String?
  /// The names of the chosen items.
  package let items: [String]
  /// Tells whether scoring takes probabilities of the right answer.
  package let readsConfidences: Bool
  /// What turns responses into scores.
  package let estimator: any FittedEstimator
  /// Its errors on models held out, or nil if there were too few.
  package let calibration: Calibration?
  /// Tells whether the items are a uniform random sample scored by its mean, whose intervals are exact without
  /// calibration.
  package let isUniformSample: Bool

  /// The schema of the file.
  package static let schema = "mdad.selection/2"

  /// Reads a file.
  ///
  /// - Parameter file: what messages call it.
  package init(json data: Data, file: String) throws(PlannerError) {
    let document = try Document.read(json: data, file: file)
    guard let estimator = document.estimator else {
      throw .malformedSelection(
        file: file,
        message: "method \"\(document.method)\" is not known to this version; \(Document.remedy)")
    }
    benchmark = document.benchmark
    method = document.method
    itemCount = document.items
    matrixHash = document.matrixHash
    items = document.selected
    readsConfidences = document.responses == "confidences"
    self.estimator = estimator
    calibration = document.calibration
    isUniformSample = Method.named(document.method)?.isExactlyPredictable == true
    guard !items.isEmpty, items.count <= itemCount, estimator.itemCount == items.count, Set(items).count == items.count
    else {
      throw .malformedSelection(
        file: file, message: "its items and its estimator do not fit together; \(Document.remedy)")
    }
  }

  /// Mirrors the file's layout.
  private struct Document: SealedFile {
    static var expectedSchema: String { SelectionFile.schema }
    static let kind = "a micro-benchmark that mdad select wrote as JSON"
    static let remedy = "build the micro-benchmark again"

    let schema: String
    let benchmark: String?
    let method: String
    let items: Int
    let matrixHash: String?
    let responses: String
    let selected: [String]
    let estimator: (any FittedEstimator)?
    let calibration: Calibration?

    private enum Key: String, CodingKey {
      case schema, benchmark, method, items, responses, selected, estimator, calibration
      case matrixHash = "matrix_sha256"
    }

    private struct Selected: Decodable {
      let item: String
    }

    private struct HeldOut: Decodable {
      let mdad: Double?
      let estimates: [[Double]]
      let scores: [[Double]]
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      schema = try container.decode(String.self, forKey: .schema)
      benchmark = try container.decodeIfPresent(String.self, forKey: .benchmark)
      method = try container.decode(String.self, forKey: .method)
      items = try container.decode(Int.self, forKey: .items)
      matrixHash = try container.decodeIfPresent(String.self, forKey: .matrixHash)
      responses = try container.decode(String.self, forKey: .responses)
      selected = try container.decode([Selected].self, forKey: .selected).map(\.item)
      estimator = try Method.named(method)?.estimator.fitted(from: container.superDecoder(forKey: .estimator))
      let heldOut = try container.decodeIfPresent(HeldOut.self, forKey: .calibration)
      func fractions(_ folds: [[Double]]) -> [[Double]] { folds.map { $0.map(fraction(ofPoints:)) } }
      calibration = heldOut.flatMap {
        Calibration(
          estimates: fractions($0.estimates), scores: fractions($0.scores), mdad: $0.mdad.map(fraction(ofPoints:)))
      }
    }
  }
}
