import Simulate

/// Finds in the tables what an audit needs to know of a benchmark.
package enum BenchmarkKnowledge {
  /// Returns the size and discordance of a benchmark, or nil if no table and no published figure is of it.
  ///
  /// The discordance is that of the table's own models. Published figures give a size alone: a discordance derived from
  /// them would judge them by themselves, so the range that is typical of all tables is used instead.
  package static func find(_ name: String, in library: TableLibrary) throws(PlannerError) -> TableAudit.Knowledge? {
    let published = library.published(of: name)
    guard let table = try library.table(of: name, split: .half) else {
      guard let published else { return nil }
      return TableAudit.Knowledge(
        items: published.items, fewestItems: published.seenItems, band: try envelope(of: library))
    }
    guard let profile = table.discordance else { return nil }
    let fewest = [table.seenItems, published?.seenItems].compactMap { $0 }.min() ?? table.items
    return TableAudit.Knowledge(
      items: max(table.items, published?.items ?? 0), fewestItems: fewest,
      band: DiscordanceBand(
        .profile(profile),
        sentence: "Discordance from the \(table.models) models of the table of \(table.benchmark) (80 % of pairs)."))
  }

  /// Returns the range of typical discordance over all tables.
  package static func envelope(of library: TableLibrary) throws(PlannerError) -> DiscordanceBand {
    var profiles: [DiscordanceProfile] = []
    for name in library.tableNames {
      if let profile = try library.table(of: name, split: .half)?.discordance { profiles.append(profile) }
    }
    guard !profiles.isEmpty else {
      throw .invalidQuantity("no table says how models differ; give a range of discordance, such as 0.1,0.4")
    }
    return DiscordanceBand(
      .medians(profiles),
      sentence: "No table covers it: discordance ranges over the medians of \(profiles.count) tables.")
  }
}

/// Reads published MDADs from a file.
package enum PublishedClaims {
  /// Reads a CSV with columns `method`, `k`, `mdad` (or `mdad_points`) and `benchmark`; others are ignored.
  ///
  /// - Parameter benchmark: the benchmark of a file without such a column.
  /// - Throws: `SimulateError` naming the file and line of the first fault.
  package static func read(path: String, benchmark: String?) throws(SimulateError) -> [TableAudit.Claim] {
    let table = try TextColumns.read(path: path, need: "benchmark, method, k and mdad")
    func fault(_ line: Int?, _ message: String) -> SimulateError {
      .malformedInput(file: table.file, line: line, message: message)
    }
    func column(_ names: [String]) throws(SimulateError) -> Int {
      guard let found = names.compactMap({ table.columns.firstIndex(of: $0) }).first else {
        throw fault(
          1, "no column is named \(names.joined(separator: " or ")); give columns benchmark, method, k and mdad")
      }
      return found
    }
    let (method, size, mdad) = (try column(["method"]), try column(["k"]), try column(["mdad", "mdad_points"]))
    let name = table.columns.firstIndex(of: "benchmark")
    guard name != nil || benchmark != nil else {
      throw fault(1, "no column is named benchmark; add one, or name the benchmark")
    }
    var claims: [TableAudit.Claim] = []
    for (line, values) in table.rows {
      guard let k = Int(values[size]), k > 0 else {
        throw fault(line, "k is \"\(values[size])\"; give a whole number above 0")
      }
      if values[mdad].isEmpty || values[mdad] == "–" || values[mdad] == "-" { continue }
      guard let figure = Double(values[mdad]), figure > 0, figure <= 100 else {
        throw fault(line, "the MDAD is \"\(values[mdad])\"; give accuracy points above 0 and at most 100")
      }
      claims.append(
        TableAudit.Claim(
          line: line, benchmark: name.map { values[$0] } ?? benchmark ?? "", method: values[method], size: k,
          mdad: fraction(ofPoints: figure)))
    }
    guard !claims.isEmpty else { throw fault(nil, "no row has an MDAD; give a row per benchmark, method and k") }
    return claims
  }
}
