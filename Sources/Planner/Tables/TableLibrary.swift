import Foundation
import Simulate

/// Holds the available tables: those inside the program, or those of a folder.
public struct TableLibrary: Sendable {
  /// The names of the benchmarks with a table, in order.
  public let tableNames: [String]
  /// The benchmarks with published figures.
  public let published: [PublishedFigures]
  /// The JSON files of a folder that are not tables and were ignored.
  public private(set) var foreignFiles: [String] = []
  /// The names of the benchmarks with a frame, in order.
  public let frameNames: [String]
  private let read: @Sendable (String) throws(PlannerError) -> Data
  /// Reads a frame's file by its path below the folder.
  private let readFrame: @Sendable (String) -> Data?

  /// What the benchmarks are about.
  let catalogue: BenchmarkCatalogue
  /// The list of the tables inside the program; nil for a folder, whose own list may be older than its tables.
  private(set) var index: Data?

  /// Returns the tables inside the program.
  public static func shipped() throws(PlannerError) -> TableLibrary {
    func text(_ name: String) -> String { String(decoding: ShippedFiles.content(of: name) ?? Data(), as: UTF8.self) }
    let names = ShippedFiles.names
    var library = TableLibrary(
      tableNames: names.filter { $0.hasSuffix(".json") && $0 != "index.json" }.map { String($0.dropLast(5)) },
      published: try PublishedFigures.read(csv: text("published/mdad.csv"), file: "published/mdad.csv"),
      catalogue: try BenchmarkCatalogue(csv: text("benchmarks.csv"), file: "benchmarks.csv"),
      frameNames: names.compactMap { frameName(ofFile: $0) }, readFrame: { ShippedFiles.content(of: $0) },
      read: { name throws(PlannerError) in
        guard let table = ShippedFiles.content(of: name + ".json") else {
          throw .malformedTable(file: name, message: "no such table")
        }
        return table
      })
    library.index = ShippedFiles.content(of: "index.json")
    return library
  }

  private static func frameName(ofFile path: String) -> String? {
    path.hasPrefix("frames/") && path.hasSuffix(".csv") ? String(path.dropFirst(7).dropLast(4)) : nil
  }

  /// Returns the path of a benchmark's frame below a folder of tables.
  package static func framePath(of benchmark: String) -> String { "frames/\(benchmark).csv" }

  /// Creates the tables of a folder: `<benchmark>.json`, and `published/mdad.csv` if it is there.
  public init(folder: String) throws(PlannerError) {
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .malformedTable(file: folder, message: "no such folder of tables; mdad table makes one")
    }
    let documents = files.filter { $0.hasSuffix(".json") && $0 != "index.json" }.sorted()
    let foreign = documents.filter { !TableLibrary.looksLikeTable("\(folder)/\($0)") }
    let names = documents.filter { !foreign.contains($0) }.map { String($0.dropLast(5)) }
    let publishedFile = folder + "/published/mdad.csv"
    let publishedText = try? String(contentsOfFile: publishedFile, encoding: .utf8)
    guard !names.isEmpty || publishedText != nil else {
      throw .malformedTable(file: folder, message: "this folder holds no tables; mdad table makes them")
    }
    self.init(
      tableNames: names,
      published: try publishedText.map { text throws(PlannerError) in
        try PublishedFigures.read(csv: text, file: publishedFile)
      } ?? [],
      catalogue: try (try? String(contentsOfFile: folder + "/benchmarks.csv", encoding: .utf8)).map {
        text throws(PlannerError) in try BenchmarkCatalogue(csv: text, file: folder + "/benchmarks.csv")
      } ?? BenchmarkCatalogue(),
      frameNames: ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/frames")) ?? [])
        .compactMap { TableLibrary.frameName(ofFile: "frames/" + $0) }.sorted(),
      readFrame: { FileManager.default.contents(atPath: "\(folder)/\($0)") },
      read: { name throws(PlannerError) in
        let path = "\(folder)/\(name).json"
        guard let data = FileManager.default.contents(atPath: path) else {
          throw .malformedTable(file: path, message: "cannot be read")
        }
        return data
      })
    foreignFiles = foreign
  }

  /// Tells whether a file names a table's schema near its beginning, where every table has it.
  private static func looksLikeTable(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    let head = (try? file.read(upToCount: 4096)) ?? Data()
    return String(decoding: head, as: UTF8.self).contains("\"mdad.table/")
  }

  private init(
    tableNames: [String], published: [PublishedFigures], catalogue: BenchmarkCatalogue, frameNames: [String],
    readFrame: @escaping @Sendable (String) -> Data?,
    read: @escaping @Sendable (String) throws(PlannerError) -> Data
  ) {
    self.tableNames = tableNames
    self.published = published
    self.catalogue = catalogue
    self.frameNames = frameNames
    self.readFrame = readFrame
    self.read = read
  }

  /// All names of benchmarks that can be answered for, in the order in which to show them.
  public var benchmarkNames: [String] {
    var names = tableNames
    for entry in published where !names.contains(where: { TableLibrary.isSame($0, entry.benchmark) }) {
      names.append(entry.benchmark)
    }
    return catalogue.sorted(names)
  }

  /// Tells whether two names mean the same benchmark: case, `-` and `_` do not count.
  public static func isSame(_ first: String, _ second: String) -> Bool {
    func plain(_ name: String) -> String { name.lowercased().filter { $0 != "-" && $0 != "_" } }
    return plain(first) == plain(second)
  }

  /// Returns the table of a benchmark, or nil if there is none.
  ///
  /// - Parameter split: the split whose rows are wanted; nil for all.
  public func table(of benchmark: String, split: ItemSplit? = nil) throws(PlannerError) -> BenchmarkTable? {
    guard let name = tableNames.first(where: { TableLibrary.isSame($0, benchmark) }) else { return nil }
    return try BenchmarkTable(json: try read(name), file: name + ".json", split: split)
  }

  /// Returns the frame of a benchmark, or nil if there is none.
  package func frame(of benchmark: String) throws(PlannerError) -> Frame? {
    guard let name = frameNames.first(where: { TableLibrary.isSame($0, benchmark) }) else { return nil }
    let path = TableLibrary.framePath(of: name)
    guard let data = readFrame(path) else { throw .malformedTable(file: path, message: "cannot be read") }
    return try Frame(csv: String(decoding: data, as: UTF8.self), benchmark: name, file: path)
  }

  /// Tells whether a benchmark's frame is at hand.
  package func hasFrame(of benchmark: String) -> Bool {
    frameNames.contains { TableLibrary.isSame($0, benchmark) }
  }

  /// Returns the published figures of a benchmark, or nil if there are none.
  public func published(of benchmark: String) -> PublishedFigures? {
    published.first { TableLibrary.isSame($0.benchmark, benchmark) }
  }
}
