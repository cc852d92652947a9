import Foundation
import Simulate

/// Says how a group-sequential test spends its level over its looks.
public enum ErrorSpending: String, Sendable, CaseIterable {
  /// O'Brien and Fleming 1979: critical values fall as 1/√look.
  case obf
  /// Pocock 1977: the same critical value at every look.
  case pocock
  /// The spending function of Lan and DeMets 1983 like O'Brien and Fleming's boundaries.
  case lanDeMetsOBF = "lan-demets-obf"
  /// The spending function of Lan and DeMets 1983 like Pocock's boundaries.
  case lanDeMetsPocock = "lan-demets-pocock"
  /// The spending function of Hwang, Shih and DeCani 1990 with parameter −4.
  case hsd

  /// γ of Hwang, Shih and DeCani: about O'Brien and Fleming's at −4, about Pocock's at 1.
  static let gamma = -4.0

  /// Returns the share of a one-sided level that is spent at a share of all items, or nil if the boundaries have a
  /// shape instead.
  ///
  /// - Parameters:
  ///   - information: from 0 to 1.
  ///   - level: one-sided.
  func spent(at information: Double, level: Double) -> Double? {
    switch self {
    case .obf, .pocock: nil
    case .lanDeMetsOBF:
      2 * NormalDistribution.cumulative(NormalDistribution.quantile(level / 2) / information.squareRoot())
    case .lanDeMetsPocock: level * log(1 + (M_E - 1) * information)
    case .hsd: level * (1 - exp(-Self.gamma * information)) / (1 - exp(-Self.gamma))
    }
  }

  /// Returns the critical value at a share of all items, relative to that at the end, or nil if a function spends the
  /// level.
  func shape(at information: Double) -> Double? {
    switch self {
    case .obf: 1 / information.squareRoot()
    case .pocock: 1
    case .lanDeMetsOBF, .lanDeMetsPocock, .hsd: nil
    }
  }
}
