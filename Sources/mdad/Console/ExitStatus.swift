/// Exit statuses after BSD's sysexits.
enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The answer to the question is "no", for commands that report this by status.
  case no = 1
  /// Nothing shows what the answer is, for commands that report this by status.
  case inconclusive = 2
  case usage = 64
  case data = 65
  case noInput = 66
  case fault = 70
  case cannotCreate = 73
  case inputOutput = 74
}

/// A failure with an exit status of its own.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String
}
