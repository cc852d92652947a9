extension ItemMatrix {
  /// Returns the standard deviation of a model's scores over items: that of the mean variance of all models.
  package func scoreDeviation() -> Double {
    guard itemCount > 1 else { return 0 }
    let variances = zip(0..<modelCount, accuracies()).map { model, mean in
      (0..<itemCount).reduce(0.0) { sum, item in
        let distance = score(model: model, item: item) - mean
        return sum + distance * distance
      } / Double(itemCount - 1)
    }
    return (variances.reduce(0, +) / Double(modelCount)).squareRoot()
  }
}
