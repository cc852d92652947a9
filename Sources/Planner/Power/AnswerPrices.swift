import Simulate

/// Chooses how many answers to sample per item at a price.
///
/// The variance of a difference with r answers to each of k items is (ω² + 2σ²/r)/k, and the cost k(c + r·s), with c
/// per item and s per sample. At a given variance the cost is least at r = √(2σ²·c/(ω²·s)); the whole numbers around
/// it, and what finite benchmarks allow, are compared by the sizes that they really need.
public struct AnswerPrices: Sendable, Equatable {
  /// c: the price of an item, however often a model answers it.
  public let item: Double
  /// s: the price of one answer.
  public let sample: Double

  /// Sets prices; both at least 0, that of an answer above 0.
  public init(item: Double, sample: Double) {
    self.item = item
    self.sample = sample
  }

  /// Returns the price of k items with r answers each, by one model.
  public func cost(items: Int, samples: Int) -> Double { Double(items) * (item + Double(samples) * sample) }

  /// Returns r at which the cost is least, not a whole number; nil if it grows or falls with r for ever.
  package func bestSamples(_ components: VarianceComponents) -> Double? {
    guard components.itemVariance > 0 else { return nil }
    return (2 * components.resamplingVariance * item / (components.itemVariance * sample)).squareRoot()
  }

  /// The most answers per item that are looked at.
  private static let mostSamples = 10_000

  /// Returns a question about the size with the number of answers per item that costs least, or with one answer if no
  /// number of answers makes any size enough.
  func cheapest(_ question: PowerQuestion, gap: Double, target: Double) throws -> PowerQuestion {
    var (best, cost): (PowerQuestion?, Double) = (nil, .infinity)
    var asked = question
    asked.samplesPerItem = AnswerPrices.mostSamples
    guard let least = try asked.smallestSize(gap: gap, target: target) else {
      asked.samplesPerItem = 1
      return asked
    }
    for samples in 1...AnswerPrices.mostSamples where self.cost(items: least, samples: samples) < cost {
      asked.samplesPerItem = samples
      guard let size = try asked.smallestSize(gap: gap, target: target) else { continue }
      let new = self.cost(items: size, samples: samples)
      if new < cost { (best, cost) = (asked, new) }
    }
    return best ?? asked
  }
}
