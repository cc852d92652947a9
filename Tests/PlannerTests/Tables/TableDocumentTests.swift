import Foundation
import Simulate
import Testing

@testable import Planner

/// Reading a table quickly gives what Foundation gives, or nothing.
@Suite struct TableDocumentTests {
  /// A table of each kind: with and without subtasks, dates, pairs, and rows against unseen items.
  private static func texts() throws -> [Data] {
    var maker = TableMaker()
    maker.trials = 4
    maker.sizes = [5, 20]
    maker.methods = ["random", "anchor-points"]
    let made = try maker.table(benchmark: "ladder", matrix: TableTests.matrix, threads: 1).report.written(as: .json)
    return [Data(made.utf8)]
      + ["gaia", "livecodebench_v5", "swebench_multimodal"].compactMap { name in
        ShippedFiles.content(of: name + ".json")
      }
  }

  @Test(arguments: [ItemSplit?.none, .full, .half]) func tablesReadAsFoundationReadsThem(split: ItemSplit?) throws {
    let texts = try TableDocumentTests.texts()
    #expect(texts.count == 4)
    for text in texts {
      let read = try #require(TableDocument(plain: text, split: split))
      #expect(try read == TableDocument(decoding: text, split: split))
      #expect(read.rows.contains { $0.row == nil } == (split != nil))
    }
  }

  @Test func everyShippedTableIsReadWithoutFoundation() throws {
    let names = ShippedFiles.names.filter { $0.hasSuffix(".json") && $0 != "index.json" }
    #expect(names.count > 20)
    for name in names {
      #expect(TableDocument(plain: try #require(ShippedFiles.content(of: name)), split: .full) != nil, "\(name)")
    }
  }

  @Test func changedBytesAreReadAsFoundationReadsThemOrNotAtAll() throws {
    // One row of each split is enough, and makes changes elsewhere likely.
    let text = try TableDocumentTests.texts()[0]
    var generator = Philox(seed: 5, trial: 1, purpose: .split)
    let bytes = Array("0159-.,:\"[]{}eEtnu\\ \n\u{7}é".utf8)
    var (read, refused) = (0, 0)
    for _ in 0..<600 {
      var changed = text
      let place = changed.startIndex + Int(generator.next() % UInt64(changed.count))
      switch generator.next() % 3 {
      case 0: changed.remove(at: place)
      case 1: changed.insert(bytes[Int(generator.next() % UInt64(bytes.count))], at: place)
      default: changed[place] = bytes[Int(generator.next() % UInt64(bytes.count))]
      }
      for split in [ItemSplit?.none, .half] {
        guard let plain = TableDocument(plain: changed, split: split) else {
          refused += 1
          continue
        }
        read += 1
        #expect(try plain == TableDocument(decoding: changed, split: split))
      }
    }
    #expect(read > 50 && refused > 50)
  }

  @Test(arguments: [
    ("\"k\": 5,", "\"k\": 5, \"k\": 6,"), ("\"k\": 5,", "\"k\": 05,"), ("\"k\": 5,", "\"k\": 5.0,"),
    ("\"trials\": 4,", "\"trials\": 4e0,"), ("\"trials\": 4,", ""), ("\"trials\": 4,", "\"trials\": null,"),
    ("\"ladder\"", "\"läd\\u0064er\""), ("\"notes\": [", "\"notes\": [[1], {\"a\": 2}, "), ("\n}\n", "\n} x"),
    ("\"seed\": 1,", "\"seed\": 18446744073709551615,"), ("\"seed\": 1,", "\"seed\": 1"),
  ])
  func whatThisProgramDoesNotWriteIsLeftToFoundation(written: String, changed: String) throws {
    let text = String(decoding: try TableDocumentTests.texts()[0], as: UTF8.self)
    #expect(text.contains(written))
    let other = Data(text.replacingOccurrences(of: written, with: changed).utf8)
    #expect(TableDocument(plain: other, split: nil) == nil)
  }
}
