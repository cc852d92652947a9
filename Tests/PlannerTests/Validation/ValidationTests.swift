import Simulate
import Testing

@testable import Planner

@Suite struct ValidationTests {
  @Test func everyFigureIsThePublishedOneOrDiffersForANamedReason() {
    let validation = Validation()
    for result in validation.results {
      #expect(
        result.outcome != .fails,
        "\(result.check.input): published \(result.check.published), ours \(String(describing: result.value))")
    }
    #expect(validation.holds)
    #expect(Set(validation.results.map(\.check.input)).count == validation.results.count)
    #expect(validation.results.allSatisfy { !$0.check.source.isEmpty })
    // A figure that agrees needs no reason, so a reason that is not needed is out of date.
    for result in validation.results where result.check.difference != nil {
      #expect(result.outcome == .explained, "\(result.check.input)")
    }
  }

  /// Another last digit is another figure, for each of the checks.
  @Test func aWrongDigitIsFound() throws {
    for check in Validation.allCases {
      let value = try #require(check.result().value)
      let expected = check.difference?.figure ?? check.published
      var digits = Array(expected)
      let last = try #require(digits.last)
      digits[digits.count - 1] = last == "7" || last == "f" ? "3" : "7"
      #expect(!ValidationCase.agree(value, String(digits)), "\(check.input): \(String(digits))")
    }
  }

  @Test(arguments: [
    (0.8393445, "0.839344", true), (0.8393455, "0.839344", false), (12.96, "13.0", true), (13.04, "13.0", true),
    (12.94, "13.0", false), (249, "249", true), (248.4, "249", false), (-0.12402, "-0.1240", true), (.nan, "1", false),
  ])
  func numbersAreComparedInThePrintedDigits(value: Double, printed: String, agrees: Bool) {
    #expect(ValidationCase.agree(.number(value), printed) == agrees)
  }

  @Test func whatFailsIsSaid() {
    struct Fault: Error {}
    let checks = [
      ValidationCase(.tests, "right", published: "0.5", source: "a") { .number(0.5) },
      ValidationCase(
        .tests, "explained", published: "0.5", source: "b", differs: .init(figure: "0.6", reason: "Counts otherwise.")
      ) { .number(0.6) },
      ValidationCase(
        .tests, "neither", published: "0.5", source: "c", differs: .init(figure: "0.6", reason: "Counts otherwise.")
      ) { .number(0.7) },
      ValidationCase(.engine, "thrown", published: "0.5", source: "d") { throw Fault() },
      ValidationCase(.engine, "text", published: "ab", source: "e") { .text("ac") },
    ]
    let validation = Validation(checks)
    #expect(validation.results.map(\.outcome) == [.agrees, .explained, .fails, .fails, .fails])
    #expect(!validation.holds)
    let text = validation.report.written(as: .text, on: TextPage(width: 100, tableWidth: 100))
    #expect(text.hasPrefix("3 of 5 checks fail"))
    #expect(text.contains("b: Counts otherwise."))
    #expect(!text.contains("c: Counts otherwise."))
    #expect(Validation(Array(checks.prefix(2))).report.sentence?.hasPrefix("All 2 checks hold") == true)
  }
}
