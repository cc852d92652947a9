import Foundation
import Synchronization

/// A progress line on standard error, rewritten in place at most ten times a second.
final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var lastShown = ContinuousClock.now
    var shown = false
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now
  private let total: Int
  private let unit: String
  private let console: Console

  /// Starts a line that counts up to `total` units, such as trials.
  init(total: Int, unit: String, console: Console) {
    self.total = total
    self.unit = unit
    self.console = console
    state = Mutex(State())
  }

  /// Counts one more.
  func advance() {
    state.withLock { state in
      state.done += 1
      let now = ContinuousClock.now
      guard now - state.lastShown > .milliseconds(100) else { return }
      state.lastShown = now
      state.shown = true
      let seconds = Double((now - start).components.seconds) + Double((now - start).components.attoseconds) / 1e18
      let rate = Double(state.done) / max(seconds, 1e-9)
      let left = Int((Double(max(0, total - state.done)) / rate).rounded(.up))
      console.writeError(
        "\r\u{1B}[K\(state.done) of \(total) \(unit), \(String(format: "%.1f", rate)) a second, \(left) s left")
    }
  }

  /// Removes the line.
  func finish() {
    state.withLock { if $0.shown { console.writeError("\r\u{1B}[K") } }
  }
}
