import Foundation
import Simulate
import Testing

@testable import Planner

@Suite struct TableTests {
  static let matrix = ladder(models: 18, items: 70, seed: 8, subtasks: 3)

  static let methods = ["random", "subtask-equal", "stratified-confidence", "anchor-points"]

  private func table(threads: Int = 1) throws -> BenchmarkTable {
    var maker = TableMaker()
    maker.trials = 8
    maker.sizes = [5, 20, 30, 60]
    maker.methods = TableTests.methods
    return try maker.table(benchmark: "ladder", matrix: TableTests.matrix, threads: threads)
  }

  @Test func tablesHaveARowPerSplitMethodAndSizeBelowN() throws {
    let table = try table()
    let keys = table.rows.filter { $0.reference != .unseen }.map { "\($0.split) \($0.method) \($0.size)" }
    #expect(Set(keys).count == keys.count)
    #expect(keys.count == TableTests.methods.count * (4 + 3))
    let lines = table.report.written(as: .csv).split(separator: "\n")
    #expect(lines.count == keys.count + 1)
    #expect(
      lines[0] == "benchmark,split,targets,method,k,mdad,mdad_low,mdad_high,mdad_first,mdad_sustained,agreement_1,"
        + "agreement_2,agreement_3,agreement_5,agreement_10,error,kendall_tau,pairs,trials,models,items,seed,version,"
        + "matrix_sha256")
    #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 24 })
  }

  @Test func tablesAreTheSameBytesWhateverTheThreads() throws {
    let one = try table()
    let three = try table(threads: 3)
    #expect(one.report.written(as: .csv) == three.report.written(as: .csv))
    #expect(one.report.json == three.report.json)
  }

  @Test func whatIsWrittenReadsBack() throws {
    let table = try table()
    let text = table.report.written(as: .json)
    let back = try BenchmarkTable(json: Data(text.utf8), file: "t.json")
    #expect(back.report.written(as: .json) == text)
    #expect(back.population == table.population)
    #expect(back.rows == table.rows)
    #expect(back.measured == table.measured)
    #expect(back.regimes.map(\.targets) == ["random", "random"])
    #expect(
      back.report.written(as: .csv).split(separator: "\n").count
        == table.report.written(as: .csv).split(separator: "\n").count)
  }

  @Test func exactRandomIsThatOfAllPairs() throws {
    let table = try table()
    let row = try #require(table.rows.first { $0.method == "random" && $0.split == .full && $0.size == 20 })
    let plan = ExactRandomPlan(population: try #require(table.population))
    #expect(row.basis == .exact)
    // A table's rows have the four decimals of its files.
    #expect(close(row.agreement(atGap: 0.07).value, plan.agreement(atGap: 0.07, size: 20), 5e-5))
  }

  @Test(arguments: ["", "1:1", "5:1*3,3;6:2", "10:2,4*12;11:1"]) func pairTextsReadBack(text: String) throws {
    #expect(PairText.write(try #require(PairText.read(text))) == text)
  }

  @Test(arguments: [
    "x", "5", "5:", "5:2", "5:7", "5:1*", "5:1*0", "5:1;", "5:1,,3", "5:-1", "5:0", "999999999999999999999:1",
  ])
  func damagedPairTextsAreRefused(text: String) { #expect(PairText.read(text) == nil) }

  @Test(arguments: [
    ("", "not valid JSON"), ("{}", "\"schema\" is missing"), ("[1]", "wrong type"),
    ("{\"schema\": \"mdad.table/9\"}", "\"benchmark\" is missing"),
  ])
  func damagedTablesAreNamed(text: String, words: String) {
    let error = #expect(throws: PlannerError.self) { try BenchmarkTable(json: Data(text.utf8), file: "t.json") }
    #expect(error?.description.hasPrefix("t.json: ") ?? false)
    #expect(error?.description.contains(words) ?? false)
  }
}

@Suite struct TableLibraryTests {
  /// The tables inside the program are the files of `tables/`, byte for byte.
  @Test func shippedTablesAreTheFilesOfTheFolder() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = try TableLibrary(folder: root.appendingPathComponent("tables").path)
    let shipped = try TableLibrary.shipped()
    #expect(shipped.tableNames == folder.tableNames)
    #expect(shipped.catalogue == folder.catalogue)
    // Every benchmark of the catalogue that is said to have a table has one, and every table is in the catalogue.
    #expect(shipped.tableNames.allSatisfy { shipped.catalogue.entry(of: $0) != nil })
    #expect(shipped.catalogue.entries.allSatisfy { shipped.benchmarkNames.contains($0.benchmark) })
    #expect(shipped.published == folder.published)
    let files = Set(ShippedFiles.names)
    #expect(files.isSuperset(of: shipped.tableNames.map { "\($0).json" }))
    for name in files {
      let path = root.appendingPathComponent("tables/\(name)").path
      #expect(ShippedFiles.content(of: name) == FileManager.default.contents(atPath: path), "\(name)")
    }
    #expect(ShippedFiles.content(of: "nowhere.json") == nil)
    for name in ["glue_rte", "gaia", "wmt25_en_cs_cz"] {
      let inside = try #require(try shipped.table(of: name))
      #expect(inside.report.json == (try #require(try folder.table(of: name))).report.json)
      let csv = try String(contentsOfFile: root.appendingPathComponent("tables/\(name).csv").path, encoding: .utf8)
      #expect(csv == inside.report.written(as: .csv))
      #expect(inside.version == programVersion)
    }
    #expect(shipped.frameNames.contains("swebench_verified") && shipped.frameNames.count == 10)
    #expect(folder.frameNames == shipped.frameNames)
    for name in shipped.frameNames {
      let inside = try #require(try shipped.frame(of: name))
      #expect(try inside == folder.frame(of: name))
      let path = root.appendingPathComponent("tables/frames/\(name).csv").path
      let csv = try String(contentsOfFile: path, encoding: .utf8)
      #expect(csv == inside.csv)
    }
  }

  @Test(arguments: ["MMLU-Pro", "mmlu_pro", "mmlupro", "MMLU_PRO"]) func namesAreComparedLoosely(name: String) throws {
    let library = try TableLibrary.shipped()
    #expect(try library.table(of: name)?.benchmark == "mmlu_pro")
    #expect(library.published(of: name)?.benchmark == "mmlu-pro")
  }

  @Test func publishedBenchmarksHaveTheirFigures() throws {
    let library = try TableLibrary.shipped()
    #expect(library.published.map(\.benchmark) == ["mmlu", "mmlu-pro", "bbh", "gpqa"])
    #expect(library.published.map(\.rows.count) == [42, 42, 42, 30])
    #expect(try library.table(of: "bbh") == nil && library.published(of: "nonsense") == nil)
    #expect(library.benchmarkNames.count == library.tableNames.count + 2)
  }

  @Test func emptyAndMissingFoldersAreErrors() {
    #expect(throws: PlannerError.self) { try TableLibrary(folder: "/no/such/folder") }
    #expect(throws: PlannerError.self) {
      try TableLibrary(folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)
    }
  }
}
