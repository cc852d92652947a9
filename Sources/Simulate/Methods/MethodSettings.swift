/// Holds all that a person may set about methods, and travels whole to the methods that read it.
///
/// A new setting is a property and an entry of ``knobs``, both in this file, and the method that reads it. Options,
/// records, shards and the names of kept trials are made from the list. Data such as confidences are not settings: they
/// travel with the matrix.
public struct MethodSettings: Sendable, Hashable {
  /// The gap that methods with a target aim at, a fraction.
  public var targetGap = 0.03

  /// Creates settings, at their defaults unless given.
  public init(targetGap: Double = 0.03) { self.targetGap = targetGap }

  /// Every setting, in the order of records.
  public static let knobs = [
    Knob(
      name: "target-gap", placeholder: "POINTS", help: "the gap that gap-targeted and gap-targeted-robust aim at",
      limit: 100, unit: .accuracyPoints, value: \.targetGap)
  ]

  /// Describes one setting: how it is given, and where it is kept.
  public struct Knob: Sendable {
    /// The option's name on the command line.
    public let name: String
    /// What stands for the value in help.
    public let placeholder: String
    /// What it does, in one line.
    public let help: String
    /// The largest value as a person gives it; every value is above 0.
    public let limit: Double
    /// What it is given in.
    public let unit: Unit
    /// Where it is kept.
    let value: any WritableKeyPath<MethodSettings, Double> & Sendable

    /// Names what a person gives.
    public enum Unit: String, Sendable {
      /// Accuracy points, kept as a fraction.
      case accuracyPoints = "accuracy points"
      /// A number, kept as it is.
      case number = "a number"
    }

    /// The name in JSON records.
    public var key: String { String(name.map { $0 == "-" ? "_" : $0 }) }
    /// The value if none is given, as a person gives it.
    public var standard: Double { value(in: MethodSettings()) }

    /// Returns the value as a person gives it; records hold it so, too.
    public func value(in settings: MethodSettings) -> Double {
      let kept = settings[keyPath: value]
      return unit == .accuracyPoints ? accuracyPoints(kept) : kept
    }

    /// Sets the value to what a person gave.
    public func set(_ given: Double, in settings: inout MethodSettings) {
      settings[keyPath: value] = unit == .accuracyPoints ? fraction(ofPoints: given) : given
    }

    /// Tells whether a person may give a number.
    func allows(_ number: Double) -> Bool { number > 0 && number <= limit }
  }

  /// Every setting's key in JSON records, with its value.
  public var record: [(key: String, value: Double)] {
    MethodSettings.knobs.map { ($0.key, $0.value(in: self)) }
  }
}

extension MethodSettings: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes the record.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (key, value) in record { try container.encode(value, forKey: Key(stringValue: key)) }
  }

  /// Reads a record.
  ///
  /// - Throws: `DecodingError` where a setting is missing, unknown, or out of its range: findings made with other
  ///   settings must never pass for these.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let known = Set(MethodSettings.knobs.map(\.key))
    if let unknown = container.allKeys.first(where: { !known.contains($0.stringValue) }) {
      throw DecodingError.dataCorruptedError(
        forKey: unknown, in: container, debugDescription: "a setting that this version does not have")
    }
    self.init()
    for knob in MethodSettings.knobs {
      let key = Key(stringValue: knob.key)
      let value = try container.decode(Double.self, forKey: key)
      guard knob.allows(value) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "not a number above 0 and at most \(knob.limit)")
      }
      knob.set(value, in: &self)
    }
  }
}
