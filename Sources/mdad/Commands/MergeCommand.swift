import Foundation
import Planner
import Simulate

extension CommandSpecification {
  static let merge = CommandSpecification(
    name: "merge",
    summary: "combines the shards of a simulation",
    discussion: [
      "Reads the files that mdad simulate --shard I/N wrote, all N of them in any order, and writes what a single mdad "
        + "simulate with the same settings would have written, byte for byte. Refuses shards that are missing, "
        + "duplicated, or made with other settings or another seed, matrix or version, and names them."
    ],
    positionals: [
      PositionalSpecification(name: "FILE", help: "a shard; give all of them", isRequired: true, repeats: true)
    ],
    options: [.curve, .plot, .threads] + AnyOption.writing,
    examples: [
      (
        "mdad merge first.jsonl second.jsonl --format json -o results.json",
        "the halves that simulate --shard 1/2 -o first.jsonl and --shard 2/2 -o second.jsonl made"
      )
    ],
    run: runMerge)
}

private func runMerge(_ arguments: ParsedArguments, _ console: Console) throws -> CommandOutput {
  var files: [(name: String, shard: ShardFile)] = []
  for path in arguments.positionals {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw SimulateError.noInput(
        file: path,
        message: isFolder.boolValue ? "this is a folder; give the shards in it" : "no such file; give a shard")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SimulateError.readFailure(file: path, message: "reading failed")
    }
    files.append((path, try ShardFile(data, file: path)))
  }
  let (identity, result) = try ShardFile.merged(files, threads: arguments.threads)
  let report = SimulationReport(result: result, identity: identity)
  try arguments.writePlot(Picture(result, benchmark: report.benchmark))
  return CommandOutput(SimulationReport.report(of: [report], showsCurves: arguments[.curve]))
}
