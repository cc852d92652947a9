import Simulate

extension RepeatedAnswers {
  /// What the description of a matrix says of repeated answers.
  var parts: [Report.Part] {
    let digits = Figure.Digits.fixed(4, exact: 8)
    let columns: [Column<Model>] = [
      Column("model") { .text($0.name) },
      Column("within_item_variance") { .plain($0.within, digits) },
      Column("sampling_error") { .points($0.error, .fixed(2)) },
    ]
    return [
      .fact("score", nil, .text(score.name)),
      .fact("samples_low", nil, .count(counts.lowerBound)), .fact("samples_high", nil, .count(counts.upperBound)),
      .fact("within_item_variance", nil, .plain(within.value, digits)),
      .fact("within_item_variance_low", nil, .plain(within.low, digits)),
      .fact("within_item_variance_high", nil, .plain(within.high, digits)),
      .fact("between_item_variance", nil, .plain(between, digits)),
      .fact("within_share", nil, .share(withinShare, .fixed(2))),
      .section(heading: "Repeated answers", sentences: sentences),
      .section("repeated_answers", table: Table(models, columns), isShown: false),
    ]
  }

  private var sentences: [String] {
    func text(_ value: Double?) -> String { Figure.plain(value, .fixed(3)).shown }
    let (least, most) = (Figure.count(counts.lowerBound).shown, Figure.count(counts.upperBound).shown)
    let number = "Each item has \(least == most ? most : "\(least) to \(most)") answers of each model."
    guard within.value != nil else {
      return [number, "Too few answers per item: what answers vary by takes \(2 * score.size) to some item."]
    }
    let what = score == .mean ? "One answer to an item" : "The score of an item"
    var sentences = [
      number,
      "\(what) varies by \(text(within.value)) within the item (95 % interval \(text(within.low))–"
        + "\(text(within.high))).",
    ]
    if let between, let withinShare {
      let single = score == .mean ? "single answers" : "such scores"
      sentences.append(
        "The difference between two models varies by \(text(between)) between items; within items lies "
          + "\(Figure.percent(withinShare).shown) of the variance of a difference between \(single). Both are the "
          + "median pair's.")
    }
    if let error = median(models.compactMap(\.error)) {
      sentences.append(
        "Sampling answers alone leaves the median model's score with a standard error of "
          + "\(Figure.points(error, .fixed(2)).shown) points.")
    }
    return sentences
  }
}
