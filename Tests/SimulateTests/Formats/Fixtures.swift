import CZlib
import Foundation

@testable import Simulate

/// Inputs of each form, made from its documented structure.
enum Fixture {
  /// Compresses data with zlib.
  ///
  /// - Parameter windowBits: 31 for a gzip file, −15 for raw deflated data.
  static func compressed(_ data: Data, windowBits: Int32) -> Data {
    var stream = z_stream()
    deflateInit2_(
      &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var output = Data(count: Int(deflateBound(&stream, uLong(data.count))) + 64)
    var input = [UInt8](data)
    let produced = output.withUnsafeMutableBytes { output in
      input.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(output.count)
        deflate(&stream, Z_FINISH)
        return output.count - Int(stream.avail_out)
      }
    }
    return output.prefix(produced)
  }

  static func gzip(_ text: String) -> Data { gzip(Data(text.utf8)) }

  static func gzip(_ data: Data) -> Data { compressed(data, windowBits: 31) }

  private static func little(_ value: Int, _ count: Int) -> Data {
    Data((0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
  }

  /// Makes a zip archive.
  ///
  /// - Parameters:
  ///   - said: the size that the directory gives each entry, or nil for the true one.
  ///   - count: the number of entries that the end record gives, or nil for the true one.
  ///   - overlapping: whether the directory's entries all begin where the first does.
  ///   - comment: the comment at the end.
  ///   - is64Bit: whether only a 64-bit end record holds the true figures.
  static func zip(
    _ entries: [(name: String, content: Data)], deflated: Bool = false, said: Int? = nil, count: Int? = nil,
    overlapping: Bool = false, comment: String = "", is64Bit: Bool = false
  ) -> Data {
    var archive = Data()
    var directory = Data()
    for (name, content) in entries {
      let body = deflated ? compressed(content, windowBits: -15) : content
      let checksum = content.withUnsafeBytes {
        crc32_z(0, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
      }
      var common = little(20, 2) + little(0, 2) + little(deflated ? 8 : 0, 2) + little(0, 4) + little(Int(checksum), 4)
      common += little(body.count, 4) + little(said ?? content.count, 4) + little(name.utf8.count, 2) + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10)
      directory += little(overlapping ? 0 : archive.count, 4) + Data(name.utf8)
      archive += little(0x0403_4B50, 4) + common + Data(name.utf8) + body
    }
    let count = count ?? entries.count
    var end = Data()
    if is64Bit {
      end += little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) + little(count, 8)
      end += little(count, 8) + little(directory.count, 8) + little(archive.count, 8)
      end += little(0x0706_4B50, 4) + little(0, 4) + little(archive.count + directory.count, 8) + little(1, 4)
    }
    let short = is64Bit ? 0xFFFF : count
    end += little(0x0605_4B50, 4) + little(0, 4) + little(short, 2) + little(short, 2)
    end += little(is64Bit ? 0xFFFF_FFFF : directory.count, 4) + little(is64Bit ? 0xFFFF_FFFF : archive.count, 4)
    return archive + directory + end + little(comment.utf8.count, 2) + Data(comment.utf8)
  }

  /// Makes a NumPy array.
  static func npy(_ description: String, shape: String, fortran: Bool = false, _ content: [UInt8]) -> Data {
    let header = "{'descr': '\(description)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0]) + little(header.utf8.count, 2) + Data(header.utf8)
      + Data(content)
  }

  /// Makes a line of lm-evaluation-harness.
  static func sample(_ document: Int, _ score: String, hash: String? = nil, filter: String = "none") -> String {
    let content = hash.map { "\"doc_hash\": \"\($0)\", " } ?? ""
    return
      "{\"doc_id\": \(document), \"doc\": {\"question\": \"What \\\"is\\\" it?\", \"n\": [1, {}]}, \"target\": \"A\", "
      + "\"filter\": \"\(filter)\", \"metrics\": [\"acc\", \"acc_norm\"], \(content)\"acc\": \(score), "
      + "\"acc_norm\": 0.0}\n"
  }

  /// Makes a log of Inspect with two samples of two epochs.
  static func inspect(_ model: String, _ values: [String]) -> (eval: String, samples: [String]) {
    let eval = "{\"task\": \"sums\", \"model\": \"\(model)\", \"config\": {\"epochs\": 2}}"
    let samples = values.enumerated().map { index, value in
      "{\"id\": \"q\(index / 2)\", \"epoch\": \(index % 2 + 1), \"input\": \"1 + 1?\", "
        + "\"scores\": {\"match\": {\"value\": \(value), \"answer\": \"2\"}, \"other\": {\"value\": {\"part\": 1}}}}"
    }
    return (eval, samples)
  }

  static func inspectJSON(_ model: String, _ values: [String], status: String = "success") -> String {
    let (eval, samples) = inspect(model, values)
    return
      "{\"version\": 2, \"status\": \"\(status)\", \"eval\": \(eval), "
      + "\"samples\": [\(samples.joined(separator: ",\n"))]}"
  }

  static func inspectArchive(_ model: String, _ values: [String], summaries: Bool) -> Data {
    let (eval, samples) = inspect(model, values)
    var entries = [(name: "header.json", content: Data("{\"version\": 2, \"eval\": \(eval)}".utf8))]
    for (index, sample) in samples.enumerated() {
      entries.append((name: "samples/q\(index / 2)_epoch_\(index % 2 + 1).json", content: Data(sample.utf8)))
    }
    if summaries { entries.append((name: "summaries.json", content: Data("[\(samples.joined(separator: ","))]".utf8))) }
    return zip(entries, deflated: true)
  }

  /// Makes HELM's statistics of some instances.
  static func helm(_ scores: [(id: String, score: String)]) -> String {
    "["
      + scores.map { id, score in
        "{\"instance_id\": \"\(id)\", \"train_trial_index\": 0, "
          + "\"stats\": [{\"name\": {\"name\": \"num_tokens\"}, \"mean\": 12}, "
          + "{\"name\": {\"name\": \"exact_match\", \"split\": \"test\"}, \"count\": 1, \"mean\": \(score)}]}"
      }.joined(separator: ",\n") + "]"
  }

  /// Makes AlpacaEval's annotations.
  static func alpaca(_ rows: [(instruction: String, model: String, preference: String)]) -> String {
    "["
      + rows.map { row in
        "{\"instruction\": \"\(row.instruction)\", \"dataset\": \"set\", \"output_1\": \"a\", "
          + "\"generator_1\": \"reference\", "
          + "\"output_2\": \"b\", \"generator_2\": \"\(row.model)\", \"preference\": \(row.preference)}"
      }.joined(separator: ",") + "]"
  }
}

/// Calls `body` with a folder of files that is removed afterwards.
func withFiles<Value>(_ files: [String: Data], _ body: (String) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, content) in files {
    let path = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: path)
  }
  return try body(folder.path)
}

/// Returns a matrix's scores, a row per model.
func rows(_ matrix: ItemMatrix) -> [[Double]] {
  (0..<matrix.modelCount).map { model in (0..<matrix.itemCount).map { matrix.score(model: model, item: $0) } }
}
