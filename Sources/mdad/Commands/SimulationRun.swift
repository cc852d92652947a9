import Foundation
import Planner
import Simulate
import Synchronization

/// The simulation of one matrix that a command line asks for: reads the matrix, works out the settings, and keeps and
/// reuses trials.
struct SimulationRun {
  private let arguments: ParsedArguments
  private let console: Console
  private let simulation: Simulation
  private let identity: SimulationIdentity
  private let threads: Int
  private let start = ContinuousClock.now

  /// Reads the matrix and the files that go with it.
  init(_ arguments: ParsedArguments, path: String, settings given: SimulationSettings, console: Console) throws {
    self.arguments = arguments
    self.console = console
    threads = arguments.threads
    var settings = given
    var matrix = try arguments.readMatrix(path, console: console)
    try arguments.addLabels(to: &matrix, choice: settings.targetChoice, console: console)
    let confidence = try arguments.readConfidence(for: matrix, console: console)
    if arguments[.methods] == nil { settings.methods = ParsedArguments.methods(for: matrix, console: console) }
    if settings.sizes.isEmpty {
      let design = try ExperimentDesign(matrix: matrix, settings: settings)
      settings.sizes = SimulationSettings.standardSizes.filter { $0 < design.seenCount }
      guard !settings.sizes.isEmpty else {
        throw SimulateError.unsatisfiable(
          "\(plural(design.seenCount, "item")) to choose from, fewer than any standard size; give --sizes")
      }
    }
    simulation = try Simulation(matrix: matrix, confidence: confidence, settings: settings)
    identity = SimulationIdentity(
      benchmark: ParsedArguments.benchmarkName(of: path), version: programVersion, matrix: matrix,
      confidence: confidence, outline: simulation.outline)
    if settings.exactRandom, matrix.modelCount > ItemMatrix.largestPopulation {
      console.note(
        "the exact figures of random use the pairs of \(ItemMatrix.largestPopulation) of the "
          + "\(matrix.modelCount) models, drawn at random"
      )
    }
    let design = simulation.design
    if design.sourceCount < design.largestSourceCount {
      console.note("\(design.sourceCount) to \(design.largestSourceCount) source models per trial")
    } else if design.sourceCount < settings.sources {
      let count = plural(design.sourceCount, "model")
      let remain = design.sourceCount == 1 ? "remains as a source" : "remain as sources"
      console.note("only \(count) \(remain), for \(plural(design.targetCount, "target"))")
    }
  }

  /// Returns the findings of some trials: takes those that the folder keeps, makes the others, and keeps them there.
  private func findings(
    _ simulation: Simulation, of trials: [Int], knowing earlier: [Int: TrialFindings] = [:]
  ) throws -> [TrialFindings] {
    let path = arguments[.checkpoint]
    let folder = try path.map { try TrialFolder(path: $0, identity: identity.with(simulation.outline)) }
    let kept = try folder?.findings(of: trials.filter { earlier[$0] == nil }) ?? [:]
    let known = earlier.merging(kept) { inMemory, _ in inMemory }
    let cells = TrialCellKey.all(of: identity.with(simulation.outline)).count
    let left = trials.count { (known[$0]?.cells.count ?? 0) < cells }
    let again = "mdad " + arguments.commandLine(without: [])
    let interruption = Interruption(console: console) {
      guard let path, let folder else {
        return
          "interrupted; nothing was kept. With --checkpoint DIR finished trials are kept, and the same command resumes "
          + "from them"
      }
      return
        "interrupted after \(folder.kept) of \(left) remaining trials; they are kept in \(path): \(again) goes on from "
        + "there"
    }
    let failure = Mutex<(any Error)?>(nil)
    let found = try withExtendedLifetime(interruption) {
      try withProgress(arguments, console, total: left) { progress in
        try simulation.findings(of: trials, knowing: known, threads: threads) { made in
          do { try folder?.add(made) } catch { failure.withLock { $0 = $0 ?? error } }
          if !made.cells.isEmpty { progress?() }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    return found
  }

  /// Returns the findings of one shard.
  func shardFile(_ shard: Shard) throws -> ShardFile {
    let found = try findings(simulation, of: shard.trials(of: simulation.settings.trials))
    let exact = shard.index == 1 ? simulation.exactFindings(threads: threads) : []
    return ShardFile(identity: identity, shard: shard, exact: exact, findings: found)
  }

  /// Returns the results of all trials, and of as many more as `--tolerance` asks for.
  func report() throws -> SimulationReport {
    let read = ContinuousClock.now
    let most = arguments[.maximumTrials]
    let (result, tooWide) = try simulation.run(most: most, threads: threads) { simulation, known in
      try findings(simulation, of: Array(0..<simulation.settings.trials), knowing: known)
    }
    if let tolerance = result.settings.tolerance {
      let (trials, width) = (result.settings.trials, Figure.mdad(tolerance, .upTo(6)).shown)
      console.note(
        tooWide == 0
          ? "\(trials) trials: every interval of an MDAD is at most \(width) points wide"
          : "\(trials) trials, the most that --max-trials allows: \(plural(tooWide, "interval")) wider than "
            + "\(width) points")
    }
    if arguments[.timings] {
      console.note("reading \(seconds(read - start)) s, simulating \(seconds(ContinuousClock.now - read)) s")
    }
    return SimulationReport(result: result, identity: identity.with(result.outline), stopping: stopping(result))
  }

  /// Returns what stopping early saves each row, if `--stop-early` asks for it: nil for methods that do not draw items
  /// one by one, and for rows without an MDAD.
  private func stopping(_ result: SimulationResult) -> [RowStopping?]? {
    guard arguments[.stoppingRows] else { return nil }
    return result.rows.map { row in
      guard let gap = row.smoothedMDAD.value, !row.mdad.smoothedIsUpperBound,
        let draw = Method.named(row.method)?.nestedDraw
      else { return nil }
      return simulation.stopping(
        draw, gap: gap, size: row.size, batch: arguments[.stoppingBatch], threads: threads)
    }
  }
}

/// Writes a duration in seconds with three decimals.
private func seconds(_ duration: Duration) -> String {
  decimal(Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18, 3)
}
