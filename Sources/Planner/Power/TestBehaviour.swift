/// Holds how a test behaves at one size: power, what a significant result is worth, and the true level.
package struct TestBehaviour: Sendable, Equatable {
  /// The chance of a significant result, in any direction that the test looks for.
  package let power: Double
  /// Type S error: the chance that a significant result has the wrong sign (Gelman and Carlin 2014).
  package let typeS: Double
  /// Type M error: the factor by which a significant difference exaggerates the true one on average.
  package let typeM: Double
  /// The true level: the chance of a significant result if there is no difference, at the same discordance.
  package let attainedLevel: Double

  /// Creates the behaviour from the chances of rejecting.
  ///
  /// - Parameters:
  ///   - right: in favour of the better model.
  ///   - wrong: in favour of the worse one.
  ///   - magnitude: the mean of the absolute difference, 0 if the test does not reject.
  ///   - gap: the true difference, in the unit of `magnitude`.
  init(right: Double, wrong: Double, magnitude: Double, gap: Double, attainedLevel: Double) {
    let power = right + wrong
    self.power = min(1, power)
    typeS = power > 0 ? wrong / power : .nan
    typeM = power > 0 ? magnitude / power / gap : .nan
    self.attainedLevel = min(1, attainedLevel)
  }
}
