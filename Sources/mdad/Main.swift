import Foundation
import Simulate

@main
enum Main {
  static func main() {
    openStandardStreams()
    // If the reader of standard error goes away, the run goes on. Writing to standard output handles this itself.
    signal(SIGPIPE, SIG_IGN)
    let status = Program.run(arguments(), console: .process()) { text in
      try OutputFile.writeToStandardOutput(Data(text.utf8))
    }
    exit(status.rawValue)
  }

  /// Opens those of the descriptors 0 to 2 that are closed, so that no file opened later becomes standard error.
  private static func openStandardStreams() {
    var descriptor = open("/dev/null", O_RDWR)
    while (0...2).contains(descriptor) { descriptor = open("/dev/null", O_RDWR) }
    if descriptor > 2 { close(descriptor) }
  }

  /// Returns the arguments after the program's name, including bytes that are not UTF-8.
  private static func arguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { pointer in
        FileName.text(of: UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) })
      }
    }
  }
}
