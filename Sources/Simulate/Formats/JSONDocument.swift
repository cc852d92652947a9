import Foundation

/// Reads a JSON document, of which nothing may be left after `body`.
func scan(
  _ data: Data, file: String, _ body: (inout JSONScanner) throws(JSONScanner.Fault) -> Void
) throws(SimulateError) {
  let fault: JSONScanner.Fault? = data.withUnsafeBytes { raw in
    var scanner = JSONScanner(raw.bindMemory(to: UInt8.self))
    do throws(JSONScanner.Fault) {
      try body(&scanner)
      guard scanner.isAtEnd() else {
        throw JSONScanner.Fault(position: scanner.position, message: "text follows the document")
      }
      return nil
    } catch {
      return error
    }
  }
  guard let fault else { return }
  let line = data.prefix(fault.position).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
  throw .malformedInput(file: file, line: line, message: "\(fault.message); give whole JSON as it was written")
}
