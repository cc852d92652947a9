/// Names what can go wrong between a file and an agreement curve, with what a person needs to correct it.
public enum SimulateError: Error, Equatable, Sendable {
  /// The input breaks its format: `message` begins with what was found; what would be right follows, in the message or
  /// as remedies of which any one helps.
  case malformedInput(file: String, line: Int?, message: String, remedies: [Remedy] = [])
  /// There is no such file, or it cannot be read because of what it is.
  case noInput(file: String, message: String)
  /// The file exists and reading it failed.
  case readFailure(file: String, message: String)
  /// A file or folder cannot be made at its path.
  case cannotCreate(file: String, message: String)
  /// Writing to a file failed.
  case writeFailure(file: String, message: String)
  /// A setting that this matrix cannot satisfy; any one of the remedies helps.
  case unsatisfiable(String, remedies: [Remedy] = [])
}

extension SimulateError: CustomStringConvertible {
  /// The error as one line, without the program's name.
  public var description: String { description { $0.description } }

  /// Describes the error in one line, with its remedies in a program's own words.
  public func description(wording: (Remedy) -> String) -> String {
    func sentence(_ message: String, _ remedies: [Remedy]) -> String {
      remedies.isEmpty ? message : "\(message); \(remedies.map(wording).joined(separator: ", or "))"
    }
    switch self {
    case .malformedInput(let file, let line?, let message, let remedies):
      return "\(file):\(line): \(sentence(message, remedies))"
    case .malformedInput(let file, nil, let message, let remedies): return "\(file): \(sentence(message, remedies))"
    case .noInput(let file, let message), .readFailure(let file, let message), .cannotCreate(let file, let message),
      .writeFailure(let file, let message):
      return "\(file): \(message)"
    case .unsatisfiable(let message, let remedies): return sentence(message, remedies)
    }
  }
}
