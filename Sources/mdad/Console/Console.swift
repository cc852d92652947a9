import Foundation
import Planner

/// The outside world of a command: terminal, standard streams and environment. It is passed in so that tests can
/// replace it.
struct Console: Sendable {
  /// The width that text is wrapped to: the terminal's, at most 100.
  var width = 80
  /// The width that tables are narrowed to: the terminal's, or 100 if there is no terminal.
  var tableWidth = 100
  /// Whether standard error is a terminal.
  var errorIsTerminal = false
  /// Whether standard output is a terminal that shows styles.
  var showsStyles = false
  /// Writes to standard error.
  var writeError: @Sendable (String) -> Void = { _ in }

  /// Returns the console of this process.
  static func process() -> Console {
    // Three variables; Foundation would read all of them.
    func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    var console = Console()
    console.errorIsTerminal = isatty(2) == 1
    let outputIsTerminal = isatty(1) == 1
    console.showsStyles =
      outputIsTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
    var size = winsize()
    if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 {
      console.width = columns
    } else if outputIsTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      console.width = Int(size.ws_col)
    }
    console.width = max(40, min(100, console.width))
    console.tableWidth = outputIsTerminal ? console.width : 100
    console.writeError = OutputFile.writeToStandardError
    return console
  }

  /// The page that results are written for.
  var page: TextPage { TextPage(width: width, tableWidth: tableWidth, showsBold: showsStyles) }

  /// Writes a note or warning.
  ///
  /// Names in it come from other people's files, so control characters are shown escaped.
  func note(_ text: String) { writeError("mdad: \(visible(text))\n") }

  /// Makes text bold on a terminal.
  func bold(_ text: String) -> String { page.bold(text) }

  /// Wraps text to the width, with later lines indented.
  func wrapped(_ text: String, indent: Int = 0, hanging: Int? = nil) -> String {
    page.wrapped(text, indent: indent, hanging: hanging)
  }
}
