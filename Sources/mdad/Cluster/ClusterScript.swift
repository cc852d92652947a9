import Foundation
import Simulate

/// A shell script that runs the shards of a simulation under an engine and merges them.
///
/// Every shard keeps its finished trials in the shard folder, so that one that is killed and restarted resumes where it
/// stopped. Its file appears whole or not at all.
struct ClusterScript {
  private let engine: ClusterEngine
  private let shards: Int
  private let folder: String
  private let simulate: String
  private let merge: String
  private let threads: Int?
  private let isSubmitted: Bool

  init(_ arguments: ParsedArguments, engine: ClusterEngine, matrix: String) throws {
    self.engine = engine
    guard matrix != "-" else {
      throw UsageError("--engine: every shard reads the matrix; give the path of a file instead of -")
    }
    // The script passes command lines in here-documents, which end at a fixed line.
    for option in arguments.command.allOptions {
      for word in arguments.words(of: option) where word.contains(where: \.isNewline) {
        throw UsageError("--engine: --\(option.name) holds a line break, which a script cannot pass on; rename it")
      }
    }
    shards = arguments[.shards]
    folder = arguments[.shardFolder]
    threads = arguments[.threads]
    isSubmitted = arguments[.submit]
    let outputs: [AnyOption] = [.format, .output, .also, .curve, .plot]
    let own: [AnyOption] = [.engine, .shards, .shardFolder, .submit, .progress, .threads]
    simulate =
      "\"$MDAD\" " + arguments.commandLine(without: outputs + own)
      + (arguments.isGiven(.checkpoint) ? "" : " --checkpoint \(shellQuoted(folder))/trials") + " --progress never"
    let words = ["merge"] + outputs.flatMap { arguments.words(of: $0) }.map(shellQuoted)
    merge = "\"$MDAD\" " + words.joined(separator: " ")
  }

  /// Returns the script, or runs it if `--submit` is given.
  func output(_ console: Console) throws -> CommandOutput {
    let text = text()
    guard isSubmitted else { return CommandOutput(text: text, ignoresOutputOption: true) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", text]
    do { try process.run() } catch {
      throw CommandFailure(
        status: .fault,
        message: "--submit: cannot start /bin/bash; leave out --submit and run the printed script yourself")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandFailure(
        status: .inputOutput,
        message: "--submit: the script ended with status \(process.terminationStatus); leave out --submit to see it")
    }
    return CommandOutput(text: "", ignoresOutputOption: true)
  }

  private func text() -> String {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "mdad"
    let quotedFolder = shellQuoted(folder)
    let cores = threads ?? 1
    let engineName = engine == .slurm ? "Slurm" : "GNU parallel"
    let head = """
      #!/usr/bin/env bash
      # \(shards) shards of a simulation under \(engineName), then their merge. Run in a folder that all machines see.
      set -euo pipefail
      export MDAD=${MDAD:-\(shellQuoted(program))}
      mkdir -p \(quotedFolder)

      """
    switch engine {
    case .slurm:
      return head + """

        shards=$(sbatch --parsable --job-name=mdad --array=1-\(shards) --requeue --cpus-per-task=\(cores) \\
          --output=\(quotedFolder)/%A-%a.log <<'SHARD'
        #!/usr/bin/env bash
        set -euo pipefail
        \(simulate) --threads \(cores) \\
          --shard "$SLURM_ARRAY_TASK_ID/\(shards)" -o \(quotedFolder)/shard-"$SLURM_ARRAY_TASK_ID"-of-\(shards).jsonl
        SHARD
        )
        merge=$(sbatch --parsable --job-name=mdad-merge --dependency=afterok:"$shards" \\
          --output=\(quotedFolder)/%j.log <<'MERGE'
        #!/usr/bin/env bash
        set -euo pipefail
        \(merge) \(quotedFolder)/shard-{1..\(shards)}-of-\(shards).jsonl
        MERGE
        )
        echo "array $shards, merge $merge"

        """
    case .parallel:
      return head + """

        export MDAD_SHARD=\(shellQuoted(simulate + " --threads \(cores) -o \(quotedFolder)/shard-"))
        seq \(shards) | parallel --halt now,fail=1 'eval "${MDAD_SHARD}{}-of-\(shards).jsonl --shard {}/\(shards)"'
        \(merge) \(quotedFolder)/shard-{1..\(shards)}-of-\(shards).jsonl

        """
    }
  }
}
