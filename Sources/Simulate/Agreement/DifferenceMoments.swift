extension ItemMatrix {
  /// Computes the mean and the variance (with divisor n) of the differences between two models' scores over some items.
  func differenceMoments(_ first: Int, _ second: Int, items: [Int]) -> (mean: Double, variance: Double) {
    var (sum, squares) = (0.0, 0.0)
    for item in items {
      let difference = score(model: first, item: item) - score(model: second, item: item)
      sum += difference
      squares += difference * difference
    }
    let mean = sum / Double(items.count)
    return (abs(mean) <= 1e-12 ? 0 : mean, max(0, squares / Double(items.count) - mean * mean))
  }
}
