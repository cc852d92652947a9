import Foundation
import Testing

@testable import Simulate

@Suite struct ScoreColumnsTests {
  static let file = "model,full,q1,q2,q3,tiny\na,62.5,1,0,1,66.7\nb,50,0,0,1,33.3\n"

  @Test func readsARangeOfItemColumns() throws {
    try withFile(ScoreColumnsTests.file) { path in
      let read = try ScoreColumns.read(path: path, choice: .init(full: "full", micro: "q1..q3"))
      #expect(read.models == ["a", "b"])
      #expect(read.full == [0.625, 0.5])
      #expect(read.micro == [0, 1, 2])
      #expect(read.columns.isBinary)
      #expect(read.columns.items == ["q1", "q2", "q3"])
      #expect(read.percentages.full)
      #expect(!read.percentages.columns)
      #expect(read.columns.referenceScores(of: [0, 1], over: read.micro).rightCounts == [2, 1])
    }
  }

  @Test func readsListsAPoolAndPercentages() throws {
    try withFile(ScoreColumnsTests.file) { path in
      let read = try ScoreColumns.read(path: path, choice: .init(full: "full", micro: "q3,Q1", among: "q1..q3"))
      #expect(read.micro == [2, 0])
      let single = try ScoreColumns.read(path: path, choice: .init(full: "full", micro: "tiny"))
      #expect(abs(single.columns.score(model: 0, item: 0) - 0.667) < 1e-12)
      #expect(single.percentages.columns)
    }
  }

  @Test(arguments: [
    ("", "q1", "the file is empty"), ("model,full,q1\na,1,1\n", "q1", "1 model in the file"),
    ("model,full,q1\na,1,x\nb,1,0\n", "q1", ":2: column \"q1\": \"x\" is not a number"),
    ("model,full,q1\na,1,1\nb,,0\n", "q1", ":3: column \"full\": the score is missing"),
    ("model,full,q1\na,1,1\nb,-3,0\n", "q1", "-3 is not a score"),
    ("model,full,q1\na,1,1\nb,101,0\n", "q1", "101 is not a score"),
    ("model,full,q1\na,1\n", "q1", ":2: this row has 2 fields"),
    ("model,full,q1\na,1,1\nb,1,1\n", "q9", "no column is named \"q9\""),
    ("model,full,q1\na,1,1\nb,1,1\n", "q1,q1", "one of them twice"),
    ("model,full,q1,q2\na,1,1,1\n", "q2..q1", "runs backwards"),
    ("model,full,q1\na,1,1\nb,1,1\n", "full", "both the full score and part"),
    ("full,full\n1,1\n", "full", "columns 1 and 2"),
  ])
  func mistakesAreNamed(content: String, micro: String, words: String) throws {
    try withFile(content) { path in
      let error = #expect(throws: SimulateError.self) {
        _ = try ScoreColumns.read(path: path, choice: .init(full: "full", micro: micro))
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}
