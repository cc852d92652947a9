import Testing

@testable import Simulate

@Suite struct PlainDecimalTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("+1", 1), ("1.", 1), (".5", 0.5), ("-2.5e-3", -0.0025), ("1E2", 100), ("007", 7),
    ("0.30000000000000004", 0.30000000000000004), ("123456789012345680", 123_456_789_012_345_680),
  ])
  func readsWhatPeopleWrite(text: String, value: Double) {
    #expect(Double(plainDecimal: text) == value)
    #expect(Double(plainDecimal: Substring(text)) == Double(text))
  }

  @Test(arguments: [
    "", " ", "+", "-", ".", "e5", "1e", "1e+", "0x1", "0x1p2", "inf", "nan", "infinity", "1e999", "1 ", " 1", "1\0",
    "1\0.5junk", "1,5", "1.2.3", "--1", "１",
  ])
  func refusesEverythingElse(text: String) { #expect(Double(plainDecimal: text) == nil) }

  /// The fast path for few digits gives the double nearest to the text, as the slow path does.
  @Test func fewDigitsRoundAsManyDo() {
    var generator = Philox(seed: 3, trial: 0, purpose: .selection)
    for _ in 0..<2000 {
      let decimals = generator.uniform(below: 12)
      let digits = generator.uniform(below: 10_000_000)
      let text = "\(digits / 1000).\(String(repeating: "0", count: decimals % 4))\(digits % 1000)"
      #expect(Double(plainDecimal: text) == Double(text))
    }
  }

  @Test(arguments: [
    ("0", true), ("-1.5e+3", true), ("0.5", true), ("10", true), ("01", false), ("-01", false), ("+1", false),
    ("1.", false), (".5", false), ("1e", false), ("00", false), ("0e1", true),
  ])
  func knowsNumbersOfJSON(text: String, isJSON: Bool) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBufferPointer { PlainDecimal($0).isJSON } == isJSON)
  }
}
