/// Says how a row of results was obtained.
public enum ResultBasis: String, Sendable {
  /// By Monte Carlo trials.
  case simulated
  /// By exact enumeration over the sample.
  case exact
  /// By the normal approximation, as graded scores have no exact form.
  case normal
}

/// Holds all figures of one method at one size against one reference.
public struct ResultRow: Sendable {
  /// The method's identifier.
  public let method: String
  /// The size k.
  public let size: Int
  /// What was compared with.
  public let reference: Reference
  /// How the figures were obtained.
  public let basis: ResultBasis
  /// Agreement by gap.
  public let curve: AgreementCurve
  /// For each point of the curve the interval of its agreement.
  public let agreement: [Estimate]
  /// For each point of the curve the interval of its smoothed agreement.
  public let smoothed: [Estimate]
  /// The MDAD's three readings.
  public let mdad: MDAD
  /// The paper's reading with its interval, points.
  public let first: Estimate
  /// The sustained reading with its interval, points.
  public let sustained: Estimate
  /// The smoothed reading with its interval, points.
  public let smoothedMDAD: Estimate
  /// Mean absolute estimation error, a fraction.
  public let error: Estimate
  /// Kendall's τ-b of the targets' ranking.
  public let kendallTau: Estimate
  /// Spearman's ρ of the targets' ranking.
  public let spearman: Estimate
  /// The chance that the top model is the top model.
  public let top1: Estimate
  /// The share of target pairs whose gap is at most the smoothed MDAD; 1 if there is none.
  public let unreliablePairs: Estimate

  /// Reads the smoothed agreement at a gap, with its interval, by linear interpolation between bin centres.
  ///
  /// - Parameter gap: a fraction.
  public func agreement(atGap gap: Double) -> Estimate {
    let centers = curve.centers
    func read(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      return known.count == values.count ? interpolate(atGap: gap, gaps: centers, y: known) : nil
    }
    return Estimate(
      value: curve.agreement(atGap: gap), low: read(smoothed.map(\.low)), high: read(smoothed.map(\.high)))
  }
}

/// Holds what a simulation found.
@dynamicMemberLookup
public struct SimulationResult: Sendable {
  /// What the simulation is of; its members are the result's own.
  public let outline: SimulationOutline
  /// A row per method, size and reference, in that order.
  public let rows: [ResultRow]

  /// Reads a member of the outline.
  public subscript<Value>(dynamicMember path: KeyPath<SimulationOutline, Value>) -> Value { outline[keyPath: path] }
}
