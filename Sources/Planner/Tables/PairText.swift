import Simulate

/// Writes and reads kinds of pairs as text: `d:g*c,g*c;d:…`.
enum PairText {
  static func write(_ kinds: [PairPopulation.Kind]) -> String {
    var text = ""
    var discordant = -1
    for kind in kinds {
      if kind.discordant != discordant {
        text += (discordant < 0 ? "" : ";") + "\(kind.discordant):"
        discordant = kind.discordant
      } else {
        text += ","
      }
      text += kind.pairs == 1 ? "\(kind.difference)" : "\(kind.difference)*\(kind.pairs)"
    }
    return text
  }

  /// Reads what `write` wrote; nil for anything else.
  static func read(_ text: String) -> [PairPopulation.Kind]? {
    var kinds: [PairPopulation.Kind] = []
    var numbers = (discordant: 0, difference: 0, pairs: 0)
    var current = 0
    var hasDigits = false
    var hasFactor = false
    func finish() -> Bool {
      guard hasDigits else { return false }
      if hasFactor { numbers.pairs = current } else { (numbers.difference, numbers.pairs) = (current, 1) }
      let (d, g) = (numbers.discordant, numbers.difference)
      guard g > 0, g <= d, (d - g) % 2 == 0, numbers.pairs > 0 else { return false }
      kinds.append(.init(discordant: d, difference: g, pairs: numbers.pairs))
      (current, hasDigits, hasFactor) = (0, false, false)
      return true
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard current < 1 << 40 else { return nil }
        current = current * 10 + Int(byte - UInt8(ascii: "0"))
        hasDigits = true
      case UInt8(ascii: ":"):
        guard hasDigits, !hasFactor else { return nil }
        (numbers.discordant, current, hasDigits) = (current, 0, false)
      case UInt8(ascii: "*"):
        guard hasDigits, !hasFactor else { return nil }
        (numbers.difference, current, hasDigits, hasFactor) = (current, 0, false, true)
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        guard finish() else { return nil }
      default: return nil
      }
    }
    guard text.isEmpty || finish() else { return nil }
    return kinds
  }
}
