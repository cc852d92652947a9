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

  /// The answer in a form of the command's own, which takes the place of the form that `--format` names.
  private var ownForm: String?

  /// Leaves an answer behind, in a form of the command's own if one is given.
  init(_ report: Report, as ownForm: String? = nil, status: ExitStatus = .done) {
    content = .report(report)
    self.ownForm = ownForm
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
    case .report(let report): ownForm ?? report.written(as: form, on: page)
    case .text(let text): text
    }
  }
}
