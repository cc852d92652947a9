import Foundation

/// A kind of JSON file that ends in a digest of its content, so that what a person acts on later is what the program
/// wrote.
protocol SealedFile: Decodable {
  /// The schema of the file, as it says itself.
  var schema: String { get }
  /// The schema that this version reads.
  static var expectedSchema: String { get }
  /// What the file should be, for messages: "a design that …".
  static var kind: String { get }
  /// What to do about a file that cannot be used: "plan again".
  static var remedy: String { get }
}

extension SealedFile {
  /// Reads a file.
  ///
  /// - Parameter file: what messages call it.
  /// - Throws: ``PlannerError/malformedSelection(file:message:)`` for another kind of file, another schema, or a file
  ///   that was changed after it was written.
  static func read(json data: Data, file: String) throws(PlannerError) -> Self {
    let document: Self
    let isIntact: Bool
    do {
      isIntact = try JSONDecoder().decode(JSONValue.self, from: data).isIntact()
      document = try JSONDecoder().decode(Self.self, from: data)
    } catch let error as DecodingError {
      throw .malformedSelection(file: file, message: "not \(kind): \(error.reason)")
    } catch {
      throw .malformedSelection(file: file, message: "not \(kind)")
    }
    guard document.schema == expectedSchema else {
      throw .malformedSelection(
        file: file, message: "schema \"\(document.schema)\"; this version reads \"\(expectedSchema)\"; \(remedy)")
    }
    guard isIntact else {
      throw .malformedSelection(file: file, message: "this file was changed after mdad wrote it; \(remedy)")
    }
    return document
  }
}
