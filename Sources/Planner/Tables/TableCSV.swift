import Simulate

extension BenchmarkTable {
  /// The columns of a table's CSV file.
  public static let csvColumns = [
    "benchmark", "split", "targets", "method", "k", "mdad", "mdad_low", "mdad_high", "mdad_first", "mdad_sustained",
    "agreement_1", "agreement_2", "agreement_3", "agreement_5", "agreement_10", "error", "kendall_tau", "pairs",
    "trials", "models", "items", "seed", "version", "matrix_sha256",
  ]

  /// The table as its CSV file: a row per split, method and size, against the items that were chosen from. MDADs and
  /// errors are in points, agreement is a fraction; an absent value is an empty field.
  public func csv() -> String {
    var table = TextTable(BenchmarkTable.csvColumns.map { ($0, .left) })
    for row in rows where row.reference != .unseen {
      let agreement = [1.0, 2, 3, 5, 10].map { decimal(row.agreement(atGap: $0).value, 4) }
      table.add(
        [
          benchmark, row.split.rawValue, row.targets, row.method, String(row.size), compact(row.mdad.value),
          compact(row.mdad.low), compact(row.mdad.high), compact(row.first), compact(row.sustained),
        ] + agreement + [
          compact(row.error.value.map { $0 * 100 }), compact(row.kendallTau.value), String(row.pairs), String(trials),
          String(models), String(items), String(seed), version, matrixHash,
        ])
    }
    return table.csv()
  }
}
