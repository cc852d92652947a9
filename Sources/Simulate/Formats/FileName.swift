/// The names of files as the system has them: bytes that need not be UTF-8.
///
/// A name is kept in a `String`. A byte that is not part of valid UTF-8 stands as the private scalar U+10FF00 + byte,
/// which ``withBytes(of:_:)`` turns back, so that a file is opened and written under exactly the name that was given.
package enum FileName {
  private static let base: UInt32 = 0x10FF00

  /// Decodes a name from its bytes.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      if let (scalar, length) = firstScalar(of: rest) {
        scalars.append(scalar)
        rest = rest.dropFirst(length)
      } else if let byte = rest.popFirst(), let escape = Unicode.Scalar(base + UInt32(byte)) {
        scalars.append(escape)
      }
    }
    return String(scalars)
  }

  /// Decodes the first scalar of some bytes; nil if they do not begin with valid UTF-8.
  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, length: Int)? {
    for length in 1...min(4, bytes.count) {
      guard let text = String(validating: bytes.prefix(length), as: UTF8.self), let scalar = text.unicodeScalars.first
      else { continue }
      return (scalar, length)
    }
    return nil
  }

  /// Calls a function with the bytes of a name, ending in a zero.
  package static func withBytes<Result>(of name: String, _ body: (UnsafePointer<CChar>) throws -> Result) rethrows
    -> Result
  {
    var bytes: [CChar] = []
    for scalar in name.unicodeScalars {
      if scalar.value > base, scalar.value <= base + 0xFF {
        bytes.append(CChar(bitPattern: UInt8(scalar.value - base)))
      } else {
        bytes += String(scalar).utf8.map { CChar(bitPattern: $0) }
      }
    }
    bytes.append(0)
    // The array holds a zero at least, so that it has an address.
    return try bytes.withUnsafeBufferPointer { try body($0.baseAddress!) }
  }
}
