import Foundation

/// A number with a fixed number of decimals; an en dash for none.
public func decimal(_ value: Double?, _ decimals: Int) -> String {
  guard let value, value.isFinite else { return "–" }
  let text = String(format: "%.\(decimals)f", value)
  return text.allSatisfy { "-0.".contains($0) } && text.hasPrefix("-") ? String(text.dropFirst()) : text
}

/// A number with at most some decimals, without trailing zeros; an en dash for none.
public func compact(_ value: Double?, _ decimals: Int = 4) -> String {
  var text = decimal(value, decimals)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

/// A whole number; an en dash for none.
public func whole(_ value: Int?) -> String { value.map { String($0) } ?? "–" }
