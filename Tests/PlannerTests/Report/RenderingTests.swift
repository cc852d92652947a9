import Foundation
import Planner
import Simulate
import Testing

@Suite struct JSONValueTests {
  @Test func textReadsBackAsTheSameDocument() throws {
    let value: JSONValue = .object([
      ("z", .array([.int(1), .number(0.1), .null, .bool(true)])), ("a", .string("q\"\\\n\u{1}é")),
      ("o", .object([("x", .array([.object([])])), ("n", .number(.nan))])),
    ])
    for indented in [true, false] {
      let text = value.text(indented: indented)
      let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(read["a"] as? String == "q\"\\\n\u{1}é")
      #expect((read["z"] as? [Any])?.count == 4)
      #expect((read["o"] as? [String: Any])?["n"] is NSNull)
      #expect(text.contains("0.1"))
    }
    #expect(value.text(indented: false).hasPrefix("{\"z\":[1,0.1,null,true],\"a\":"))
  }

  @Test func numbersAreRoundedAndNeverMinusZero() {
    #expect(JSONValue.rounded(0.123456, 3).text(indented: false) == "0.123")
    #expect(JSONValue.rounded(-0.00001, 3).text(indented: false) == "0.0")
    #expect(JSONValue.rounded(nil, 3) == .null)
    #expect(JSONValue.rounded(.infinity, 3) == .null)
  }
}

@Suite struct NumberTextTests {
  @Test func numbersAreWrittenForPeople() {
    #expect(decimal(1.005, 1) == "1.0")
    #expect(decimal(-0.01, 1) == "0.0")
    #expect(decimal(nil, 2) == "–")
    #expect(decimal(.nan, 2) == "–")
    #expect(compact(2.50) == "2.5")
    #expect(compact(100) == "100")
    #expect(compact(0.00001) == "0")
    #expect(csvField("a\nb") == "\"a\nb\"")
    #expect(csvField("plain") == "plain")
  }
}
