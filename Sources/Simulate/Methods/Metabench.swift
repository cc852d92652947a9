/// Chooses the items that are most informative about models over the whole range of ability.
///
/// Kipnis et al. 2024 (metabench). At each of k quantiles of the source models' abilities, from the lowest, it takes
/// the item with the most Fisher information that has not been taken. If fewer items are worth modelling than are asked
/// for, others are drawn at random.
struct Metabench: ItemSelector {
  func prepare(_ context: SelectionContext) -> any PreparedSelection {
    Prepared(items: context.items, fit: context.informativeItems())
  }

  private struct Prepared: PreparedSelection {
    let items: [Int]
    let fit: InformativeItems

    func select(_ size: Int, using generator: inout Philox) -> MicroBenchmark {
      let abilities = fit.abilities.sorted()
      var isTaken = [Bool](repeating: false, count: items.count)
      var chosen: [Int] = []
      for rank in 0..<min(size, fit.positions.count) {
        let ability = quantile((Double(rank) + 0.5) / Double(size), ofSorted: abilities)
        var best: (position: Int, information: Double)?
        for (position, item) in zip(fit.positions, fit.parameters) where !isTaken[position] {
          let information = item.information(at: ability)
          if information > best?.information ?? -1 { best = (position, information) }
        }
        guard let best else { break }
        isTaken[best.position] = true
        chosen.append(best.position)
      }
      chosen += generator.sample(size - chosen.count, from: items.indices.filter { !isTaken[$0] })
      return MicroBenchmark(items: chosen.map { items[$0] })
    }
  }
}

extension SelectionContext {
  /// The unidimensional model of the sources' responses to the items worth modelling, fitted once a trial.
  func informativeItems() -> InformativeItems {
    shared { InformativeItems(sourceResponses(), scores: sourceScores()) }
  }
}

extension Method {
  /// Informative items at quantiles of ability.
  static let metabench = Method(
    name: "metabench",
    summary: "items of most Fisher information at quantiles of ability; scored by a spline of ability and mean",
    source: "Kipnis et al. 2024", needs: .sourceResponses, minimumSources: 2, effort: .heavy, selector: Metabench(),
    estimator: AbilitySpline())
}
