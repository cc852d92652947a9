import Simulate

/// Holds the MDADs that a paper reports for a benchmark.
public struct PublishedFigures: Sendable, Equatable {
  /// Holds one reported figure.
  public struct Row: Sendable, Equatable {
    /// The method's identifier.
    public let method: String
    /// The size k.
    public let size: Int
    /// The reported MDAD, a fraction.
    public let mdad: Double
    /// The reported lower limit, a fraction.
    public let low: Double
    /// The reported upper limit, a fraction.
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
  public private(set) var rows: [Row]

  /// The agreement at which the figures are.
  public static let threshold = 0.8

  /// Reads `published/mdad.csv`, whose MDADs are in accuracy points: one entry per benchmark.
  ///
  /// - Parameter file: what messages call it.
  public static func read(csv text: String, file: String) throws(PlannerError) -> [PublishedFigures] {
    let names = ["benchmark", "method", "k", "mdad", "mdad_low", "mdad_high", "items", "seen_items", "source"]
    let table = try TextColumns.read(csv: text, file: file, columns: names)
    var entries: [PublishedFigures] = []
    for (line, fields) in table.rows {
      guard let size = Int(fields[2]), let mdad = Double(plainDecimal: fields[3]),
        let low = Double(plainDecimal: fields[4]), let high = Double(plainDecimal: fields[5]),
        let items = Int(fields[6]), let seenItems = Int(fields[7]), size > 0, mdad > 0
      else {
        throw .malformedTable(file: "\(file):\(line)", message: "k, MDADs and items are not numbers above 0")
      }
      let row = Row(
        method: fields[1], size: size, mdad: fraction(ofPoints: mdad), low: fraction(ofPoints: low),
        high: fraction(ofPoints: high))
      if let position = entries.firstIndex(where: { $0.benchmark == fields[0] }) {
        entries[position].rows.append(row)
      } else {
        entries.append(
          PublishedFigures(benchmark: fields[0], items: items, seenItems: seenItems, source: fields[8], rows: [row]))
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

  /// Returns the discordance at which random sampling on the seen items would have exactly the reported MDAD, for each
  /// reported size for which such a discordance exists.
  public func impliedDiscordances() -> [Double] {
    rows.filter { Method.named($0.method)?.isExactlyPredictable == true }.compactMap { row in
      let gap = row.mdad
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
