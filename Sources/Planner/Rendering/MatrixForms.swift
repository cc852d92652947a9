import Foundation
import Simulate

/// A form that an item matrix is written in.
public enum MatrixForm: String, Sendable, CaseIterable {
  /// CSV, a row per item and a column per model.
  case wide
  /// CSV, a row per model and item.
  case long
  /// JSON Lines, an object per model and item.
  case jsonl
  /// NumPy's `.npy`, models × items: bytes where all scores are 0 or 1, doubles otherwise. It holds no names.
  case npy

  /// The form that a file's name asks for; nil where its ending says nothing.
  public init?(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "csv": self = .wide
    case "jsonl": self = .jsonl
    case "npy": self = .npy
    default: return nil
    }
  }
}

extension ItemMatrix {
  /// The matrix as a file's content.
  ///
  /// - Complexity: O(M · N).
  public func written(as form: MatrixForm) -> Data {
    switch form {
    case .wide: return Data(wideText().utf8)
    case .long, .jsonl: return Data(longText(isJSON: form == .jsonl).utf8)
    case .npy: return array()
    }
  }

  private func text(_ score: Double) -> String { score == 0 ? "0" : score == 1 ? "1" : String(score) }

  private func wideText() -> String {
    let hasSubtasks = !subtasks.isEmpty
    var text = "item" + (hasSubtasks ? ",subtask" : "") + models.map { "," + csvField($0) }.joined() + "\n"
    for item in items.indices {
      text += csvField(items[item])
      if hasSubtasks { text += "," + csvField(subtask(of: item) ?? "") }
      for model in models.indices { text += "," + self.text(score(model: model, item: item)) }
      text += "\n"
    }
    return text
  }

  private func longText(isJSON: Bool) -> String {
    let hasSubtasks = !subtasks.isEmpty
    var text = isJSON ? "" : "model,item,score" + (hasSubtasks ? ",subtask" : "") + "\n"
    for model in models.indices {
      for item in items.indices {
        let score = score(model: model, item: item)
        if isJSON {
          var members: [(String, JSONValue)] = [
            ("model", .string(models[model])), ("item", .string(items[item])),
            ("score", score == 0 || score == 1 ? .int(Int(score)) : .number(score)),
          ]
          if hasSubtasks { members.append(("subtask", .string(subtask(of: item) ?? ""))) }
          text += JSONValue.object(members).text(indented: false) + "\n"
        } else {
          text += "\(csvField(models[model])),\(csvField(items[item])),\(self.text(score))"
          text += (hasSubtasks ? "," + csvField(subtask(of: item) ?? "") : "") + "\n"
        }
      }
    }
    return text
  }

  /// NumPy's format, version 1.0: the header is padded so that the data begin at a multiple of 64.
  private func array() -> Data {
    var header =
      "{'descr': '\(isBinary ? "|u1" : "<f8")', 'fortran_order': False, 'shape': (\(modelCount), \(itemCount)), }"
    header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
    let length = header.utf8.count
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)])
    data.append(contentsOf: header.utf8)
    data.reserveCapacity(data.count + modelCount * itemCount * (isBinary ? 1 : 8))
    for model in models.indices {
      if isBinary {
        data.append(contentsOf: items.indices.map { score(model: model, item: $0) == 1 ? 1 : 0 })
      } else {
        for item in items.indices {
          withUnsafeBytes(of: score(model: model, item: item).bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
      }
    }
    return data
  }
}

/// What an import found, for people and programs.
public struct ImportReport: Sendable {
  private let reading: MatrixReading
  private let source: String

  /// A report.
  ///
  /// - Parameter source: what was read.
  public init(_ reading: MatrixReading, source: String) {
    self.reading = reading
    self.source = source
  }

  /// What was found, a sentence each.
  public var sentences: [String] {
    let matrix = reading.matrix
    let collection = reading.collection
    var first = "\(source): \(plural(matrix.modelCount, "model")), \(plural(matrix.itemCount, "item"))"
    if matrix.subtasks.count > 1 { first += " in \(matrix.subtasks.count) subtasks" }
    if let collection {
      first +=
        ", from \(plural(collection.scores, "score")) in \(plural(collection.files, "file")) (\(collection.format))"
    }
    var sentences = [first] + reading.notes
    if let variance = collection?.resamplingVariance {
      sentences.append(
        "repeated samples vary by \(compact(variance, 4)) within an item on average (power --resampling-variance)")
    }
    if let collection, collection.duplicates > 0 {
      sentences.append("\(plural(collection.duplicates, "duplicate score")) resolved")
    }
    return sentences
  }

  /// The report as JSON, schema `mdad.import/1`.
  public func json() -> JSONValue {
    let (matrix, collection) = (reading.matrix, reading.collection)
    func names(_ list: [String]?) -> JSONValue { .array((list ?? []).map { .string($0) }) }
    return .object([
      ("schema", .string("mdad.import/1")), ("source", .string(source)),
      ("format", collection.map { .string($0.format) } ?? .null), ("files", .int(collection?.files ?? 1)),
      ("models", .int(matrix.modelCount)), ("items", .int(matrix.itemCount)), ("subtasks", .int(matrix.subtasks.count)),
      ("scores", .int(collection?.scores ?? matrix.modelCount * matrix.itemCount)),
      ("repeated", .int(collection?.repeatedCells ?? 0)),
      ("resampling_variance", .rounded(collection?.resamplingVariance, 8)),
      ("duplicates", .int(collection?.duplicates ?? 0)), ("missing", .int(reading.missingCount)),
      ("dropped_items", names(collection?.droppedItems)), ("dropped_models", names(collection?.droppedModels)),
      ("notes", names(reading.notes)), ("matrix_sha256", .string(matrix.contentHash())),
      ("version", .string(programVersion)),
    ])
  }
}
