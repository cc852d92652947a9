import Foundation

/// Decompresses Zstandard frames by the system's libzstd. The library is looked for when it is needed: recent logs of
/// Inspect are compressed by it, and building the program should not need its headers.
struct Zstandard {
  private typealias Decompress =
    @convention(c) (
      UnsafeMutableRawPointer?, Int, UnsafeRawPointer?, Int
    ) -> Int
  private typealias IsError = @convention(c) (Int) -> UInt32

  private let decompressFrames: Decompress
  private let isError: IsError

  /// Opens the library; nil if there is none.
  init?() {
    let names = ["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib"]
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first,
      let decompress = dlsym(library, "ZSTD_decompress"), let check = dlsym(library, "ZSTD_isError")
    else { return nil }
    // The signatures of zstd.h, stable since version 1.0.
    decompressFrames = unsafeBitCast(decompress, to: Decompress.self)
    isError = unsafeBitCast(check, to: IsError.self)
  }

  /// All frames of some data; nil if they are damaged or do not have the size said.
  func decompress(_ data: Data, size: Int) -> Data? {
    var output = Data(count: size)
    let written = output.withUnsafeMutableBytes { output in
      data.withUnsafeBytes { input in
        decompressFrames(output.baseAddress, output.count, input.baseAddress, input.count)
      }
    }
    return isError(written) == 0 && written == size ? output : nil
  }
}
