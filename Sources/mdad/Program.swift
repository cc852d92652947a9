import Foundation
import Planner
import Simulate

/// The program: finds the command, carries it out, and turns errors into one line and a status.
enum Program {
  /// Carries out a command line.
  ///
  /// - Parameters:
  ///   - arguments: the arguments without the program's name.
  ///   - writeOutput: writes to standard output, or throws if that fails.
  /// - Returns: the exit status.
  static func run(_ arguments: [String], console: Console, writeOutput: (String) throws -> Void) -> ExitStatus {
    do {
      let (text, status) = try carryOut(arguments, console: console)
      if !text.isEmpty { try writeOutput(text) }
      return status
    } catch {
      let (status, message) = describe(error)
      console.note(message)
      return status
    }
  }

  private static func carryOut(_ arguments: [String], console: Console) throws -> (text: String, status: ExitStatus) {
    guard let first = arguments.first else { return (Help.overview(console), .done) }
    switch first {
    case "--help", "-h": return (Help.overview(console), .done)
    case "--version": return ("mdad \(programVersion)\n", .done)
    default: break
    }
    guard let command = CommandSpecification.named(first) else {
      if first.hasPrefix("-") {
        throw UsageError("there is no option \(first) before a command; see mdad --help")
      }
      let hint = suggestion(for: first, among: CommandSpecification.all.map(\.name))
      throw UsageError("there is no command \"\(first)\"" + (hint.isEmpty ? "; see mdad --help" : hint))
    }
    let parsed = try ParsedArguments(Array(arguments.dropFirst()), command: command)
    if parsed.isGiven(.help) {
      return ((arguments.contains("--help") ? Help.page : Help.screen)(command, console), .done)
    }
    let file = command.writesOutputItself ? nil : parsed.outputFile
    let output = try command.run(parsed, console)
    let text = output.text(as: parsed.format, on: console.page)
    if case .report(let report) = output.content {
      for file in parsed[.also] { try OutputFile.write(report.written(as: file.form, on: console.page), to: file.path) }
    }
    guard let file, !output.ignoresOutputOption else {
      // What an option sends to standard output would be spoilt by the result; -o gives that a file.
      return (parsed.onStandardOutput.isEmpty ? text : "", output.status)
    }
    try OutputFile.write(text, to: file)
    return ("", output.status)
  }

  private static func status(of error: SimulateError) -> ExitStatus {
    switch error {
    case .malformedInput: .data
    case .noInput: .noInput
    case .readFailure, .writeFailure: .inputOutput
    case .cannotCreate: .cannotCreate
    case .unsatisfiable: .usage
    }
  }

  /// Says what to do about a benchmark without a table: a misspelt name, or a part or variant of one that has a table.
  /// Nil if nothing like it is known.
  private static func hint(for name: String, among known: [String]) -> String? {
    let fault = PlannerError.missingTable(of: name)
    if let whole = known.first(where: { name.lowercased().hasPrefix($0 + "_") || name.lowercased().hasPrefix($0 + "-") }
    ) {
      return fault + "; \(whole) is another benchmark: for yours give --items N with --accuracy and --correlation"
    }
    return nearest(to: name, among: known).map { fault + "; did you mean \($0)?" }
  }

  private static func describe(_ error: any Error) -> (ExitStatus, String) {
    switch error {
    case let error as UsageError: (.usage, error.message)
    case let error as CommandFailure: (error.status, error.message)
    case let error as SimulateError:
      (status(of: error), error.description(wording: \.asOption))
    case let error as PlannerError:
      switch error {
      case .invalidQuantity, .gapBelowOneItem: (.usage, error.description)
      case .unknownBenchmark(let name, let known):
        (.noInput, hint(for: name, among: known) ?? error.description)
      case .malformedTable, .malformedSelection: (.data, error.description)
      }
    default: (.fault, "internal fault: \(error)")
    }
  }
}
