import Planner

/// A file that a result is also written to, in the form that its suffix names.
struct ResultFile: Sendable {
  let path: String
  let form: Form

  /// The forms by the suffixes of their files.
  private static let suffixes: [(suffix: String, form: Form)] = [
    ("txt", .text), ("json", .json), ("csv", .csv), ("md", .markdown),
  ]

  /// Returns what --format calls the form that a file's suffix names; nil for another suffix.
  static func formName(ofFile path: String) -> String? {
    path.hasSuffix(".html") ? "html" : suffixes.first { path.hasSuffix(".\($0.suffix)") }?.form.rawValue
  }

  /// Takes the path of a file whose suffix names a form.
  static let kind = ValueKind<ResultFile>(.newFile) { path throws(ValueError) in
    guard let known = suffixes.first(where: { path.hasSuffix(".\($0.suffix)") }) else {
      throw ValueError(
        "the suffix of \(quoted(path)) names no form",
        give: "a file that ends in \(alternatives(suffixes.map { ".\($0.suffix)" }))")
    }
    return ResultFile(path: path, form: known.form)
  }
}
