import CZlib
import Foundation

/// Returns bytes compressed in zlib's format, which browsers read as "deflate", as text in base 64.
func deflatedText(_ bytes: [UInt8]) -> String {
  var length = compressBound(uLong(bytes.count))
  var compressed = [UInt8](repeating: 0, count: Int(length))
  let status = compress2(&compressed, &length, bytes, uLong(bytes.count), Z_BEST_COMPRESSION)
  // The bound makes the room enough, and nothing else can go wrong but memory.
  precondition(status == Z_OK)
  return Data(compressed.prefix(Int(length))).base64EncodedString()
}
