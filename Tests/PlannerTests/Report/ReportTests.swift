import Foundation
import Planner
import Testing

@Suite struct FigureTests {
  /// A figure, and what text, CSV and JSON show of it.
  static let cases: [(Figure, shown: String, field: String, json: String)] = [
    (.absent, "–", "", "null"), (.text("–"), "–", "–", "\"–\""), (.text(String?.none), "–", "", "null"),
    (.count(9999), "9999", "9999", "9999"), (.count(12_032), "12,032", "12032", "12032"),
    (.count(-12_032), "-12,032", "-12032", "-12032"), (.points(0.05), "5.0", "5", "5.0"),
    (.points(0.123456789), "12.3", "12.345679", "12.345679"), (.points(0.05, .upTo(2)), "5", "5", "5.0"),
    (.percent(0.055), "6 %", "0.055", "0.055"), (.share(0.8), "0.80", "0.8", "0.8"),
    (.share(.nan), "–", "", "null"), (.plain(.infinity, .fixed(1)), "–", "", "null"),
    (.plain(-0.0001, .fixed(2, exact: 2)), "0.00", "0", "0.0"), (.flag(true), "yes", "true", "true"),
    (.amount(Decimal(string: "1234.5")), "1,234.50", "1234.5", "1234.5"),
    (.amount(Decimal(string: "3.01")), "3.01", "3.01", "3.01"),
    (.atMost(.count(10)), "≤ 10", "10", "10"), (.atMost(.absent), "–", "", "null"),
    (.range(.count(3), .count(7)), "3 to 7", "3..7", "[3,7]"),
    (.range(between: .absent, and: .absent), "–", "", "null"),
    (.between(.points(0.1), and: .points(0.12)), "10.0 to 12.0", "10..12", "[10.0,12.0]"),
    (.between(.points(0.1), and: .points(0.1004)), "10.0", "10", "10.0"),
    (.between(0.2...0.3) { .share($0) }, "0.20 to 0.30", "0.2..0.3", "[0.2,0.3]"),
    (.pValue(0.00123), "0.0012", "0.00123", "0.00123"),
    (.pValue(1e-9), "below 0.0001", "below 0.0001", "\"below 0.0001\""),
    (.list([.text("a"), .count(1)]), "a, 1", "a;1", "[\"a\",1]"),
    (.record([("k", .count(1))]), "k 1", "k 1", "{\"k\":1}"), (.flag(Bool?.none), "–", "", "null"),
    (.share(1.0 / 3, .fixed(2, exact: nil)), "0.33", "0.3333333333333333", "0.3333333333333333"),
    (.plain(2, .fixed(1, exact: nil)), "2.0", "2", "2.0"),
    (.document(.object([("a", .array([.int(1)]))])), "{\"a\":[1]}", "{\"a\":[1]}", "{\"a\":[1]}"),
  ]

  @Test(arguments: cases.indices) func peopleAndProgramsReadAFigure(position: Int) {
    let (figure, shown, field, json) = Self.cases[position]
    #expect(figure.shown == shown)
    #expect(figure.field == field)
    #expect(figure.json.text(indented: false) == json)
  }
}

@Suite struct ReportTests {
  private struct Row {
    var name: String
    var gap: Double?
  }

  private static let columns: [Column<Row>] = [
    Column("model", "model") { .text($0.name) }, Column("gap", "gap, points") { .points($0.gap) },
    Column("wide", "a wide column of words", dropped: 1, for: .people) { _ in .text("words") },
    Column("seed", for: .csv) { _ in .count(1) }, Column("names", for: .json) { .list([.text($0.name)]) },
  ]

  private static func report(_ rows: [Row], notes: [String] = []) -> Report {
    let table = Table(rows, columns)
    return Report(
      schema: "mdad.test/1", sentence: "Seven is enough.",
      [
        .fact("k", "items", .count(7)), .fact("hidden", nil, .flag(true)), .fact(nil, "shown", .text("here")),
        .section("rows", heading: "The rows", sentences: ["One sentence."], table: table),
        .section("more", table: table, isShown: false),
      ], notes: notes, csv: table)
  }

  private let rows = [Row(name: "a|b", gap: 0.05), Row(name: "–", gap: nil), Row(name: "c,\"d\"", gap: 0.1)]

  @Test func textPutsTheAnswerFirstAndDropsWhatHasNoRoom() {
    let text = Self.report(rows, notes: ["A note that is long enough to be broken."]).written(
      as: .text, on: TextPage(width: 30, tableWidth: 24))
    #expect(
      text == """
        Seven is enough.

        fact   value
        items  7
        shown  here

        The rows
        One sentence.

        model  gap, points
        a|b            5.0
        –                –
        c,"d"         10.0
        (no room for a wide column of
        words; the CSV form has all)

        - A note that is long enough
          to be broken.

        """)
  }

  @Test func aListKeepsABulletForASingleSentence() {
    let report = Report(schema: "mdad.test/1", [.section(sentences: ["One."], isList: true)])
    #expect(report.written(as: .text) == "- One.\n")
    #expect(report.written(as: .markdown) == "- One.\n")
  }

  @Test func csvKeepsANameThatIsADash() {
    #expect(Self.report(rows).written(as: .csv) == "model,gap,seed\na|b,5,1\n–,,1\n\"c,\"\"d\"\"\",10,1\n")
  }

  @Test func jsonHoldsPartsInTheirOrder() throws {
    let text = Self.report([rows[0]], notes: ["n"]).json.text(indented: false)
    let row = "{\"model\":\"a|b\",\"gap\":5.0,\"names\":[\"a|b\"]}"
    #expect(
      text.hasPrefix(
        "{\"schema\":\"mdad.test/1\",\"k\":7,\"hidden\":true,\"rows\":[\(row)],\"more\":[\(row)],\"notes\":[\"n\"],"))
  }

  @Test func aKnownFactIsLeftOutForPeopleWhereItIsAbsent() {
    let report = Report(schema: "mdad.test/1", [.knownFact("k", "items", .absent), .knownFact("n", "N", .count(7))])
    #expect(report.written(as: .text) == "fact  value\nN     7\n")
    #expect(report.written(as: .csv) == "k,n\n,7\n")
    #expect(report.json.text(indented: false).hasPrefix("{\"schema\":\"mdad.test/1\",\"k\":null,\"n\":7,"))
  }

  @Test func factsAloneAreOneCSVRow() {
    let report = Report(schema: "mdad.test/1", [.fact("k", "items", .count(7)), .fact(nil, "shown", .text("here"))])
    #expect(report.written(as: .csv) == "k\n7\n")
  }

  @Test func markdownEscapesWhatNamesCannotBe() {
    let hostile = [Row(name: "<img src=x>\n| evil |\u{1B}[31m", gap: 0)]
    let markdown = Self.report(hostile).written(as: .markdown)
    #expect(markdown.contains("| &lt;img src=x&gt;\\u{A}\\| evil \\|\\u{1B}[31m | 0.0 | words |\n"))
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.filter { $0.hasPrefix("|") }.allSatisfy { $0.hasSuffix("|") })
  }

  @Test func textShowsControlCharacters() {
    let text = Self.report([Row(name: "\u{1B}]0;t\u{07}\u{202E}x", gap: 0)]).written(as: .text)
    #expect(text.contains("\\u{1B}]0;t\\u{7}\\u{202E}x"))
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }

  @Test func aReportWithoutNotesSaysSoWhereAsked() {
    var report = Report(schema: "mdad.test/1", sentence: "Yes.", [])
    report.withoutNotes = "No problems found."
    #expect(report.written(as: .text) == "Yes.\n\nNo problems found.\n")
    #expect(report.written(as: .markdown) == "**Yes.**\n\nNo problems found.\n")
  }
}
