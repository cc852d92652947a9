extension ItemMatrix {
  /// Returns the SHA-256 of the matrix's content, in hexadecimal: the same for the same models, items, labels and
  /// scores, whatever file format they came in.
  ///
  /// Hashed are, in this order and with every number as eight little-endian bytes and every text preceded by its
  /// length: the word `mdad-matrix/1`; M; N; the models' names; the items' names; the number of subtasks, their names
  /// and each item's subtask; the number of cluster labels and each item's; then 0 and the bits of each model's row
  /// packed into 64-bit words, or 1 and each score as an IEEE 754 double, row by row. If answers were counted, 2 and
  /// the numbers of right answers and of answers follow, row by row.
  public func contentHash() -> String {
    var hash = SHA256()
    var buffer: [UInt8] = []
    func flush() {
      hash.update(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
    func add(_ number: UInt64) {
      withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
      if buffer.count > 1 << 16 { flush() }
    }
    func add(_ text: String) {
      add(UInt64(text.utf8.count))
      buffer.append(contentsOf: text.utf8)
    }
    add("mdad-matrix/1")
    add(UInt64(modelCount))
    add(UInt64(itemCount))
    for model in models { add(model) }
    for item in items { add(item) }
    add(UInt64(subtasks.count))
    for subtask in subtasks { add(subtask) }
    for subtask in subtaskOfItem { add(UInt64(subtask)) }
    add(UInt64(clusterOfItem.count))
    for cluster in clusterOfItem { add(cluster) }
    switch storage {
    case .binary(let byModel, _):
      add(0)
      for word in byModel.words { add(word) }
    case .graded(let values):
      add(1)
      for value in values { add(value.bitPattern) }
    }
    if let repeatedSamples {
      add(2)
      for (right, count) in zip(repeatedSamples.right, repeatedSamples.counts) {
        add(UInt64(right))
        add(UInt64(count))
      }
    }
    flush()
    return hash.hexadecimal()
  }
}
