import Planner
import Simulate

/// The options about several answers of a model to an item.
extension AnyOption {
  static let samplesPerItem = Option(
    "samples-per-item", .integer("K", in: 1...1_000_000), "answers sampled per item and model", default: 1)

  static let resamplingVariance = Option<Double?>(
    "resampling-variance", .number("V", in: 0...0.25, unit: "a variance"),
    "the variance of one model's repeated answers to an item, on average",
    otherwise: "as in a matrix that counts repeated answers", example: "0.1")

  static let pricePerSample = Option<Amount?>(
    "price-per-sample", .amount("PRICE"),
    "the price of one model's answer to an item: chooses how many answers to sample per item, so that items and "
      + "answers cost least", example: "0.002",
    needs: .either(.given(.resamplingVariance), .given(.matrix)),
    excludes: [.given(.samplesPerItem)])

  /// What power takes about several answers to an item.
  static let severalAnswers: [AnyOption] = [
    .samplesPerItem.needing(.either(.given(.resamplingVariance), .given(.matrix)), unless: ["1"])
      .excluding(.value(.design, "independent"), withoutSeveralAnswers, unless: ["1"]),
    .resamplingVariance.needing(.either(.given(.samplesPerItem), .given(.pricePerSample))),
    .pricePerSample.excluding(.given(.k), .value(.design, "independent"), withoutSeveralAnswers),
    .pricePerItem.described(
      as: "the price of an item, however often it is answered, such as its judge or its sandbox"
    ).needing(.given(.pricePerSample)),
  ]

  private static let withoutSeveralAnswers = Condition.value(.test, "mcnemar-exact", "mcnemar-midp", "mcnemar")
    .because("for several answers to an item use --test wald")
}

extension ParsedArguments {
  /// What items and answers cost, or nil if no price of an answer is given.
  var answerPrices: AnswerPrices? {
    self[.pricePerSample].map { AnswerPrices(item: self[.pricePerItem]?.nearest ?? 0, sample: max($0.nearest, 1e-300)) }
  }
}
