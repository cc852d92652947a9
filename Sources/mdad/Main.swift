import Foundation

@main
enum Main {
  static func main() {
    let status = Program.run(Array(CommandLine.arguments.dropFirst()), console: .process()) { text in
      try OutputFile.writeToStandardOutput(text)
    }
    exit(status.rawValue)
  }
}
