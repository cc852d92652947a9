import Foundation

/// Returns a number with a fixed number of decimals; an en dash for none.
package func decimal(_ value: Double?, _ decimals: Int) -> String {
  guard let value, value.isFinite else { return "–" }
  let text = String(format: "%.\(decimals)f", value)
  return text.allSatisfy { "-0.".contains($0) } && text.hasPrefix("-") ? String(text.dropFirst()) : text
}

/// Returns a number with at most some decimals, without trailing zeros; an en dash for none.
package func compact(_ value: Double?, _ decimals: Int = 4) -> String {
  var text = decimal(value, decimals)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

/// Returns a whole number; an en dash for none.
package func whole(_ value: Int?) -> String { value.map { String($0) } ?? "–" }

/// Returns a number with its noun: "1 item", "2 items".
package func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Returns the possessive of a name: "gpqa's", "answers'".
package func possessive(_ name: String) -> String { name.hasSuffix("s") ? "\(name)'" : "\(name)'s" }

/// Returns a number as a person would write it: whole numbers without a point.
package func shortNumber(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

/// Returns a whole number with thousands separated by commas.
package func grouped(_ value: Int?) -> String {
  value.map { $0.formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_US"))) } ?? "–"
}
