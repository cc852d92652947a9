import Simulate

/// MDADs that a paper reports for a benchmark.
public struct PublishedFigures: Sendable, Equatable {
  /// One reported figure.
  public struct Row: Sendable, Equatable {
    /// The method's identifier.
    public let method: String
    /// The size k.
    public let size: Int
    /// The reported MDAD and its limits, points.
    public let mdad: Double
    /// The reported lower limit, points.
    public let low: Double
    /// The reported upper limit, points.
    public let high: Double
  }

  /// The benchmark's name as reported.
  public let benchmark: String
  /// N, the items of the benchmark.
  public let items: Int
  /// The items that the paper's micro-benchmarks were chosen from and compared with.
  public let seenItems: Int
  /// The citation.
  public let source: String
  /// The figures, in the file's order.
  public let rows: [Row]

  /// The agreement at which the figures are.
  public static let threshold = 0.8
  /// The width of the bins they are in, points.
  public static let resolution = 0.5

  /// Reads `published/mdad.csv`: one entry per benchmark.
  ///
  /// - Parameter file: what messages call it.
  public static func read(csv text: String, file: String) throws(PlannerError) -> [PublishedFigures] {
    var entries: [PublishedFigures] = []
    var lines = text.split(whereSeparator: \.isNewline)[...]
    let header = "benchmark,method,k,mdad,mdad_low,mdad_high,items,seen_items,source"
    guard lines.popFirst().map(String.init) == header else {
      throw .malformedTable(file: file, message: "the first line is not \(header)")
    }
    for (offset, line) in lines.enumerated() {
      // The source is the last field and may hold commas, so that it may be quoted.
      let fields = line.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 9, let size = Int(fields[2]), let mdad = Double(fields[3]), let low = Double(fields[4]),
        let high = Double(fields[5]), let items = Int(fields[6]), let seenItems = Int(fields[7]), size > 0, mdad > 0
      else {
        throw .malformedTable(file: "\(file):\(offset + 2)", message: "not nine fields as the header names them")
      }
      let row = Row(method: fields[1], size: size, mdad: mdad, low: low, high: high)
      let source = fields[8].hasPrefix("\"") ? String(fields[8].dropFirst().dropLast()) : fields[8]
      if let position = entries.firstIndex(where: { $0.benchmark == fields[0] }) {
        let entry = entries[position]
        entries[position] = PublishedFigures(
          benchmark: entry.benchmark, items: entry.items, seenItems: entry.seenItems, source: entry.source,
          rows: entry.rows + [row])
      } else {
        entries.append(
          PublishedFigures(benchmark: fields[0], items: items, seenItems: seenItems, source: source, rows: [row]))
      }
    }
    return entries
  }

  /// The identifiers of the methods, in the file's order.
  public var methods: [String] {
    var names: [String] = []
    for row in rows where !names.contains(row.method) { names.append(row.method) }
    return names
  }

  /// The discordance at which random sampling on the seen items would have exactly the reported MDAD, for each reported
  /// size at which some discordance would.
  public func impliedDiscordances() -> [Double] {
    rows.filter { $0.method == Method.randomName }.compactMap { row in
      let gap = row.mdad / 100
      func agreement(_ discordance: Double) -> Double? {
        // Nil below the smallest discordance that the gap allows.
        (try? PairedComparison(gap: gap, discordance: discordance, itemCount: seenItems))?
          .orderProbabilities(size: row.size).ahead
      }
      var (low, high) = (gap, 1.0)
      guard let atLow = agreement(low), let atHigh = agreement(high), atLow >= PublishedFigures.threshold,
        atHigh < PublishedFigures.threshold
      else { return nil }
      while high - low > 1e-6 {
        let middle = (low + high) / 2
        if let value = agreement(middle), value >= PublishedFigures.threshold { low = middle } else { high = middle }
      }
      return low
    }
  }
}
