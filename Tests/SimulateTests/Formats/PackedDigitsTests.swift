import Testing

@testable import Simulate

/// Rows of digits are packed four fields at a time; here they are split one by one.
@Suite struct PackedDigitsTests {
  /// Packs plainly; nil if any field is not 0 or 1 alone.
  private func plain(_ text: [UInt8], count: Int, delimiter: UInt8) -> (bits: [Bool], end: Int)? {
    var bits: [Bool] = []
    var place = 0
    while bits.count < count {
      guard place < text.count, text[place] == 0x30 || text[place] == 0x31 else { return nil }
      bits.append(text[place] == 0x31)
      place += 1
      let isLast = bits.count == count
      if isLast, place == text.count || [delimiter, 0x0A, 0x0D].contains(text[place]) { return (bits, place) }
      guard !isLast, place < text.count, text[place] == delimiter else { return nil }
      place += 1
    }
    return nil
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 63, 64, 65, 127, 128, 129, 200]) func packsWhatPlainSplittingFinds(count: Int) {
    var generator = Philox(seed: 3, trial: count, purpose: .selection)
    var outcomes: Set<Bool> = []
    for round in 0..<60 {
      let delimiter = Array(",\t;".utf8)[round % 3]
      var text: [UInt8] = []
      for field in 0..<count { text += (field > 0 ? [delimiter] : []) + [0x30 + UInt8(generator.uniform(below: 2))] }
      let ends: [[UInt8]] = [[], [delimiter], [0x0A], [delimiter, 0x30], [0x31, 0x32], [0x0D, 0x0A]]
      text += ends[generator.uniform(below: ends.count)]
      // Half of the texts have a wrong byte, or too few.
      if round % 4 == 1 { text[generator.uniform(below: text.count)] = Array("2 .,-\"\t;/a".utf8)[round % 10] }
      if round % 4 == 3 { text.removeLast(generator.uniform(below: min(3, text.count)) + 1) }
      let start = generator.uniform(below: 5)
      let padded = [UInt8](repeating: 0x31, count: start) + text
      var packed = PackedDigits(count: count)
      let end = padded.withUnsafeBufferPointer { packed.pack($0, start..<padded.count, delimiter) }
      let expected = plain(text, count: count, delimiter: delimiter)
      outcomes.insert(expected != nil)
      #expect(end == expected.map { $0.end + start })
      guard let expected, end != nil else { continue }
      for (field, bit) in expected.bits.enumerated() {
        #expect(packed.words[field >> 6] >> UInt64(field & 63) & 1 == (bit ? 1 : 0))
      }
      #expect(packed.words.reduce(0) { $0 + $1.nonzeroBitCount } == expected.bits.count { $0 })
    }
    #expect(outcomes == [true, false])
  }

  /// The same matrix with every digit written as a decimal has no fields to pack.
  @Test(arguments: [5, 64, 70, 131], [16, 300, 1 << 20]) func packedRowsGiveTheMatrixOfRowsThatAreNot(
    models: Int, chunk: Int
  ) throws {
    var generator = Philox(seed: 8, trial: models, purpose: .selection)
    let names = (0..<models).map { "m\($0)" }
    let items = 30
    let layouts: [(head: String, tail: String, row: (Int) -> (head: String, tail: String))] = [
      ("item,", "", { ("i\($0),", "") }), ("item,", ",subtask", { ("i\($0),", ",s\($0 % 3)") }),
      ("", ",subset,item", { ("", ",\"a, \($0 % 2)\",\"i\($0)\"") }),
      ("subtask,item,", ",cluster", { ("\"s\n\($0 % 3)\",i\($0),", ",") }),
    ]
    for layout in layouts {
      for lineEnd in ["\n", "\r\n", "\r"] {
        var packed = layout.head + names.joined(separator: ",") + layout.tail + lineEnd
        var decimal = packed
        for item in 0..<items {
          let (head, tail) = layout.row(item)
          let bits = (0..<models).map { _ in generator.uniform(below: 2) }
          // Some rows have one field that is no digit, and there are blank lines.
          var fields = bits.map(String.init)
          if item % 7 == 6 { fields[generator.uniform(below: models)] += " " }
          let isLast = item + 1 == items
          let ends = isLast ? "" : item % 5 == 0 ? lineEnd + lineEnd : lineEnd
          packed += head + fields.joined(separator: ",") + tail + ends
          let plain = zip(fields, bits).map { $0.count > 1 ? "\($1) " : "\($1).0" }
          decimal += head + plain.joined(separator: ",") + tail + (isLast ? "" : lineEnd)
        }
        for text in [(packed, decimal), (packed + lineEnd, decimal + lineEnd)] {
          func read(_ text: String) throws -> ItemMatrix {
            try withFile(text) { try WideTable.read(path: $0, options: .init(), chunk: chunk).matrix }
          }
          #expect(try read(text.0) == read(text.1))
        }
      }
    }
  }

  @Test func rowsAfterAGradedScoreAreRead() throws {
    let matrix = try withFile("a,b,c,d,e,f\n1,0,1,0,1,1\n0,1,0.5,1,0,0\n1,1,1,0,0,1\n") {
      try WideTable.read(path: $0).matrix
    }
    let rows = (0..<3).map { item in (0..<6).map { matrix.score(model: $0, item: item) } }
    #expect(rows == [[1, 0, 1, 0, 1, 1], [0, 1, 0.5, 1, 0, 0], [1, 1, 1, 0, 0, 1]])
  }

  @Test func aRowOfTooManyOrTooFewDigitsIsRefused() throws {
    for row in ["i,1,0,1,0", "i,1,0,1,0,1,1", "i,1,0,1,0,1,"] {
      let error = #expect(throws: SimulateError.self) {
        try withFile("item,a,b,c,d,e\nh,1,0,1,0,1\n\(row)\n") { try WideTable.read(path: $0) }
      }
      let fields = row.split(separator: ",", omittingEmptySubsequences: false).count
      #expect(error?.description.contains("matrix.csv:3: this row has \(fields) fields") ?? false)
    }
  }
}
