import Simulate

/// Holds what several runs scored on the items that all of them answered.
package struct ComparedRuns: Sendable {
  /// Holds a file and what was read from it.
  package struct Source: Sendable {
    /// What messages call it.
    let file: String
    let matrix: ItemMatrix
    /// For each item what its content hashes to, or nil if that is not known.
    let contents: [String]?

    /// Describes a file.
    package init(file: String, _ reading: MatrixReading) {
      self.file = file
      matrix = reading.matrix
      contents = reading.contents
    }

    /// The SHA-256 of the matrix's content.
    package var contentHash: String { matrix.contentHash() }

    /// Describes a matrix.
    package init(file: String, matrix: ItemMatrix, contents: [String]? = nil) {
      self.file = file
      self.matrix = matrix
      self.contents = contents
    }
  }

  /// The runs' names, distinct: the models', or the files' where one model ran twice.
  package private(set) var names: [String]
  /// The items that all runs answered, in the order of the first file.
  package let items: [String]
  /// The scores, a row per run, by item.
  package private(set) var scores: [[Double]]
  /// Each item's cluster, numbered from 0; empty if items carry none.
  package let clusterOfItem: [Int]
  /// The items that some run did not answer.
  package let leftOut: Int
  /// The items of one name whose contents differ between files.
  package let differing: Int

  /// Aligns the runs of some files by item.
  ///
  /// - Parameter sources: in the order in which their runs are compared.
  /// - Throws: `SimulateError` if a file is given twice, or there is no item that all runs answered.
  package init(_ sources: [Source]) throws(SimulateError) {
    var files: Set<String> = []
    for source in sources where !files.insert(source.file).inserted {
      throw .unsatisfiable("\(source.file) is given twice; a run is compared with others")
    }
    names = ComparedRuns.names(sources)
    let positions = sources.map { source in
      Dictionary(source.matrix.items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    func content(_ source: Int, _ name: String) -> String? {
      guard let position = positions[source][name], let contents = sources[source].contents else { return nil }
      return contents[position].isEmpty ? nil : contents[position]
    }
    var (common, differing): ([String], Int) = ([], 0)
    for name in sources.first?.matrix.items ?? [] where positions.allSatisfy({ $0[name] != nil }) {
      let hashes = Set(sources.indices.compactMap { content($0, name) })
      if hashes.count > 1 { differing += 1 } else { common.append(name) }
    }
    let all = Set(sources.flatMap(\.matrix.items))
    guard !common.isEmpty else { throw ComparedRuns.nothingShared(sources, differing: differing) }
    items = common
    self.differing = differing
    leftOut = all.count - common.count - differing
    scores = zip(sources, positions).flatMap { source, position in
      source.matrix.models.indices.map { model in
        common.map { source.matrix.score(model: model, item: position[$0] ?? 0) }
      }
    }
    clusterOfItem = ComparedRuns.clusters(of: common, sources, positions)
  }

  /// Numbers the clusters of items by the first file that has any.
  private static func clusters(
    of items: [String], _ sources: [Source], _ positions: [[String: Int]]
  ) -> [Int] {
    guard let source = sources.indices.first(where: { !sources[$0].matrix.clusterOfItem.isEmpty }) else { return [] }
    var numbers: [String: Int] = [:]
    return items.map { name in
      let cluster = sources[source].matrix.clusterOfItem[positions[source][name] ?? 0]
      // An item without a cluster is one of its own.
      let key = cluster.isEmpty ? "\u{1}" + name : cluster
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
  }

  private static func nothingShared(_ sources: [Source], differing: Int) -> SimulateError {
    let (first, last) = (sources.first, sources.last)
    let files = sources.map(\.file).joined(separator: " and ")
    if differing > 0 {
      return .malformedInput(
        file: files, line: nil,
        message: "all \(plural(differing, "item")) of one name have other contents (doc_hash); give runs of one task")
    }
    func example(_ source: Source?) -> String { source?.matrix.items.first.map { "\"\($0)\"" } ?? "none" }
    return .malformedInput(
      file: files, line: nil,
      message: "no item is in all of them (the first are \(example(first)) and \(example(last))); give runs of one "
        + "task, with items of the same names")
  }

  /// Names the runs: by model, or by file where models of one name ran more than once.
  private static func names(_ sources: [Source]) -> [String] {
    let models = sources.flatMap { source in source.matrix.models.map { (model: $0, file: source.file) } }
    func areDistinct(_ names: [String]) -> Bool { Set(names).count == names.count }
    let byModel = models.map(\.model)
    if areDistinct(byModel) { return byModel }
    let isRepeated = Dictionary(grouping: byModel) { $0 }.mapValues { $0.count > 1 }
    func named(_ name: (_ file: String) -> String) -> [String] {
      let alone = sources.allSatisfy { $0.matrix.modelCount == 1 }
      return models.map { model, file in
        guard isRepeated[model] == true else { return model }
        return alone ? name(file) : "\(model) (\(name(file)))"
      }
    }
    let short = named { FileLabel.short($0) }
    return areDistinct(short) ? short : named { $0 }
  }

  /// Keeps some runs, in the order of their names.
  ///
  /// - Throws: the first name that no run has.
  package mutating func keep(_ chosen: [String]) throws(UnknownRun) {
    var positions: [Int] = []
    for name in chosen {
      guard let position = names.firstIndex(of: name) else { throw UnknownRun(name: name) }
      positions.append(position)
    }
    names = positions.map { names[$0] }
    scores = positions.map { scores[$0] }
  }

  /// Names a run that there is none of.
  package struct UnknownRun: Error {
    /// The name asked for.
    package let name: String
  }
}

/// Names files briefly.
private enum FileLabel {
  /// Returns a path's last part without its endings.
  static func short(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    var name = file
    for ending in [".gz", ".jsonl", ".json", ".eval", ".csv", ".tsv", ".npy", ".npz"] where name.hasSuffix(ending) {
      name = String(name.dropLast(ending.count))
    }
    return name.isEmpty ? path : name
  }
}
