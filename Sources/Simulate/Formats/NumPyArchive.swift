/// NumPy's `.npz` archives: the array `scores`, or the only array there is, with names from `models` and `items` if
/// they are in it.
enum NumPyArchive: MatrixFormat {
  static let help = "NumPy .npz, with arrays scores, models and items"
  static let tableEndings = ["npz"]

  static func recognises(_ start: FileStart, options: MatrixReadingOptions) -> Bool {
    start.isArchive && start.fileName.hasSuffix(".npz")
  }

  static func read(
    _ source: ByteSource, path: String, options: MatrixReadingOptions
  ) throws(SimulateError) -> MatrixReading {
    let archive = try ZipArchive(source)
    func entry(_ names: [String]) -> ZipArchive.Entry? {
      archive.entries.first { entry in names.contains { entry.name == $0 + ".npy" } }
    }
    func content(_ entry: ZipArchive.Entry) throws(SimulateError) -> ByteSource {
      ByteSource(name: "\(source.name): \(entry.name)", data: try archive.contents(of: entry))
    }
    func texts(_ name: String) throws(SimulateError) -> [String]? {
      guard let entry = entry([name]) else { return nil }
      let data = try content(entry)
      return try NumPyArray(data).texts(data)
    }
    let arrays = archive.entries.filter { $0.name.hasSuffix(".npy") }
    guard let scores = entry(["scores", "matrix", "responses"]) ?? (arrays.count == 1 ? arrays.first : nil) else {
      throw .malformedInput(
        file: source.name, line: nil,
        message: "no array is named scores; there are \(arrays.map(\.name).joined(separator: ", "))")
    }
    return try NumPyScores.read(
      try content(scores), options: options, names: .init(models: try texts("models"), items: try texts("items")))
  }
}
