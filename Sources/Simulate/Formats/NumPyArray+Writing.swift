import Foundation

extension NumPyArray {
  /// Models × items: bytes if all scores are 0 or 1, doubles otherwise. It holds no names.
  static var form: MatrixForm? { MatrixForm(name: "npy", ending: "npy", isText: false, write: content) }

  /// NumPy's format, version 1.0: the header is padded so that the data begin at a multiple of 64.
  private static func content(of matrix: ItemMatrix) -> Data {
    let shape = "(\(matrix.modelCount), \(matrix.itemCount))"
    var header = "{'descr': '\(matrix.isBinary ? "|u1" : "<f8")', 'fortran_order': False, 'shape': \(shape), }"
    header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
    let length = header.utf8.count
    var data = Data(magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)])
    data.append(contentsOf: header.utf8)
    data.reserveCapacity(data.count + matrix.modelCount * matrix.itemCount * (matrix.isBinary ? 1 : 8))
    for model in matrix.models.indices {
      if matrix.isBinary {
        data.append(contentsOf: matrix.items.indices.map { matrix.score(model: model, item: $0) == 1 ? 1 : 0 })
      } else {
        for item in matrix.items.indices {
          let pattern = matrix.score(model: model, item: item).bitPattern.littleEndian
          withUnsafeBytes(of: pattern) { data.append(contentsOf: $0) }
        }
      }
    }
    return data
  }
}
