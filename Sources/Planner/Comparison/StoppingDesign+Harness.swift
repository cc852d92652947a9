import Simulate

/// What evaluation harnesses take and write, in terms of a design's items.
extension StoppingDesign {
  /// Returns `{"task": [positions]}`, the `--samples` of lm-evaluation-harness, for some items of the order.
  ///
  /// Items that an import from its logs called `task/doc_id` keep that number, and their task unless one is named.
  package func lmEvaluationHarness(_ items: ArraySlice<Item>, task: String?) -> JSONValue? {
    var (tasks, numbers): ([String], [String: [JSONValue]]) = ([], [:])
    for item in items {
      let document = StoppingDesign.document(item.name)
      guard let name = task ?? document?.task else { return nil }
      if numbers[name] == nil { tasks.append(name) }
      numbers[name, default: []].append(.int(document?.number ?? item.position))
    }
    return .object(tasks.map { ($0, .array(numbers[$0] ?? [])) })
  }

  /// Returns the names of some items as the `--sample-id` of Inspect takes them, which numbers samples without a name
  /// from 1.
  package func sampleIdentifiers(_ items: ArraySlice<Item>) -> [String] {
    items.map { numbersFrom == nil ? $0.name : String($0.position + 1) }
  }

  /// Splits `task/doc_id`.
  private static func document(_ name: String) -> (task: String, number: Int)? {
    guard let mark = name.lastIndex(of: "/"), mark > name.startIndex,
      let number = Int(name[name.index(after: mark)...])
    else { return nil }
    return (String(name[..<mark]), number)
  }

  /// Tells what a file calls its items.
  package enum Naming: Sendable {
    /// Positions from 0, behind the task's name.
    case lmEvaluationHarness
    /// Names, or numbers from 1.
    case inspect
    /// As the benchmark calls them.
    case benchmark

    /// The naming of a format's files.
    ///
    /// - Parameter format: what a reading calls it; nil for a table.
    package init(format: String?) {
      switch format {
      case "lm-evaluation-harness": self = .lmEvaluationHarness
      case "Inspect": self = .inspect
      default: self = .benchmark
      }
    }
  }

  /// Returns the positions in the order of the items that a file names; nil for an item that is not in it.
  func places(of names: [String], naming: Naming) -> [Int?] {
    if numbersFrom == nil {
      let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.name, $0) })
      return names.map { name in
        // A benchmark may leave out the task that a harness writes before a document's number.
        places[name] ?? StoppingDesign.document(name).flatMap { places[String($0.number)] }
      }
    }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.position, $0) })
    return names.map { name in
      let number =
        switch naming {
        case .lmEvaluationHarness: StoppingDesign.document(name)?.number ?? Int(name)
        case .inspect: Int(name).map { $0 - 1 }
        case .benchmark: Int(name).map { $0 - (numbersFrom ?? 0) }
        }
      return number.flatMap { places[$0] }
    }
  }
}
