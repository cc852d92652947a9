import Foundation
import Planner
import Simulate
import Testing

@testable import mdad

/// Reads a text as a kind of value. Returns the value written again, or what is wrong.
private func reading<Value>(_ kind: ValueKind<Value>, _ text: String) -> String {
  do { return kind.text(try kind.read(text)) } catch {
    return "✘ " + error.found + (error.remedy.map { "; \($0)" } ?? "")
  }
}

/// A kind of value under a name, with its type hidden.
private struct Kind: Sendable {
  let name: String
  let outcome: @Sendable (String) -> String

  init<Value>(_ name: String, _ kind: ValueKind<Value>) {
    self.name = name
    outcome = { reading(kind, $0) }
  }
}

private let kinds = [
  Kind("text", .text("NAME")), Kind("file", .file), Kind("folder", .folder),
  Kind("word", ValueKind<TiePolicy>.choice), Kind("method", .choice(["random", "head", "lasso"])),
  Kind("number", .number("P", in: 0.5...0.9999, unit: "a probability")),
  Kind("above", .number("D", above: 0, upTo: 1, unit: "a fraction")),
  Kind("points", .points(above: 0)), Kind("integer", .integer("N", in: 1...1024)),
  Kind("seed", .integer("N", in: 0...Int.max)), Kind("amount", .amount("PRICE")),
  Kind("sizes", .list("K,…", of: .integer("K", in: 1...100), sorted: true)),
  Kind("names", .list("NAME,…", of: .choice(["random", "head"]))),
  Kind("interval", .interval(in: 0...100, unit: "accuracy points")), Kind("pair", .pair("A,B")), Kind("shard", .shard),
]

@Suite struct ValueKindTests {
  @Test(arguments: [
    ("text", "a b", "a b"), ("text", "", "✘ the value is empty; NAME"), ("file", "-", "-"),
    ("file", "", "✘ the value is empty; FILE"), ("folder", "", "✘ the value is empty; DIR"),
    ("word", "half", "half"), ("word", "HALF", "✘ unknown value \"HALF\"; did you mean half?"),
    ("word", "", "✘ unknown value \"\"; wrong, half or exclude"),
    ("method", "haed", "✘ unknown value \"haed\"; did you mean head?"),
    ("number", "0.8", "0.8"), ("number", "0.5", "0.5"), ("number", "8e-1", "0.8"),
    ("number", "0.49", "✘ 0.49 is out of range; a probability from 0.5 to 0.9999"),
    ("number", "", "✘ \"\" is not a number; a probability from 0.5 to 0.9999"),
    ("number", "0x1p-1", "✘ \"0x1p-1\" is not a number; a probability from 0.5 to 0.9999"),
    ("number", "nan", "✘ \"nan\" is not a number; a probability from 0.5 to 0.9999"),
    ("number", "inf", "✘ \"inf\" is not a number; a probability from 0.5 to 0.9999"),
    ("number", "0,8", "✘ \"0,8\" is not a number; a probability from 0.5 to 0.9999"),
    ("above", "1", "1"), ("above", "0", "✘ 0 is out of range; a fraction above 0 and at most 1"),
    ("points", "100", "100"), ("points", "-0", "✘ -0 is out of range; accuracy points above 0 and at most 100"),
    ("points", "٣", "✘ \"٣\" is not a number; accuracy points above 0 and at most 100"),
    ("integer", "1024", "1024"), ("integer", "+5", "5"), ("integer", "0", "✘ 0 is out of range; 1 to 1024"),
    ("integer", "-3", "✘ -3 is out of range; 1 to 1024"),
    ("integer", "1.5", "✘ \"1.5\" is not a whole number; 1 to 1024"),
    ("integer", "1 ", "✘ \"1 \" is not a whole number; 1 to 1024"),
    ("integer", "", "✘ \"\" is not a whole number; 1 to 1024"),
    ("integer", "99999999999999999999", "✘ 99999999999999999999 is out of range; 1 to 1024"),
    ("seed", "9223372036854775807", "9223372036854775807"),
    ("seed", "9223372036854775808", "✘ 9223372036854775808 is out of range; at least 0"),
    ("amount", "0.002", "0.002"), ("amount", "-1", "✘ \"-1\" is not a number of at least 0; a plain number"),
    ("amount", "1e13", "✘ \"1e13\" is not a number of at least 0; a plain number"),
    ("amount", "", "✘ \"\" is not a number of at least 0; a plain number"),
    ("sizes", "50,5", "5, 50"), ("sizes", ",", "✘ the list is empty; at least one"),
    ("sizes", "", "✘ the list is empty; at least one"), ("sizes", "5,5", "✘ \"5\" is listed twice; once is enough"),
    ("sizes", "5,0", "✘ 0 is out of range; 1 to 100"), ("names", "head,random", "head, random"),
    ("names", "head,rndom", "✘ unknown value \"rndom\"; did you mean random?"),
    ("interval", "30,40.5", "30,40.5"),
    ("interval", "40,30", "✘ \"40,30\" is not LOW,HIGH; accuracy points from 0 to 100, the lower first"),
    ("interval", "5", "✘ \"5\" is not LOW,HIGH; accuracy points from 0 to 100, the lower first"),
    ("interval", "0,101", "✘ \"0,101\" is not LOW,HIGH; accuracy points from 0 to 100, the lower first"),
    ("interval", "nan,5", "✘ \"nan,5\" is not LOW,HIGH; accuracy points from 0 to 100, the lower first"),
    ("pair", "62,60", "62,60"), ("pair", "62", "✘ \"62\" is not A,B"), ("pair", "62,", "✘ \"62,\" is not A,B"),
    ("pair", "1,2,3", "✘ \"1,2,3\" is not A,B"),
    ("shard", "3/8", "3/8"), ("shard", "3/2", "✘ \"3/2\" is not I/N; I from 1 to N"),
    ("shard", "0/2", "✘ \"0/2\" is not I/N; I from 1 to N"),
    ("shard", "1/99999999", "✘ \"1/99999999\" is not I/N; I from 1 to N"),
    ("shard", "1/2/3", "✘ \"1/2/3\" is not I/N; I from 1 to N"), ("shard", "", "✘ \"\" is not I/N; I from 1 to N"),
  ])
  func readsGoodValuesAndNamesWhatIsWrongWithOthers(kind: String, text: String, expected: String) throws {
    #expect(try #require(kinds.first { $0.name == kind }).outcome(text) == expected)
  }

  @Test(arguments: kinds.indices) func longAndStrangeTextsNeverTrapAndStayShort(kind: Int) {
    let long = String(repeating: "9", count: 100_000)
    let strange = [
      "\u{0}", "\u{FFFD}\u{FFFD}", "e\u{301}", "\u{202E}5", ",,,", "--", "1e999", "-1e999", "/", "5/", "🎉",
    ]
    for text in strange + [long, "-" + long, "0." + long, long + "," + long, long + "/" + long, long + "e"] {
      let result = kinds[kind].outcome(text)
      // A text may have any length; a message may not.
      #expect(!result.hasPrefix("✘") || result.count < 200, "\(kinds[kind].name)")
    }
  }

  @Test func pointsBecomeFractionsInOnePlace() throws {
    let points = try ValueKind.points(above: 0).read("7")
    #expect(points.points == 7)
    #expect(points.fraction == 0.07)
  }
}

/// Options of a made-up command, with each kind of requirement once.
extension AnyOption {
  fileprivate static let size = Option("size", short: "k", .integer("K", in: 1...100), "a size", default: 10)
  fileprivate static let label = Option("label", .text("NAME"), "a label: any", otherwise: "none", example: "x")
  fileprivate static let paths = Option(repeating: "path", .file, "paths")
  fileprivate static let quick = Option(
    "quick", "be quick", excludes: [.given(.size).because("it has a size of its own")])
  fileprivate static let mode = Option("mode", aliases: ["kind"], .choice(["plain", "rich"]), "a mode")
  fileprivate static let colour = Option("colour", .text("NAME"), "a colour", needs: .value(.mode, "rich"))
  fileprivate static let depth = Option(
    "depth", .integer("N", in: 0...9), "a depth", needs: .either(.given(.label), .given(.quick)))
  fileprivate static let foreign = Option("foreign", "only elsewhere", needs: .given(.seed))
  fileprivate static let shown = Option("shown", "for one argument", needs: .word("show"))
}

private let command = CommandSpecification(
  name: "made", summary: "", discussion: [],
  positionals: [PositionalSpecification(name: "WORD", help: "a word", isRequired: false, repeats: true)],
  options: [
    .size, .label, .paths, .quick,
    .mode.needing(.given(.label), when: ["rich"]).excluding(.given(.depth).under("show"), unless: ["plain"]),
    .colour, .depth, .foreign, .shown,
  ], examples: [], run: { _, _ in CommandOutput(text: "") })

private func parse(_ line: String) throws -> ParsedArguments {
  try ParsedArguments(line.split(separator: " ").map(String.init), command: command)
}

@Suite struct OptionTests {
  @Test func valuesHaveTheirTypes() throws {
    let arguments = try parse("--size 7 --path a --path=b --label=l one -- --quick")
    let size: Int = arguments[.size]
    let label: String? = arguments[.label]
    #expect(size == 7)
    #expect(label == "l")
    #expect(arguments[.paths] == ["a", "b"])
    #expect(arguments.positionals == ["one", "--quick"])
    #expect(!arguments[.quick])
  }

  @Test func whatIsNotGivenHoldsItsDefault() throws {
    let arguments = try parse("")
    #expect(arguments[.size] == 10)
    #expect(arguments[.label] == nil)
    #expect(arguments[.paths].isEmpty)
    #expect(!arguments.isGiven(.size))
    #expect(throws: UsageError("--label is missing; give a label, such as --label x")) {
      try arguments.required(.label)
    }
  }

  @Test(arguments: [
    ("--quick", ""), ("--quick --size 5", "use either --size or --quick; it has a size of its own"),
    ("--size 5 --quick", "use either --size or --quick; it has a size of its own"),
    ("--colour red", "--colour needs --mode rich"), ("--colour red --mode plain", "--colour needs --mode rich"),
    ("--mode rich --colour red", "--mode rich needs --label"), ("--mode rich --label l --colour red", ""),
    ("--mode plain", ""), ("--depth 1", "--depth needs --label or --quick"), ("--depth 1 --quick", ""),
    ("--depth 1 --label l", ""), ("show --mode rich --label l --depth 1", "use either --depth or --mode"),
    ("hide --mode rich --label l --depth 1", ""), ("show --mode plain --label l --depth 1", ""), ("--foreign", ""),
    ("--shown", "--shown needs made show"), ("show --shown", ""),
    ("--kind plain --mode plain", "--mode is given twice"),
    ("--size", "--size needs a value: K"), ("--size --quick", "--size needs a value: K"),
    ("--size=", "--size: \"\" is not a whole number; give 1 to 100"),
    ("--label=", "--label: the value is empty; give NAME, such as x"), ("-k5", ""), ("-k=5", ""),
    ("-k", "--size needs a value"),
    ("--size -5", "--size: -5 is out of range; give 1 to 100"),
    ("--quick=1", "--quick takes no value; \"1\" was given"),
    ("--siz 5", "made has no option --siz; did you mean --size?"), ("-z", "made has no option -z"),
    ("--=5", "made has no option --"), ("--mode richer", "--mode: unknown value \"richer\"; did you mean rich?"),
    ("--quick --quick", ""), ("-\u{301}x", ""), ("--\u{301}", "made has no option"),
  ])
  func requirementsHaveOneWordingInBothDirections(line: String, refusal: String) {
    do {
      _ = try parse(line)
      #expect(refusal.isEmpty, "\(line) was taken")
    } catch let error as UsageError {
      #expect(!refusal.isEmpty, "\(line): \(error.message)")
      #expect(error.message.hasPrefix(refusal), "\(line): \(error.message)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func helpShowsRangesDefaultsNeedsAndOtherNames() {
    func explanation(_ option: AnyOption) -> String { option.explanation(in: command) }
    #expect(explanation(.size) == "a size (1 to 100; default: 10)")
    #expect(explanation(.label) == "a label: any (default: none)")
    #expect(explanation(.mode) == "a mode (also --kind)")
    #expect(explanation(.colour) == "a colour (needs --mode rich)")
    #expect(explanation(.depth) == "a depth (needs --label or --quick; 0 to 9)")
    #expect(explanation(.foreign) == "only elsewhere")
    #expect(explanation(.quick) == "be quick")
    #expect(AnyOption.size.synopsis == "-k, --size K")
  }

  @Test func theCommandLineIsWrittenAgain() throws {
    let arguments = try parse("word --size 7 --path a --label x'y")
    #expect(arguments.commandLine(without: [.paths]) == "made word --size 7 --label 'x'\\''y'")
    #expect(arguments.words(of: .paths) == ["--path", "a"])
  }

  /// Gives every option of every command every text that no kind takes: each is refused in one line, without a trap.
  @Test func noValueOfAnyOptionTraps() {
    for command in CommandSpecification.all {
      for option in command.allOptions where option.shape.placeholder != nil {
        for text in ["", ",", "\u{0}", String(repeating: "9", count: 5_000), "1e999", "\u{FFFD}", "-", "=", "/"] {
          do { _ = try option.read([text]) } catch {
            let message = (error as? UsageError)?.message ?? ""
            #expect(message.hasPrefix("--\(option.name): "), "\(command.name) \(message)")
            #expect(!message.contains("\n"), "\(command.name) \(message)")
          }
        }
        #expect((try? option.read([""])) == nil, "\(command.name) --\(option.name) takes an empty value")
      }
    }
  }

  /// A default is a value that the option itself takes, and a command has one option of each name.
  @Test func defaultsAreValues() throws {
    for command in CommandSpecification.all {
      for option in command.options where option.shape.placeholder != nil {
        if case .choice(let words) = option.shape, let text = option.defaultText, !text.contains(" ") {
          #expect(words.contains(text), "\(command.name) --\(option.name): \(text)")
        }
        if let example = option.example, !example.contains(" ") {
          #expect(throws: Never.self, "\(command.name) --\(option.name)") { try option.read([example]) }
        }
      }
    }
  }
}
