import Foundation
import Simulate

@main
enum Main {
  static func main() {
    openStandardStreams()
    // A reader of standard error that goes away must not end the run; for standard output it is seen to when writing.
    signal(SIGPIPE, SIG_IGN)
    let status = Program.run(arguments(), console: .process()) { text in
      try OutputFile.writeToStandardOutput(Data(text.utf8))
    }
    exit(status.rawValue)
  }

  /// Opens the descriptors 0 to 2 that are closed, so that no file that is opened later becomes standard error.
  private static func openStandardStreams() {
    var descriptor = open("/dev/null", O_RDWR)
    while (0...2).contains(descriptor) { descriptor = open("/dev/null", O_RDWR) }
    if descriptor > 2 { close(descriptor) }
  }

  /// The arguments after the program's name, bytes that are no UTF-8 included.
  private static func arguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { pointer in
        FileName.text(of: UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) })
      }
    }
  }
}
