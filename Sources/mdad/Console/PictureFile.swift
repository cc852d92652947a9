import Foundation

/// Writes pictures: SVG as it is, and PNG and PDF through `rsvg-convert`, which comes with librsvg.
enum PictureFile {
  /// The forms that a file's ending may ask for besides SVG.
  private static let converted = ["png", "pdf"]
  /// The endings of pictures that there are, but not here.
  private static let unknown = ["jpg", "jpeg", "gif", "webp", "tif", "tiff", "bmp", "eps", "ps", "emf", "html"]

  /// Returns what is wrong with a picture's ending, or nil if it can be written.
  static func refusal(of path: String) -> String? {
    let ending = ending(of: path)
    return unknown.contains(ending) ? "a picture cannot be written as .\(ending)" : nil
  }

  /// Checks before any work that a picture can be written in the form that its ending names.
  ///
  /// - Throws: ``CommandFailure`` if `rsvg-convert` is needed and is not installed.
  static func check(_ path: String) throws(CommandFailure) {
    guard converted.contains(ending(of: path)), converter == nil else { return }
    throw CommandFailure(
      status: .cannotCreate,
      message: "\(path): rsvg-convert, which makes .\(ending(of: path)) of SVG, is not installed; "
        + "install librsvg (Debian: librsvg2-bin), or name a file ending in .svg")
  }

  /// Writes a picture whole or not at all.
  ///
  /// - Throws: ``CommandFailure``.
  static func write(_ svg: String, to path: String) throws {
    try check(path)
    guard converted.contains(ending(of: path)), let converter else { return try OutputFile.write(svg, to: path) }
    try OutputFile.write(try convert(svg, with: converter, to: ending(of: path), for: path), to: path)
  }

  private static func convert(_ svg: String, with converter: String, to form: String, for path: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: converter)
    process.arguments = ["--format", form] + (form == "png" ? ["--zoom", "2"] : [])
    var environment = ProcessInfo.processInfo.environment
    // A PDF holds the time it was made, unless this says otherwise: the same input gives the same bytes.
    if environment["SOURCE_DATE_EPOCH"] == nil { environment["SOURCE_DATE_EPOCH"] = "0" }
    process.environment = environment
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let failure = CommandFailure(
      status: .cannotCreate, message: "\(path): rsvg-convert failed; name a file ending in .svg")
    do {
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(svg.utf8))
      try input.fileHandleForWriting.close()
    } catch { throw failure }
    let picture = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, !picture.isEmpty else { throw failure }
    return picture
  }

  private static func ending(of path: String) -> String { (path as NSString).pathExtension.lowercased() }

  /// The path of `rsvg-convert`, or nil if it is not installed.
  private static var converter: String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/rsvg-convert" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
