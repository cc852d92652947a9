import Simulate

/// Holds how discordance is spread among real pairs of models, by their gap.
public struct DiscordanceProfile: Sendable, Equatable {
  /// Tells what a profile's points are of.
  package enum Origin: Sendable, Equatable {
    /// The benchmark's real pairs near a gap.
    case pairs
    /// Models of a mean accuracy, a fraction, that answer as much alike as pairs measured at the nearest accuracies.
    case accuracy(Double)
    /// Models of a mean accuracy, a fraction, that answer as much alike as pairs do on a number of other benchmarks.
    case comparable(Double, benchmarks: Int)
    /// What a paper's figures of random sampling imply; the same at every gap.
    case published
  }

  /// Discordance by gap, in ascending order; not empty.
  public let bands: [PairBand]
  /// What the bands' points are of.
  package var origin = Origin.pairs

  /// Creates a profile from its bands.
  public init(bands: [PairBand]) {
    precondition(!bands.isEmpty)
    self.bands = bands
  }

  /// Creates the profile of a population of pairs, in half-point bins of gap, or nil if no pair has a gap.
  package init?(_ population: PairPopulation) {
    var kindsOfBin: [Int: [PairPopulation.Kind]] = [:]
    for kind in population.kinds {
      let bin = GapBins.centered.bin(ofDifference: kind.difference, over: population.itemCount)
      kindsOfBin[bin, default: []].append(kind)
    }
    guard !kindsOfBin.isEmpty else { return nil }
    bands = kindsOfBin.sorted { $0.key < $1.key }.map { bin, kinds in
      // Kinds are in ascending order of discordance.
      let total = kinds.reduce(0) { $0 + $1.pairs }
      func discordance(_ share: Double) -> Double {
        var below = 0
        for kind in kinds {
          below += kind.pairs
          if Double(below) >= share * Double(total) {
            return Double(kind.discordant) / Double(population.itemCount)
          }
        }
        return Double(kinds[kinds.count - 1].discordant) / Double(population.itemCount)
      }
      return PairBand(
        center: GapBins.centered.center(of: bin), pairs: total, low: discordance(0.1), median: discordance(0.5),
        high: discordance(0.9))
    }
  }

  /// Creates the profile of models of a mean accuracy from how alike pairs answer at the nearest accuracies measured.
  ///
  /// - Parameter accuracy: a fraction.
  package init(_ correlation: CorrelationProfile, accuracy: Double) {
    self.init(correlation.correlation(atAccuracy: accuracy), accuracy: accuracy, origin: .accuracy(accuracy))
  }

  /// Creates the profile of models of a mean accuracy from the 10, 50 and 90 % points of the correlation φ.
  ///
  /// - Parameter accuracy: a fraction.
  package init(_ known: (low: Double, median: Double, high: Double), accuracy: Double, origin: Origin) {
    // Where the better of the two would answer more than everything, the profile ends.
    let largest = 2 * min(accuracy, 1 - accuracy)
    let gaps = (0...200).map { Double($0) * GapBins.width }.filter { $0 == 0 || $0 <= largest }
    func discordance(_ gap: Double, _ correlation: Double) -> Double {
      DiscordanceBand(.correlated(accuracy: accuracy, correlations: correlation...correlation), sentence: "")
        .range(atGap: gap).lowerBound
    }
    // The less alike two models answer, the more often they differ.
    bands = gaps.map { gap in
      PairBand(
        center: gap, pairs: 0, low: discordance(gap, known.high), median: discordance(gap, known.median),
        high: discordance(gap, known.low))
    }
    self.origin = origin
  }

  /// Creates the profile that published figures imply: from the least to the largest discordance, the same at every
  /// gap.
  ///
  /// - Parameter discordances: at least one.
  package init(implied discordances: [Double]) {
    let sorted = discordances.sorted()
    bands = [
      PairBand(
        center: 0, pairs: 0, low: sorted[0], median: Simulate.quantile(0.5, ofSorted: sorted),
        high: sorted[sorted.count - 1])
    ]
    origin = .published
  }

  /// Says in a sentence where the discordance at a gap comes from, and how far it ranges.
  ///
  /// - Parameters:
  ///   - gap: a fraction.
  ///   - benchmark: what it is called.
  ///   - place: where its pairs lie.
  package func sentence(atGap gap: Double, benchmark: String?, place: String = "near that gap") -> String {
    let (low, high) = (max(gap, quantile(0.1, atGap: gap)), max(gap, quantile(0.9, atGap: gap)))
    let middle = decimal(max(gap, quantile(0.5, atGap: gap)), 3)
    let name = benchmark ?? "the benchmark"
    let range = "from \(decimal(low, 3)) to \(decimal(high, 3))"
    let isSpread = decimal(low, 3) != decimal(high, 3)
    switch origin {
    case .pairs:
      let spread = isSpread ? "80 % lie \(range), and " : ""
      return "Discordance \(middle) is the median of \(possessive(name)) pairs \(place); \(spread)the interval is "
        + "what they give."
    case .accuracy(let accuracy):
      let spread = isSpread ? "80 % of those give \(range), and " : ""
      return "Discordance \(middle) is that of models near \(points(accuracy)) %, if they answer as much alike as "
        + "\(possessive(name)) pairs at the nearest accuracies; \(spread)the interval is what they give."
    case .comparable(let accuracy, let benchmarks):
      return
        "Discordance \(middle) is that of models near \(points(accuracy)) %, if they answer as much alike as models do "
        + "on \(benchmarks) benchmarks with tables, which give \(range); the interval is what these give. "
        + "If you know how alike yours answer, give the correlation."
    case .published:
      return "Discordance \(middle) is what the published figures of \(name) imply (\(range)); the interval is what "
        + "these give."
    }
  }

  /// Returns the 10 %, 50 % or 90 % point of discordance at a gap, interpolated between bands and constant beyond them.
  ///
  /// - Parameters:
  ///   - share: 0.1, 0.5 or 0.9.
  ///   - gap: a fraction.
  public func quantile(_ share: Double, atGap gap: Double) -> Double {
    let values = bands.map { share < 0.5 ? $0.low : share > 0.5 ? $0.high : $0.median }
    return interpolate(atGap: gap, gaps: bands.map(\.center), y: values) ?? 0
  }
}
