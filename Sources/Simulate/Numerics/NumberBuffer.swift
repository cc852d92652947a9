/// Holds numbers, zeros at first, that kernels work on through their address. They begin at a line of cache.
final class NumberBuffer<Number: Numeric & BitwiseCopyable> {
  /// The first number.
  let start: UnsafeMutablePointer<Number>
  /// How many there are.
  let count: Int

  init(_ count: Int = 0) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Number>.stride, alignment: 64)
    start = memory.bindMemory(to: Number.self, capacity: count)
    self.count = count
    clear()
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  /// Sets every number to zero.
  func clear() { start.update(repeating: 0, count: count) }
}
