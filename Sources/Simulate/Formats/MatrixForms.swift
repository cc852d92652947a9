import Foundation

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
          text += "{\"model\":"
          writeJSONString(models[model], to: &text)
          text += ",\"item\":"
          writeJSONString(items[item], to: &text)
          text += ",\"score\":\(self.text(score))"
          if hasSubtasks {
            text += ",\"subtask\":"
            writeJSONString(subtask(of: item) ?? "", to: &text)
          }
          text += "}\n"
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
