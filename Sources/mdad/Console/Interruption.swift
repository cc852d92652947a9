import Dispatch
import Foundation

/// Handles Ctrl-C and requests to end (SIGTERM) while a value of this type lives: prints a line that says how to
/// resume, and ends the process with the status that shells use for the signal.
///
/// Files need no clean-up: results are renamed into place once they are whole, and kept trials are written line by
/// line.
final class Interruption {
  private let sources: [any DispatchSourceSignal]
  private static let signals = [SIGINT, SIGTERM]

  /// Starts handling signals.
  ///
  /// - Parameter message: returns what to say, without the program's name.
  init(console: Console, message: @escaping @Sendable () -> String) {
    let queue = DispatchQueue(label: "interruption")
    sources = Interruption.signals.map { number in
      // The default action would end the process before the line is written.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if console.errorIsTerminal { console.writeError("\r\u{1B}[K") }
        console.note(message())
        _exit(128 + number)
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Interruption.signals { signal(number, SIG_DFL) }
  }
}
