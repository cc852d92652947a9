import Foundation

/// Breaks text into lines of at most `width` characters between words.
func wrapped(_ text: String, width: Int, indent: Int, hanging: Int) -> String {
  var lines: [String] = []
  var line = String(repeating: " ", count: indent)
  var isEmpty = true
  for word in text.split(separator: " ") {
    if !isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = String(repeating: " ", count: hanging)
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    isEmpty = false
  }
  lines.append(line)
  return lines.joined(separator: "\n")
}

/// Escapes what a terminal would obey instead of print: control characters, line ends and marks that turn the direction
/// of writing come out as `\u{1B}`.
///
/// Names come from other people's files, which may contain escape sequences.
package func visible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isInvisible) else { return text }
  return text.unicodeScalars.map { scalar in
    isInvisible(scalar) ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
  }.joined()
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  // Nearly all text is ASCII, of which no table need be asked.
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
  return switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
  default: false
  }
}

/// Returns a cell of a Markdown table: one line, without anything that would end it or be read as HTML.
func markdownCell(_ text: String) -> String {
  markdownText(text).replacingOccurrences(of: "|", with: "\\|")
}

/// Returns text in Markdown: without HTML from a file and without line ends.
func markdownText(_ text: String) -> String {
  visible(text).replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    .replacingOccurrences(of: ">", with: "&gt;")
}
