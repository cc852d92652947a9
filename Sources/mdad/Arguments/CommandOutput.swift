import Planner

/// What a command leaves behind.
struct CommandOutput {
  /// What is to be written.
  enum Content {
    /// An answer, in the form that `--format` names.
    case report(Report)
    /// A text that has one form.
    case text(String)
  }

  /// For standard output, or for the file that `--output` names.
  var content: Content
  /// Whether the content goes to standard output whatever `--output` names. A script does: its commands write the file.
  var ignoresOutputOption = false
  /// The exit status.
  var status: ExitStatus = .done

  /// Leaves an answer behind.
  init(_ report: Report, status: ExitStatus = .done) {
    content = .report(report)
    self.status = status
  }

  /// Leaves a text behind.
  init(text: String, ignoresOutputOption: Bool = false, status: ExitStatus = .done) {
    content = .text(text)
    self.ignoresOutputOption = ignoresOutputOption
    self.status = status
  }

  /// Returns the content as text.
  func text(as form: Form, on page: TextPage) -> String {
    switch content {
    case .report(let report): report.written(as: form, on: page)
    case .text(let text): text
    }
  }
}
