import Simulate

extension MatrixDescription {
  /// The discordance of the matrix's pairs by gap as a picture; nil for graded scores or if no pair has a gap.
  package var picture: Picture? {
    // Larger gaps need no plan.
    guard let bands = profile?.bands.filter({ $0.center <= 0.3 }), bands.count > 1 else { return nil }
    func outline(_ value: (PairBand) -> Double) -> [Chart.Point] {
      bands.map { Chart.Point(x: accuracyPoints($0.center), y: value($0)) }
    }
    let largest = bands.map(\.high).max() ?? 1
    return Picture(
      Chart(
        title: "\(benchmark): how often two of \(Figure.count(matrix.modelCount).shown) models differ, by their gap",
        subtitle: "Discordance: the share of \(Figure.count(matrix.itemCount).shown) items that exactly one of the two "
          + "answers right",
        description: "Line chart of the median discordance of pairs of models by their gap, with a band from the 10th "
          + "to the 90th percentile.",
        x: .linear("gap, points", 0...max(1, accuracyPoints(bands.last?.center ?? 0.1))),
        y: .linear("discordance", 0...ChartAxis.roundedUp(largest)),
        lines: [
          Chart.Line(
            label: "median", colour: 1, points: outline(\.median), band: outline(\.low) + outline(\.high).reversed()),
          Chart.Line(label: "90 % of pairs below", colour: 0, isDashed: true, points: outline(\.high)),
          Chart.Line(label: "10 % of pairs below", colour: 0, isDashed: true, points: outline(\.low)),
        ]))
  }
}
