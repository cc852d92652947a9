import Synchronization

/// Holds the item-major form of a matrix's bits, made from the model-major one on first use: a large matrix that
/// is only read by model takes half the memory.
final class ItemMajorBits: Sendable {
  private let byModel: BitMatrix
  private let made: Mutex<BitMatrix?>

  init(of byModel: BitMatrix) {
    self.byModel = byModel
    made = Mutex(nil)
  }

  /// The bits, a row per item and a column per model.
  ///
  /// - Complexity: O(1), except for the first call, which transposes.
  var bits: BitMatrix {
    made.withLock { made in
      if let made { return made }
      let bits = byModel.transposed()
      made = bits
      return bits
    }
  }
}
