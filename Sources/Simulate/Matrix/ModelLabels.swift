/// Holds what is known of a matrix's models apart from their responses.
public struct ModelLabels: Sendable, Equatable {
  /// For each model its family, such as `llama-3`, or nil if unknown. Empty if no model has one.
  public let families: [String?]
  /// For each model its class of size, such as `8b-instruct`, or nil if unknown. Empty if no model has one.
  public let sizes: [String?]
  /// For each model its date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or nil if unknown. Empty if no model has one. As text,
  /// dates are in order.
  public let dates: [String?]

  /// Creates labels; each list is empty or as long as there are models.
  ///
  /// - Throws: ``SimulateError/unsatisfiable(_:)`` for a date in another form.
  public init(families: [String?] = [], sizes: [String?] = [], dates: [String?] = []) throws(SimulateError) {
    for date in dates {
      if let date, !ModelLabels.isDate(date) { throw .unsatisfiable(ModelLabels.dateFault(date)) }
    }
    self.families = families
    self.sizes = sizes
    self.dates = dates
  }

  static func dateFault(_ text: String) -> String {
    "\"\(text)\" is not a date; give YYYY-MM-DD, YYYY-MM or YYYY"
  }

  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
      return false
    }
    let limits: [(digits: Int, range: ClosedRange<Int>)] = [(4, 1...9999), (2, 1...12), (2, 1...31)]
    return zip(parts, limits).allSatisfy { part, limit in
      part.count == limit.digits && (Int(part).map { limit.range.contains($0) } ?? false)
    }
  }

  /// Returns the labels of some of the models, in the order given.
  func selecting(_ models: [Int]) -> ModelLabels {
    func chosen(_ labels: [String?]) -> [String?] { labels.isEmpty ? [] : models.map { labels[$0] } }
    return ModelLabels(known: chosen(families), sizes: chosen(sizes), dates: chosen(dates))
  }

  /// Creates labels whose dates are known to be dates.
  private init(known families: [String?], sizes: [String?], dates: [String?]) {
    self.families = families
    self.sizes = sizes
    self.dates = dates
  }

  /// The models of each family, in order of first appearance; a model without a known family forms its own.
  var familyMembers: [[Int]] {
    var positions: [String: Int] = [:]
    var groups: [[Int]] = []
    for (model, family) in families.enumerated() {
      if let family, let position = positions[family] {
        groups[position].append(model)
      } else {
        if let family { positions[family] = groups.count }
        groups.append([model])
      }
    }
    return groups
  }

  /// Returns the SHA-256 of the labels, in hexadecimal.
  public func contentHash() -> String {
    labelHash("mdad-model-labels/1", [("family", families), ("size", sizes), ("date", dates)])
  }
}

/// Returns the SHA-256 of some columns of labels: every name and label with its length before it, −1 for none.
func labelHash(_ kind: String, _ columns: [(name: String, labels: [String?])]) -> String {
  var hash = SHA256()
  func add(_ text: String?) {
    let bytes = Array((text ?? "").utf8)
    withUnsafeBytes(of: Int64(text == nil ? -1 : bytes.count).littleEndian) { hash.update(Array($0)) }
    hash.update(bytes)
  }
  add(kind)
  for (name, labels) in columns {
    add(name)
    for label in labels { add(label) }
  }
  return hash.hexadecimal()
}
