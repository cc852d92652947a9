import Foundation

/// Holds an amount of money in whole cents.
///
/// Every line of a report is rounded to the cent, half up, and totals are sums of rounded lines: what is printed adds
/// up.
package struct Money: Sendable, Hashable, Comparable {
  /// The amount, a whole number of hundredths.
  package let amount: Decimal

  /// No money.
  package static let zero = Money(0)

  /// Creates an amount, rounded to the cent.
  package init(_ amount: Decimal) {
    var (exact, rounded) = (amount, Decimal())
    NSDecimalRound(&rounded, &exact, 2, .plain)
    self.amount = rounded
  }

  /// Returns the sum of two amounts.
  package static func + (first: Money, second: Money) -> Money { Money(first.amount + second.amount) }
  /// Returns the difference of two amounts.
  package static func - (first: Money, second: Money) -> Money { Money(first.amount - second.amount) }
  /// Tells whether an amount is smaller than another.
  package static func < (first: Money, second: Money) -> Bool { first.amount < second.amount }

  /// The amount with two decimals and thousands separated by commas: `1,234.50`.
  package var text: String {
    amount.formatted(
      .number.precision(.fractionLength(2)).grouping(.automatic).locale(Locale(identifier: "en_US")))
  }

  /// The amount as a binary number, for shares.
  var number: Double { NSDecimalNumber(decimal: amount).doubleValue }
}

/// Holds what one model's answer to one item costs.
package struct ItemPrice: Sendable, Equatable {
  /// The price, in the currency's units.
  package let amount: Decimal
  /// How it was derived, or nil if it was given directly.
  package let derivation: String?

  /// Creates a given price.
  package init(_ amount: Decimal) {
    self.amount = amount
    derivation = nil
  }

  /// Creates the price of an item's tokens.
  ///
  /// - Parameters:
  ///   - input: tokens read per item.
  ///   - output: tokens written per item.
  ///   - inputPrice: per million tokens read.
  ///   - outputPrice: per million tokens written.
  package init(inputTokens input: Decimal, outputTokens output: Decimal, inputPrice: Decimal, outputPrice: Decimal) {
    amount = (input * inputPrice + output * outputPrice) / 1_000_000
    derivation = "\(input) tokens in at \(inputPrice) and \(output) out at \(outputPrice) per million"
  }

  /// Creates the price of the time an item takes.
  ///
  /// - Parameters:
  ///   - seconds: per item.
  ///   - hourly: per hour.
  package init(seconds: Decimal, hourly: Decimal) {
    amount = seconds * hourly / 3600
    derivation = "\(seconds) s at \(hourly) per hour"
  }

  /// The price as a binary number, for comparisons.
  package var number: Double { NSDecimalNumber(decimal: amount).doubleValue }

  /// Returns what some answers cost, to the cent.
  ///
  /// - Parameters:
  ///   - items: per model.
  ///   - models: that answer.
  package func cost(items: Int, models: Int) -> Money { Money(Decimal(items) * Decimal(models) * amount) }
}
