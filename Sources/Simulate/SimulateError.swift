/// What can go wrong between a file and an agreement curve, with what a person needs to put it right.
public enum SimulateError: Error, Equatable, Sendable {
  /// The input breaks its format: `message` begins with what was found and ends with what would be right.
  case malformedInput(file: String, line: Int?, message: String)
  /// There is no such file, or it cannot be read because of what it is.
  case noInput(file: String, message: String)
  /// The file exists and reading it failed.
  case readFailure(file: String, message: String)
  /// A file or folder cannot be made where it is wanted.
  case cannotCreate(file: String, message: String)
  /// Writing to a file failed.
  case writeFailure(file: String, message: String)
  /// A setting that this matrix cannot satisfy.
  case unsatisfiable(String)
}

extension SimulateError: CustomStringConvertible {
  /// The error as one line, without the program's name.
  public var description: String {
    switch self {
    case .malformedInput(let file, let line?, let message): "\(file):\(line): \(message)"
    case .malformedInput(let file, nil, let message): "\(file): \(message)"
    case .noInput(let file, let message), .readFailure(let file, let message), .cannotCreate(let file, let message),
      .writeFailure(let file, let message):
      "\(file): \(message)"
    case .unsatisfiable(let message): message
    }
  }
}
