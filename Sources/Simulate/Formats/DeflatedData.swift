import Foundation

/// Decompresses deflated data; returns nil if they are damaged, do not have the size said, or other bytes follow them.
/// Never more than that size is written.
package func inflated(_ compressed: Data, size: Int) -> Data? {
  let inflater = Inflater(.raw)
  // One byte more than said shows data that are longer.
  var output = Data(count: size + 1)
  var (consumed, produced) = (0, 0)
  let isWhole = output.withUnsafeMutableBytes { output -> Bool in
    compressed.withUnsafeBytes { input -> Bool in
      while true {
        guard
          let progress = inflater.inflate(
            UnsafeRawBufferPointer(rebasing: input[consumed...]),
            into: UnsafeMutableRawBufferPointer(rebasing: output[produced...]))
        else { return false }
        consumed += progress.consumed
        produced += progress.produced
        if progress.isFinished { return produced == size && consumed == input.count }
        if progress.consumed == 0 && progress.produced == 0 || produced > size { return false }
      }
    }
  }
  guard isWhole else { return nil }
  output.removeLast()
  return output
}
