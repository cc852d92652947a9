import Foundation
import Testing

@testable import Simulate

@Suite struct RepeatedSamplesTests {
  private func read(_ text: String, _ change: (inout MatrixReadingOptions) -> Void = { _ in }) throws -> MatrixReading {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".csv").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = MatrixReadingOptions()
    change(&options)
    return try MatrixFile.read(path: path, options: options)
  }

  private func fault(_ text: String, _ change: (inout MatrixReadingOptions) -> Void = { _ in }) -> String {
    do {
      _ = try read(text, change)
      return "read"
    } catch { return "\(error)" }
  }

  private let wide = "item,a,b\nq1,7/12,0\nq2,1,3/3\nq3,0/12,5/10\n"

  @Test func cellsOfAWideTableKeepTheirCounts() throws {
    let matrix = try read(wide).matrix
    #expect(matrix.score(model: 0, item: 0) == 7.0 / 12)
    #expect(matrix.samples(model: 0, item: 0) == (7, 12))
    #expect(matrix.samples(model: 0, item: 1) == (1, 1))
    #expect(matrix.samples(model: 1, item: 1) == (3, 3))
    #expect(matrix.samples(model: 1, item: 2) == (5, 10))
    #expect(matrix.repeatedSamples?.range == 1...12)
    // Rows may be models, and counts may all be of right or of wrong answers only.
    let turned = try read("model,q1,q2\na,2/2,0/2\nb,0/2,2/2\n").matrix
    #expect(turned.isBinary)
    #expect(turned.samples(model: 1, item: 1) == (2, 2))
    #expect(turned.contentHash() != (try read("model,q1,q2\na,1,0\nb,0,1\n").matrix.contentHash()))
  }

  @Test func droppedRowsAndColumnsTakeTheirCountsAlong() throws {
    let text = "item,a,b\nq1,1/4,\nq2,2/4,3/4\nq3,0/4,4/4\n"
    let items = try read(text) { $0.missing = .dropItems }.matrix
    #expect(items.items == ["q2", "q3"])
    #expect(items.samples(model: 1, item: 0) == (3, 4))
    let models = try read(text) { $0.missing = .dropModels }.matrix
    #expect(models.models == ["a"])
    #expect(models.samples(model: 0, item: 1) == (2, 4))
    #expect(items.selecting(models: [1]).samples(model: 0, item: 1) == (4, 4))
  }

  @Test func rowsOfALongTableAddUp() throws {
    let rows = "a,q1,1\na,q1,0\na,q1,1\na,q2,0\nb,q1,0\nb,q2,3/4\n"
    let matrix = try read("model,item,score\n" + rows) { $0.duplicates = .samples }.matrix
    #expect(matrix.samples(model: 0, item: 0) == (2, 3))
    #expect(matrix.samples(model: 0, item: 1) == (0, 1))
    #expect(matrix.samples(model: 1, item: 1) == (3, 4))
    #expect(fault("model,item,score\n" + rows).contains("has a second score"))
    let numbered = "model,item,epoch,score\na,q,1,1\na,q,2,0\nb,q,1,0\nb,q,2,0\n"
    #expect(try read(numbered).matrix.samples(model: 0, item: 0) == (1, 2))
    // Means of duplicates, and of graded samples, are no counts.
    #expect(try read("model,item,score\na,q,1\na,q,0\n") { $0.duplicates = .mean }.matrix.repeatedSamples == nil)
    #expect(try read("model,item,epoch,score\na,q,1,0.5\na,q,2,0\n").matrix.repeatedSamples == nil)
  }

  @Test func countsAreWrittenAndReadBack() throws {
    let matrix = try read(wide).matrix
    for form in ["wide", "long"] {
      let text = String(decoding: matrix.written(as: try #require(MatrixForm.named(form))), as: UTF8.self)
      #expect(text.contains("7/12"))
      #expect(try read(text).matrix.contentHash() == matrix.contentHash())
    }
  }

  @Test func whatIsNoCountIsRefused() {
    #expect(fault("item,a\nq1,5/3\n").contains(":2: column 2 \"a\": \"5/3\" is not a score"))
    #expect(fault("item,a\nq1,0/0\n").contains("is not a score"))
    #expect(fault("item,a\nq1,1/1\nq2,0.5\n").contains("a mean of an unknown number of answers"))
    #expect(fault("item,a\nq1,0.5\nq2,1/2\n").contains("\"a\" has 0.5 on item \"q1\""))
  }

  @Test func otherScoresOfTheSameAnswers() throws {
    let matrix = try read("item,a,b\nq1,7/12,0/2\nq2,2/2,3/3\nq3,0/12,5/10\n") { $0.score = .passAny(2) }.matrix
    // 1 − C(5, 2)/C(12, 2)
    #expect(abs(matrix.score(model: 0, item: 0) - (1 - 10.0 / 66)) < 1e-12)
    #expect(matrix.samples(model: 0, item: 0) == (7, 12))
    #expect(matrix.samplingVariance(model: 0, item: 1) == nil)
    #expect(
      fault(wide) { $0.score = .passAll(2) }.contains(
        "pass^2 takes 2 answers or more to every item; model \"a\" has 1 to item \"q2\""))
    #expect(fault("item,a\nq1,1\n") { $0.score = .passAny(1) }.contains("takes repeated answers"))
  }
}
