import Foundation
import Planner
import Simulate

/// When progress is shown.
enum ProgressDisplay: String, CaseIterable {
  case auto, always, never
}

/// The options of running a command and writing its result.
extension AnyOption {
  static let format = Option(
    "format", short: "f", .choice, "the form of the result", default: Form.text,
    otherwise: "by -o's suffix, or text")

  static let output = Option("output", short: "o", .newFile, "write the result to a file instead of standard output")

  static let also = Option(
    repeating: "also", ResultFile.kind,
    "also write the result to a file, in the form of its suffix: .txt, .json, .csv or .md; may be given more than once")

  /// The form of the result and where it goes.
  static let writing: [AnyOption] = [.format, .output, .also]

  static let seed = Option(
    "seed", .integer("N", in: 0...Int.max), "the seed of all random numbers", default: 1)

  static let threads = Option(
    "threads", .integer("N", in: 1...1024), "the number of threads; the result does not depend on it",
    otherwise: "all cores")

  static let progress = Option(
    "progress", .choice, "show progress on standard error", default: ProgressDisplay.auto,
    otherwise: "auto: only in a terminal")

  /// How to run a long computation.
  static let running: [AnyOption] = [.seed, .threads, .progress]

  static let plot = Option(
    "plot", .picture,
    "draw the answer as a picture: SVG, or PNG or PDF by the file's ending, if rsvg-convert is installed")
}

extension ParsedArguments {
  /// The form of the result. Some commands have their own default.
  var format: Form {
    let option = command.options.first { $0.name == AnyOption.format.name }
    return option.flatMap { form($0) as? Form } ?? .text
  }

  /// Returns the value of a command's option for the form: the one given, or else the one that the suffix of the
  /// result's file names if the command has such a form.
  func form(_ option: AnyOption) -> any Sendable {
    guard !isGiven(option), let name = outputFile.flatMap({ ResultFile.formName(ofFile: $0) }),
      let value = try? option.read([name])
    else { return value(of: option) }
    return value
  }

  /// The seed.
  var seed: UInt64 { UInt64(self[.seed]) }

  /// The number of threads.
  var threads: Int { self[.threads] ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Returns whether to show progress.
  func showsProgress(_ console: Console) -> Bool {
    switch self[.progress] {
    case .always: true
    case .never: false
    case .auto: console.errorIsTerminal
    }
  }

  /// The file of the result, or nil for standard output.
  var outputFile: String? { self[.output].flatMap { $0 == "-" ? nil : $0 } }

  /// The outputs besides the result that go to standard output, in the place of the result.
  var onStandardOutput: [AnyOption] {
    command.options.filter { option in
      guard case .newFile = option.shape, option.name != AnyOption.output.name else { return false }
      return all(option).contains(OutputFile.standardOutput)
    }
  }

  /// Writes the picture to the file that `--plot` names.
  ///
  /// - Parameter picture: the picture, or nil if there is nothing to draw.
  func writePlot(_ picture: @autoclosure () -> Picture?) throws {
    guard let path = self[.plot] else { return }
    guard let picture = picture() else { throw UsageError("--plot: this answer has nothing to draw; leave it out") }
    try PictureFile.write(picture.svg(), to: path)
  }
}
