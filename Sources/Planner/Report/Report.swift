import Simulate

/// Holds an answer in an order that serves people and programs: a sentence first, then facts and sections, then notes
/// and what it was computed from. ``Form`` says how it is written.
package struct Report: Sendable {
  /// Holds one figure and its names.
  package struct Fact: Sendable {
    /// Its name in JSON, in snake case; nil if only people read it.
    let key: String?
    /// Its label for people; nil if only programs read it.
    let label: String?
    let figure: Figure
    /// What people read, if that is another figure.
    let shown: Figure?

    /// Declares a fact.
    package init(_ key: String?, _ label: String? = nil, _ figure: Figure, shown: Figure? = nil) {
      self.key = key
      self.label = label
      self.figure = figure
      self.shown = shown
    }
  }

  /// Holds a part with a heading.
  package struct Section: Sendable {
    /// The key of the table in JSON, or nil if JSON does not hold it.
    let key: String?
    let heading: String?
    let sentences: [String]
    let table: Table?
    /// Tells whether people see it.
    let isShown: Bool
    /// Tells whether each sentence is a bullet.
    let isList: Bool

    /// Declares a section.
    ///
    /// - Parameters:
    ///   - key: what JSON calls the table, or nil if JSON does not hold it.
    ///   - heading: what people read above it.
    ///   - sentences: a paragraph, or a bullet each if there are several.
    ///   - isShown: false for rows that only programs read.
    ///   - isList: whether a single sentence is a bullet, too.
    package init(
      _ key: String? = nil, heading: String? = nil, sentences: [String] = [], table: Table? = nil, isShown: Bool = true,
      isList: Bool = false
    ) {
      self.key = key
      self.heading = heading
      self.sentences = sentences
      self.table = table
      self.isShown = isShown
      self.isList = isList || sentences.count > 1
    }
  }

  /// A part of the report; JSON holds its parts' members in their order.
  package enum Part: Sendable {
    case fact(Fact)
    case section(Section)
  }

  /// The schema of the JSON, such as `mdad.plan/1`.
  package var schema: String
  /// The heading of the document in Markdown; nil for an answer that needs none.
  package var title: String?
  /// The answer in a sentence, or nil if the figures say it all.
  package var sentence: String?
  /// Facts and sections.
  package var parts: [Part]
  /// What else a person should know, a sentence each.
  package var notes: [String]
  /// The key of the notes in JSON, and their heading for people.
  package var notesTitle: (key: String, heading: String?) = ("notes", nil)
  /// What a person reads if there are no notes, or nil for nothing.
  package var withoutNotes: String?
  /// What a person may do next, a paragraph each, after everything else; programs do not read it.
  package var advice: [String] = []
  /// What the answer was computed from.
  package var provenance: Provenance
  /// Tells whether the JSON ends in a digest of its content, so that the program that reads it notices any edit.
  package var isSealed = false
  /// The rows of the CSV form; nil for one row of all facts.
  package var csvTable: Table?

  /// Declares a report.
  package init(
    schema: String, title: String? = nil, sentence: String? = nil, _ parts: [Part], notes: [String] = [],
    provenance: Provenance = Provenance(), csv csvTable: Table? = nil
  ) {
    self.schema = schema
    self.title = title
    self.sentence = sentence
    self.parts = parts
    self.notes = notes
    self.provenance = provenance
    self.csvTable = csvTable
  }
}

extension Report.Part {
  /// Declares a fact: its key in JSON, its label for people, and the figure.
  package static func fact(_ key: String?, _ label: String? = nil, _ figure: Figure, shown: Figure? = nil) -> Self {
    .fact(Report.Fact(key, label, figure, shown: shown))
  }

  /// Declares a fact that people read only if it is known; programs read null.
  package static func knownFact(_ key: String?, _ label: String, _ figure: Figure, shown: Figure? = nil) -> Self {
    .fact(key, figure.isAbsent ? nil : label, figure, shown: shown)
  }

  /// Declares a fact for programs alone.
  package static func fact(_ key: String, _ figure: Figure) -> Self { .fact(Report.Fact(key, nil, figure)) }

  /// Declares a section.
  package static func section(
    _ key: String? = nil, heading: String? = nil, sentences: [String] = [], table: Table? = nil, isShown: Bool = true,
    isList: Bool = false
  ) -> Self {
    .section(
      Report.Section(key, heading: heading, sentences: sentences, table: table, isShown: isShown, isList: isList))
  }
}

extension Report {
  /// The report as a JSON document.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [("schema", .string(schema))]
    for part in parts {
      switch part {
      case .fact(let fact):
        if let key = fact.key { members.append((key, fact.figure.json)) }
      case .section(let section):
        if let key = section.key { members.append((key, section.table?.json ?? .null)) }
      }
    }
    members.append((notesTitle.key, .array(notes.map { .string($0) })))
    return .object(members + provenance.members.objectMembers)
  }

  /// The report as CSV.
  var csv: String {
    if let csvTable { return csvTable.csv }
    let facts = parts.compactMap { part in if case .fact(let fact) = part, fact.key != nil { fact } else { nil } }
    return Table([0], facts.map { fact in Column(fact.key ?? "") { _ in fact.figure } }).csv
  }

  /// The parts as people read them: facts that follow each other are one table.
  private var shownSections: [Section] {
    var sections: [Section] = []
    var facts: [Fact] = []
    func closeFacts() {
      if !facts.isEmpty { sections.append(Section(table: Report.table(of: facts))) }
      facts = []
    }
    for part in parts {
      switch part {
      case .fact(let fact):
        if fact.label != nil { facts.append(fact) }
      case .section(let section) where section.isShown:
        closeFacts()
        sections.append(section)
      case .section: break
      }
    }
    closeFacts()
    return sections
  }

  private static func table(of facts: [Fact]) -> Table {
    Table(
      facts,
      [
        Column("fact", "fact") { .text($0.label) }, Column("value", "value") { .text(($0.shown ?? $0.figure).shown) },
      ])
  }

  /// The report as Markdown.
  var markdown: String {
    var blocks: [String] = []
    if let title { blocks.append("# \(title)\n") }
    if let sentence { blocks.append((title == nil ? "**\(markdownText(sentence))**" : markdownText(sentence)) + "\n") }
    for section in shownSections {
      if let heading = section.heading { blocks.append("\(title == nil ? "###" : "##") \(markdownText(heading))\n") }
      blocks += Report.markdown(section)
      if let table = section.table, !table.isEmpty { blocks.append(table.markdown) }
    }
    if !notes.isEmpty {
      if let heading = notesTitle.heading { blocks.append("\(title == nil ? "###" : "##") \(heading)\n") }
      blocks.append(notes.map { "- \(markdownText($0))\n" }.joined())
    } else if let withoutNotes {
      blocks.append(withoutNotes + "\n")
    }
    blocks += advice.map { markdownText($0) + "\n" }
    return blocks.joined(separator: "\n")
  }

  private static func markdown(_ section: Section) -> [String] {
    guard !section.sentences.isEmpty else { return [] }
    return [section.sentences.map { (section.isList ? "- " : "") + markdownText($0) + "\n" }.joined()]
  }

  /// Returns the report for a person at a terminal.
  func text(on page: TextPage) -> String {
    var blocks: [String] = []
    func bullets(_ sentences: [String]) -> String {
      sentences.map { page.wrapped("- \(visible($0))", hanging: 2) + "\n" }.joined()
    }
    if let sentence { blocks.append(page.bold(page.wrapped(visible(sentence))) + "\n") }
    for section in shownSections {
      var block = section.heading.map { page.bold(page.wrapped(visible($0))) + "\n" } ?? ""
      block +=
        section.isList
        ? bullets(section.sentences) : section.sentences.map { page.wrapped(visible($0)) + "\n" }.joined()
      if let table = section.table, !table.isEmpty {
        let (text, dropped) = table.aligned(width: page.tableWidth)
        block += (section.sentences.isEmpty ? "" : "\n") + text
        if !dropped.isEmpty {
          block += page.wrapped("(no room for \(dropped.joined(separator: ", ")); the CSV form has all)") + "\n"
        }
      }
      blocks.append(block)
    }
    if !notes.isEmpty {
      blocks.append((notesTitle.heading.map { page.bold($0) + "\n" } ?? "") + bullets(notes))
    } else if let withoutNotes {
      blocks.append(page.wrapped(withoutNotes) + "\n")
    }
    if !advice.isEmpty { blocks.append(advice.map { page.wrapped(visible($0), hanging: 7) + "\n" }.joined()) }
    return blocks.joined(separator: "\n")
  }
}
