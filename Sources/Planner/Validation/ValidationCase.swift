import Foundation
import Simulate

/// Holds a figure that the program must reproduce: one that was published, or one that follows from a definition.
package struct ValidationCase: Sendable {
  /// Tells what a check is of.
  package enum Kind: String, Sendable, CaseIterable {
    /// Power, the size it takes and the difference it detects.
    case power
    /// p-values and intervals.
    case tests
    /// Exact probabilities, random numbers and trials, which need no published study.
    case engine
  }

  /// Holds what the program computes.
  package enum Value: Sendable, Equatable {
    case number(Double)
    case text(String)
  }

  /// Says that the program's figure is another one, and why.
  package struct Difference: Sendable {
    /// The program's figure, with the digits that are compared.
    let figure: String
    /// The reason, a sentence.
    let reason: String
  }

  /// What it is of.
  package let kind: Kind
  /// What is computed, from what.
  package let input: String
  /// The figure as it was published; its digits are compared.
  package let published: String
  /// Who published it.
  package let source: String
  /// How the program's figure differs, or nil if it must not.
  package let difference: Difference?
  private let compute: @Sendable () throws -> Value

  /// Declares a check.
  package init(
    _ kind: Kind, _ input: String, published: String, source: String, differs difference: Difference? = nil,
    _ compute: @escaping @Sendable () throws -> Value
  ) {
    self.kind = kind
    self.input = input
    self.published = published
    self.source = source
    self.difference = difference
    self.compute = compute
  }

  /// Computes the program's figure and compares it.
  package func result() -> ValidationResult {
    guard let value = try? compute() else { return ValidationResult(check: self, value: nil, outcome: .fails) }
    var outcome = ValidationResult.Outcome.fails
    if ValidationCase.agree(value, published) {
      outcome = .agrees
    } else if let difference, ValidationCase.agree(value, difference.figure) {
      outcome = .explained
    }
    return ValidationResult(check: self, value: value, outcome: outcome)
  }

  /// Tells whether a value reads as a printed figure: a number if it rounds to the printed digits.
  static func agree(_ value: Value, _ printed: String) -> Bool {
    switch value {
    case .text(let text): return text == printed
    case .number(let number):
      guard let figure = Double(printed), number.isFinite else { return false }
      return abs(number - figure) <= 0.5 * pow(10, -Double(decimals(of: printed))) * (1 + 1e-6)
    }
  }

  /// Returns the number of digits after the point.
  static func decimals(of printed: String) -> Int {
    printed.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  }
}

/// Holds what a check found.
package struct ValidationResult: Sendable {
  /// Tells how the program's figure compares.
  package enum Outcome: String, Sendable {
    /// It is the published one.
    case agrees
    /// It is another one, for a reason that is named, and it is the one expected.
    case explained
    /// It is neither, or could not be computed.
    case fails
  }

  /// The check.
  package let check: ValidationCase
  /// The program's figure; nil if it could not be computed.
  package let value: ValidationCase.Value?
  /// How it compares.
  package let outcome: Outcome
}

/// Compares the program's figures with published ones, so that a person can qualify an installation.
package struct Validation: Sendable {
  /// The results, in the order of the checks.
  package let results: [ValidationResult]

  /// Carries out checks.
  package init(_ checks: [ValidationCase] = Validation.allCases) { results = checks.map { $0.result() } }

  /// Every check of the program.
  package static var allCases: [ValidationCase] {
    ValidationCase.publishedPower + ValidationCase.publishedTests + ValidationCase.engineChecks
  }

  /// Returns the number of results with an outcome.
  package func count(_ outcome: ValidationResult.Outcome) -> Int { results.count { $0.outcome == outcome } }

  /// Tells whether every figure is the published one, or another one for a reason that is named.
  package var holds: Bool { count(.fails) == 0 }
}
