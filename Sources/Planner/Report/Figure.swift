import Foundation
import Simulate

/// Holds a value of a report, and knows how programs (JSON, CSV) and people (text) read it.
///
/// Shares, accuracies, gaps and MDADs are fractions everywhere inside; only here and where options and files are read
/// are they accuracy points.
package indirect enum Figure: Sendable {
  /// Nothing known: null, an empty field, an en dash.
  case absent
  /// Words.
  case text(String)
  /// A whole number; people read it with thousands separators from 10,000 on.
  case count(Int)
  /// A number with its unit and digits. Neither infinite nor "not a number": such a value is absent.
  case number(Double, Unit, digits: Digits)
  /// A decimal amount, such as money, to the cent for people.
  case amount(Decimal)
  /// Yes or no.
  case flag(Bool)
  /// An upper bound of the true value.
  case atMost(Figure)
  /// A range between two limits.
  case range(Figure, Figure)
  /// Several figures.
  case list([Figure])
  /// Figures by name.
  case record([(key: String, figure: Figure)])
  /// A figure per row and column: an array of records in JSON.
  case rows(Table)
  /// A JSON document made elsewhere, which people do not read.
  case document(JSONValue)

  /// Tells what a number is of.
  package enum Unit: Sendable {
    /// The number itself.
    case plain
    /// A fraction that is read in accuracy points: 0.05 as 5.
    case points
    /// A fraction that people read in percent: 0.05 as 5 %. For programs it stays a fraction.
    case percent
  }

  /// Holds how many decimals a number has.
  package struct Digits: Sendable {
    /// For people: exactly this many.
    let shown: Int
    /// Tells whether trailing zeros are dropped for people.
    let dropsZeros: Bool
    /// For programs: at most this many, or nil for the number as it was computed.
    let exact: Int?

    /// Asks for exactly this many decimals for people.
    package static func fixed(_ shown: Int, exact: Int? = 6) -> Digits {
      Digits(shown: shown, dropsZeros: false, exact: exact)
    }

    /// Asks for at most this many decimals for people, without trailing zeros.
    package static func upTo(_ shown: Int, exact: Int? = 6) -> Digits {
      Digits(shown: shown, dropsZeros: true, exact: exact)
    }
  }
}

extension Figure {
  /// Makes a figure of words, absent if there are none.
  package static func text(_ words: String?) -> Figure { words.map { Figure.text($0) } ?? .absent }

  /// Makes a figure of a whole number, absent if there is none.
  package static func count(_ count: Int?) -> Figure { count.map { Figure.count($0) } ?? .absent }

  /// Makes a figure of an amount, absent if there is none.
  package static func amount(_ amount: Decimal?) -> Figure { amount.map { Figure.amount($0) } ?? .absent }

  /// Makes a figure of yes or no, absent if it is not known.
  package static func flag(_ flag: Bool?) -> Figure { flag.map { Figure.flag($0) } ?? .absent }

  /// Makes a number of no unit, absent if there is none.
  package static func plain(_ value: Double?, _ digits: Digits) -> Figure { finite(value, .plain, digits) }

  /// Makes a figure in accuracy points of a fraction, absent if there is none.
  package static func points(_ fraction: Double?, _ digits: Digits = .fixed(1)) -> Figure {
    finite(fraction, .points, digits)
  }

  /// Makes a share that people read in percent, absent if there is none.
  package static func percent(_ fraction: Double?, _ digits: Digits = .fixed(0)) -> Figure {
    finite(fraction, .percent, digits)
  }

  /// Makes a probability or a correlation, absent if there is none.
  package static func share(_ value: Double?, _ digits: Digits = .fixed(2)) -> Figure { finite(value, .plain, digits) }

  /// Makes a gap or an MDAD in accuracy points, with the four decimals that tables hold; absent if there is none.
  ///
  /// Gaps lie on a grid of half points: that of a fraction is the decimal nearby, not the product with 100.
  package static func mdad(_ fraction: Double?, _ digits: Digits = .fixed(1, exact: 4)) -> Figure {
    finite(fraction.map(accuracyPoints), .plain, digits)
  }

  /// Makes a range; absent if both limits are.
  package static func range(between low: Figure, and high: Figure) -> Figure {
    low.isAbsent && high.isAbsent ? .absent : .range(low, high)
  }

  /// Makes a range, or one figure if both limits look the same to people.
  package static func between(_ low: Figure, and high: Figure) -> Figure {
    low.shown == high.shown ? low : .range(low, high)
  }

  /// Makes a range of two values' figures, or one figure if both look the same to people.
  package static func between(_ range: ClosedRange<Double>, _ figure: (Double) -> Figure) -> Figure {
    .between(figure(range.lowerBound), and: figure(range.upperBound))
  }

  /// Makes a p-value for people: with four decimals, or what it is below.
  package static func pValue(_ p: Double) -> Figure {
    p < 0.0001 ? .text("below 0.0001") : .share(p, .fixed(4))
  }

  private static func finite(_ value: Double?, _ unit: Unit, _ digits: Digits) -> Figure {
    guard let value, value.isFinite else { return .absent }
    return .number(value, unit, digits: digits)
  }

  /// Tells whether there is nothing known.
  package var isAbsent: Bool { if case .absent = self { true } else { false } }

  /// Tells whether columns of such figures are aligned to the right.
  var isNumeric: Bool {
    switch self {
    case .count, .number, .amount: true
    case .atMost(let figure): figure.isNumeric
    default: false
    }
  }

  /// What a person reads.
  package var shown: String {
    switch self {
    case .absent: return "–"
    case .text(let words): return words
    case .count(let count): return abs(count) < 10_000 ? String(count) : grouped(count)
    case .number(let value, let unit, let digits):
      let scaled = value * (unit == .plain ? 1 : 100)
      let number = digits.dropsZeros ? compact(scaled, digits.shown) : decimal(scaled, digits.shown)
      return unit == .percent ? "\(number) %" : number
    case .amount(let amount):
      return amount.formatted(
        .number.precision(.fractionLength(2)).grouping(.automatic).locale(Locale(identifier: "en_US")))
    case .flag(let flag): return flag ? "yes" : "no"
    case .atMost(let figure): return figure.isAbsent ? figure.shown : "≤ \(figure.shown)"
    case .range(let low, let high): return "\(low.shown) to \(high.shown)"
    case .list(let figures): return figures.map(\.shown).joined(separator: ", ")
    case .record(let members): return members.map { "\($0.key) \($0.figure.shown)" }.joined(separator: ", ")
    case .rows(let table): return String(table.rows.count)
    case .document(let document): return document.text(indented: false)
    }
  }

  /// The figure in JSON.
  package var json: JSONValue {
    switch self {
    case .absent: .null
    case .text(let words): .string(words)
    case .count(let count): .int(count)
    case .number(let value, let unit, let digits): .number(digits.rounded(unit == .points ? value * 100 : value))
    case .amount(let amount): .number(Double("\(amount)") ?? .nan)
    case .flag(let flag): .bool(flag)
    case .atMost(let figure): figure.json
    case .range(let low, let high): .array([low.json, high.json])
    case .list(let figures): .array(figures.map(\.json))
    case .record(let members): .object(members.map { ($0.key, $0.figure.json) })
    case .rows(let table): table.json
    case .document(let document): document
    }
  }

  /// The figure as a field of a CSV file, not yet quoted.
  package var field: String {
    switch self {
    case .absent: ""
    case .number(let value, let unit, let digits): digits.field(unit == .points ? value * 100 : value)
    case .count(let count): String(count)
    case .amount(let amount): "\(amount)"
    case .flag(let flag): flag ? "true" : "false"
    case .atMost(let figure): figure.field
    case .range(let low, let high): "\(low.field)..\(high.field)"
    case .list(let figures): figures.map(\.field).joined(separator: ";")
    case .text, .record, .rows, .document: shown
    }
  }
}

extension Figure.Digits {
  /// Returns the number that programs read in JSON.
  fileprivate func rounded(_ value: Double) -> Double { exact.map { Planner.rounded(value, $0) } ?? value }

  /// Returns the number that programs read in CSV.
  fileprivate func field(_ value: Double) -> String { exact.map { compact(value, $0) } ?? shortNumber(value) }
}
