/// Holds what is known of a matrix's items apart from the responses.
public struct ItemMetadata: Sendable, Equatable {
  /// For each item its text; empty if there is none.
  public let texts: [String]
  /// For each item how hard it is, larger for harder; empty if unknown.
  public let difficulties: [Double]
  /// Columns of quality: a name, and for each item a number.
  public let qualities: [Quality]

  /// Holds one column of quality.
  public struct Quality: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// A number per item.
    public let values: [Double]

    /// Creates a column.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// Creates metadata; each list is empty or as long as there are items.
  public init(texts: [String] = [], difficulties: [Double] = [], qualities: [Quality] = []) {
    self.texts = texts
    self.difficulties = difficulties
    self.qualities = qualities
  }

  /// Returns the SHA-256 of the metadata, in hexadecimal.
  public func contentHash() -> String {
    labelHash(
      "mdad-item-metadata/1",
      [("text", texts), ("difficulty", difficulties.map { String($0) })]
        + qualities.map { ($0.name, $0.values.map { String($0) }) })
  }
}
