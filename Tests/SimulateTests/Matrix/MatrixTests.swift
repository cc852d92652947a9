import Foundation
import Testing

@testable import Simulate

@Suite struct BitMatrixTests {
  @Test(arguments: [(1, 1), (3, 64), (64, 3), (65, 129), (200, 70), (0, 5)])
  func transposeAndCountsMatchBitByBit(rows: Int, columns: Int) {
    var generator = Philox(seed: UInt64(rows * 1000 + columns), trial: 0, purpose: .selection)
    var bits = BitMatrix(rows: rows, columns: columns)
    for row in 0..<rows { for column in 0..<columns { bits[row, column] = generator.uniform(below: 2) == 1 } }
    let transposed = bits.transposed()
    #expect(transposed.transposed() == bits)
    let chosen = (0..<columns).filter { _ in generator.uniform(below: 2) == 1 }
    let mask = BitMatrix.mask(columns: columns, indices: chosen)
    for row in 0..<rows {
      for column in 0..<columns { #expect(transposed[column, row] == bits[row, column]) }
      #expect(bits.count(row: row) == (0..<columns).count { bits[row, $0] })
      #expect(bits.count(row: row, mask: mask) == chosen.count { bits[row, $0] })
      #expect(bits.count(rows: row, 0) == (0..<columns).count { bits[row, $0] && bits[0, $0] })
      #expect(bits.count(rows: row, 0, mask: mask) == chosen.count { bits[row, $0] && bits[0, $0] })
    }
  }

  @Test(arguments: [1, 64, 129]) func submatricesAndNumbersAreTheBitsAsked(columns: Int) {
    var generator = Philox(seed: 2, trial: columns, purpose: .selection)
    var bits = BitMatrix(rows: 5, columns: columns)
    for row in 0..<5 { for column in 0..<columns { bits[row, column] = generator.uniform(below: 2) == 1 } }
    for row in 0..<5 { #expect(bits.numbers(row: row) == (0..<columns).map { bits[row, $0] ? 1 : 0 }) }
    for count in Set([0, 1, columns / 2, columns]) {
      let (rows, chosen) = ([4, 0, 2], generator.sample(count, from: Array(0..<columns)))
      var expected = BitMatrix(rows: rows.count, columns: count)
      for (row, old) in rows.enumerated() {
        for (column, oldColumn) in chosen.enumerated() { expected[row, column] = bits[old, oldColumn] }
      }
      #expect(bits.submatrix(rows: rows, columns: chosen) == expected)
    }
  }

  @Test func clearingABitLeavesItsNeighbours() {
    var bits = BitMatrix(rows: 1, columns: 3)
    for column in 0..<3 { bits[0, column] = true }
    bits[0, 1] = false
    #expect(bits[0, 0] && !bits[0, 1] && bits[0, 2])
  }
}

@Suite struct SHA256Tests {
  /// FIPS 180-4 examples, and the digests that sha256sum prints.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func matchesThePublishedDigests(message: String, digest: String) {
    var hash = SHA256()
    hash.update(Array(message.utf8))
    #expect(hash.hexadecimal() == digest)
    var inPieces = SHA256()
    for start in stride(from: 0, to: min(message.utf8.count, 500), by: 7) {
      inPieces.update(Array(message.utf8.dropFirst(start).prefix(7)))
    }
    if message.utf8.count <= 500 { #expect(inPieces.hexadecimal() == digest) }
  }
}

@Suite struct ItemMatrixTests {
  /// Makes a random matrix of zeros and ones in both of its forms.
  static func bothForms(models: Int, items: Int, seed: UInt64, subtasks: Int = 0) -> (
    binary: ItemMatrix, graded: ItemMatrix
  ) {
    var generator = Philox(seed: seed, trial: 0, purpose: .selection)
    let ability = (0..<models).map { _ in generator.uniform(below: 60) }
    let ease = (0..<items).map { _ in generator.uniform(below: 60) }
    let scores = (0..<models).map { model in
      (0..<items).map { item in generator.uniform(below: 120) < ability[model] + ease[item] ? 1.0 : 0.0 }
    }
    let names = (0..<models).map { "m\($0)" }
    let itemNames = (0..<items).map { "i\($0)" }
    let labels = ItemMatrix.ItemLabels(
      subtasks: subtasks == 0 ? [] : (0..<items).map { "s\($0 * $0 % subtasks)" })
    return (
      ItemMatrix(models: names, items: itemNames, labels: labels, scores: scores),
      ItemMatrix(models: names, items: itemNames, labels: labels, rowMajor: scores.flatMap { $0 }, keepGraded: true)
    )
  }

  @Test func bothFormsGiveTheSameScores() {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 7, items: 90, seed: 5)
    #expect(binary.isBinary)
    #expect(!graded.isBinary)
    let items = [0, 3, 64, 65, 89]
    #expect(binary.itemMeans(items: items, over: [0, 2, 6]) == graded.itemMeans(items: items, over: [0, 2, 6]))
    for (a, b) in zip(
      binary.referenceScores(of: [1, 4], over: items).means, graded.referenceScores(of: [1, 4], over: items).means)
    {
      #expect(close(a, b))
    }
    #expect(binary.score(model: 3, item: 64) == graded.score(model: 3, item: 64))
  }

  /// Matrices are equal if their scores are, whether or not their item-major forms have been made.
  @Test func equalityIsOfTheScores() {
    let (binary, graded) = ItemMatrixTests.bothForms(models: 7, items: 90, seed: 5)
    let (same, _) = ItemMatrixTests.bothForms(models: 7, items: 90, seed: 5)
    _ = same.itemMeans(items: [0], over: [0, 1])
    #expect(binary == same)
    #expect(binary != graded)
    for changed in [0, 6] {
      var scores = binary.models.indices.map { model in
        binary.items.indices.map { binary.score(model: model, item: $0) }
      }
      #expect(ItemMatrix(models: binary.models, items: binary.items, scores: scores) == binary)
      scores[changed][64] = 1 - scores[changed][64]
      #expect(ItemMatrix(models: binary.models, items: binary.items, scores: scores) != binary)
    }
  }

  @Test func contentHashIsOfContentAlone() {
    func matrix(model: String = "a", item: String = "x", subtask: String = "s", score: Double = 1) -> ItemMatrix {
      ItemMatrix(
        models: [model, "b"], items: [item, "y"], labels: .init(subtasks: [subtask, "t"]),
        scores: [[score, 0], [0, 1]])
    }
    let hashes = [
      matrix(), matrix(model: "c"), matrix(item: "z"), matrix(subtask: "u"), matrix(score: 0), matrix(score: 0.5),
    ].map { $0.contentHash() }
    #expect(Set(hashes).count == hashes.count)
    #expect(matrix().contentHash() == hashes[0])
  }

  /// Four models on three items by hand: totals 3, 2, 1, 0, variance 1.25; Σpq = 3/16 + 1/4 + 3/16 = 0.625;
  /// KR-20 = 3/2 · (1 − 0.5) = 0.75.
  @Test func summaryCountsWhatIsOdd() {
    let guttman = ItemMatrix(
      models: ["a", "b", "c", "d"], items: ["1", "2", "3"], scores: [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]])
    #expect(close(guttman.kuderRichardson20(), 0.75))
    let odd = ItemMatrix(
      models: ["a", "b", "c"], items: ["1", "2", "3", "4", "5"],
      scores: [[1, 0, 1, 1, 1], [1, 0, 0, 0, 0], [1, 0, 1, 1, 1]])
    let summary = odd.summary()
    #expect(summary.constantItems == (1, 1))
    #expect(summary.duplicateItems == 2)
    #expect(summary.identicalModels == [["a", "c"]])
  }
}
