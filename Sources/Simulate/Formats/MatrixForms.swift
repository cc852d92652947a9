import Foundation

/// A form that an item matrix is written in. Each is declared by its format; ``MatrixFormats`` lists them.
package struct MatrixForm: Sendable {
  /// What a person calls it.
  package let name: String
  /// The ending of file names, without the point, that asks for it; nil if none does.
  let ending: String?
  /// Whether it can be shown as text.
  package let isText: Bool
  let write: @Sendable (ItemMatrix) -> Data

  /// A form of text.
  static func text(_ name: String, ending: String?, _ write: @escaping @Sendable (ItemMatrix) -> String) -> MatrixForm {
    MatrixForm(name: name, ending: ending, isText: true) { Data(write($0).utf8) }
  }

  /// Every form.
  package static var all: [MatrixForm] { MatrixFormats.all.reversed().compactMap { $0.form } }

  /// CSV, a row per item and a column per model.
  package static var wide: MatrixForm { WideTable.written }

  /// Finds the form with a name.
  package static func named(_ name: String) -> MatrixForm? { all.first { $0.name == name } }

  /// Finds the form that a file's name asks for; nil if its ending says nothing.
  package static func forFile(_ path: String) -> MatrixForm? {
    let ending = path.split(separator: ".").last?.lowercased()
    return ending.flatMap { ending in all.first { $0.ending == ending } }
  }
}

extension ItemMatrix {
  /// Writes the matrix as a file's content.
  ///
  /// - Complexity: O(M · N).
  package func written(as form: MatrixForm) -> Data { form.write(self) }
}

extension ItemMatrix {
  /// A score as tables have it: `c/n` if answers were counted.
  func scoreText(model: Int, item: Int) -> String {
    guard repeatedSamples?.score == .mean else { return Simulate.scoreText(score(model: model, item: item)) }
    let (right, count) = samples(model: model, item: item)
    return "\(right)/\(count)"
  }
}

/// A score as it is written.
func scoreText(_ score: Double) -> String { score == 0 ? "0" : score == 1 ? "1" : String(score) }
