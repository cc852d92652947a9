import Dispatch
import Foundation

/// What happens on Ctrl-C and on a request to end (SIGTERM), while a value of this type lives: a line says how to go on, and the
/// process ends with the status that shells give to the signal.
///
/// Files need no tidying: results are written whole by a rename at the end, and kept trials line by line.
final class Interruption {
  private let sources: [any DispatchSourceSignal]
  private static let signals = [SIGINT, SIGTERM]

  /// - Parameter message: what to say; without the program's name.
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
