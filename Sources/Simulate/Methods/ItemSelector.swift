/// Chooses k of the seen items from the source models' responses.
package protocol ItemSelector: Sendable {
  /// Does the work that all sizes of a trial share (fits, distances, strata).
  func prepare(_ context: SelectionContext) throws(SimulateError) -> any PreparedSelection
}

/// Represents a selector that has seen a trial's data and can choose any number of items from it.
package protocol PreparedSelection: Sendable {
  /// Chooses a micro-benchmark.
  ///
  /// - Parameters:
  ///   - size: k, from 1 to the number of seen items.
  ///   - generator: the stream of this trial, method and size.
  func select(_ size: Int, using generator: inout Philox) throws(SimulateError) -> MicroBenchmark
}
