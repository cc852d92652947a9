import Simulate

extension DimensionComparison {
  /// The comparison as a report, schema `mdad.dimensions/1`.
  package var report: Report {
    let table = Table(
      checks,
      [
        Column("dimensions", "dimensions") { .count($0.dimensions) },
        Column("held_out_log_likelihood", "held-out log-likelihood") { .plain($0.heldOut, .fixed(4)) },
        Column("fitted_log_likelihood", "fitted log-likelihood") { .plain($0.fitted, .fixed(4)) },
        Column("iterations", "steps") { .count($0.iterations) },
        Column("converged", "converged") { .flag($0.hasConverged) },
      ])
    return Report(
      schema: "mdad.dimensions/1",
      sentence: best.map { "\(benchmark): held-out responses are predicted best with \(plural($0, "dimension"))." },
      [
        .fact("benchmark", nil, .text(benchmark)), .fact("best", nil, .count(best)),
        .section(
          "results", sentences: ["Log-likelihoods are means over responses; the higher, the better."], table: table),
      ], provenance: Provenance(matrixHash: matrixHash), csv: table)
  }
}
