import Foundation
import Planner
import Synchronization
import Testing

@testable import mdad

/// The repository's root; command lines below name files from it.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path
private let folder = "Tests/CommandTests/Golden"
private let inputs = folder + "/inputs"

/// A command line and the forms of its output. What each prints is kept, byte for byte, in `Golden/NAME.FORM`, and what
/// it says on standard error in `Golden/NAME.FORM.notes`.
struct GoldenCommand: Sendable, CustomTestStringConvertible {
  let name: String
  let line: String
  var forms = ["text", "markdown", "csv", "json"]

  var testDescription: String { name }

  /// Makes a command that takes no `--format`, with the ending of its file.
  static func plain(_ name: String, _ line: String, _ ending: String = "out") -> GoldenCommand {
    GoldenCommand(name: name, line: line, forms: [ending])
  }
}

private let simulation = "--trials 6 --sizes 5,10 --seed 3"
private let small = "--matrix \(inputs)/small.csv"
private let graded = "--matrix \(inputs)/graded.csv"
private let counts = "--matrix docs/examples/answers.csv"
private let passages = "--matrix docs/examples/passages.csv"
private let example = "--matrix docs/examples/scores.csv"

/// Every command and form. `select-lasso` comes before `score`, and the shards before `merge`, because the later ones
/// read what the earlier ones wrote.
private let commands: [GoldenCommand] = [
  GoldenCommand(name: "plan-gpqa", line: "plan --benchmark gpqa --gap 5"),
  GoldenCommand(name: "plan-mmlu-pro-half", line: "plan --benchmark mmlu_pro --gap 2 --split half"),
  GoldenCommand(name: "plan-ifeval-frontier", line: "plan --benchmark ifeval --gap 3 --targets frontier"),
  GoldenCommand(name: "plan-price", line: "plan --benchmark gpqa --gap 5 --price-per-item 0.01 --models 20"),
  GoldenCommand(name: "plan-all", line: "plan --benchmark swebench_verified --gap 3 --all"),
  GoldenCommand(name: "plan-gaps", line: "plan --benchmark swebench_verified"),
  GoldenCommand(name: "plan-similar", line: "plan --benchmark gpqa --gap 5 --assume similar"),
  GoldenCommand(name: "plan-accuracy", line: "plan --benchmark gpqa --gap 5 --accuracy 85"),
  GoldenCommand(name: "plan-beyond", line: "plan --benchmark gpqa --gap 60"),
  GoldenCommand(name: "plan-published", line: "plan --benchmark mmlu --gap 2"),
  GoldenCommand(
    name: "plan-matrix",
    line: "plan \(small) --gap 10 --trials 6 --sizes 5,10,20 --method random,subtask-equal,lasso"),
  GoldenCommand(
    name: "plan-graded", line: "plan \(graded) --gap 5 --trials 6 --sizes 5,10 --method random,anchor-points"),
  GoldenCommand(name: "plan-formula", line: "plan --gap 2 --items 12032 --accuracy 62 --correlation 0.5"),
  GoldenCommand(name: "plan-suite", line: "plan --benchmark gpqa,ifeval,helm_mmlu --gap 1"),
  GoldenCommand(
    name: "plan-suite-prices",
    line: "plan --benchmark gpqa,ifeval --gap 6 --goal difference --weights 2,1 --prices 0.02,0.005"),
  GoldenCommand(name: "plan-clusters", line: "plan \(passages) --gap 10 --sample-clusters"),
  GoldenCommand(name: "plan-clustered-tasks", line: "plan \(passages) --gap 20 --goal difference"),
  GoldenCommand(
    name: "plan-prices",
    line: "plan \(counts) --gap 10 --price-per-item 1 --price-per-sample 0.1"),
  GoldenCommand(name: "plan-no-worse", line: "plan --benchmark gpqa --goal no-worse --margin 5"),
  GoldenCommand(name: "plan-equivalent", line: "plan --benchmark mmlu_pro --goal equivalent --margin 3"),
  GoldenCommand(name: "plan-estimate", line: "plan \(graded) --goal estimate --margin 5"),
  GoldenCommand(name: "plan-best", line: "plan \(small) --goal best --models 4 --gap 10 --trials 200"),
  GoldenCommand(name: "plan-ranking", line: "plan \(example) --goal ranking --models 3 --gap 10 --trials 200"),
  GoldenCommand(name: "power-agreement", line: "power --k 100 --gap 5 --discordance 0.3 --items 448"),
  GoldenCommand(name: "power-size", line: "power --gap 2 --agreement 0.8 --benchmark gpqa"),
  GoldenCommand(name: "power-matrix", line: "power --k 20 --gap 10 \(small)"),
  GoldenCommand(name: "power-accuracy", line: "power --k 100 --gap 5 --benchmark gpqa --accuracy 85"),
  GoldenCommand(name: "power-published", line: "power --k 100 --gap 5 --benchmark mmlu"),
  GoldenCommand(name: "power-gap", line: "power --k 100 --agreement 0.8 --discordance 0.3 --ties half"),
  GoldenCommand(name: "power-stop-early", line: "power --gap 5 --agreement 0.8 --discordance 0.36 --stop-early"),
  GoldenCommand(
    name: "power-looks",
    line: "power --gap 10 --power 0.8 --discordance 0.3 --test mcnemar-midp --looks 4 --spending lan-demets-obf"),
  GoldenCommand(
    name: "power-test", line: "power --k 500 --power 0.8 --test mcnemar-midp --accuracy 60 --correlation 0.4"),
  GoldenCommand(name: "power-independent", line: "power --k 200 --gap 5 --accuracy 60 --design independent"),
  GoldenCommand(
    name: "power-clusters", line: "power --k 200 --gap 5 --discordance 0.3 --test wald --icc 0.1 --cluster-size 4"),
  GoldenCommand(
    name: "power-answers", line: "power --gap 10 --power 0.8 --test wald \(counts) --items 400 --samples-per-item 4"),
  GoldenCommand(
    name: "power-prices",
    line: "power --gap 5 --agreement 0.9 \(counts) --items 400 --price-per-item 1 --price-per-sample 0.1"),
  GoldenCommand(name: "power-no-worse", line: "power --goal no-worse --margin 5 --power 0.8 --discordance 0.2"),
  GoldenCommand(name: "power-equivalent", line: "power --goal equivalent --margin 5 --power 0.8 --benchmark mmlu_pro"),
  GoldenCommand(name: "power-estimate", line: "power --goal estimate --k 200 --confidence 0.95 --items 448"),
  GoldenCommand(
    name: "power-best", line: "power --goal best --models 8 --gap 3 --probability 0.9 --benchmark mmlu_pro"),
  GoldenCommand(name: "power-ranking", line: "power --goal ranking --models 8 --gap 3 --k 2000 --discordance 0.3"),
  GoldenCommand(name: "simulate", line: "simulate \(small) --method random,subtask-equal,lasso --exact \(simulation)"),
  GoldenCommand(
    name: "simulate-half", line: "simulate \(small) --method random,anchor-points --split half \(simulation)"),
  GoldenCommand(name: "simulate-curve", line: "simulate \(small) --method random --curve \(simulation)"),
  GoldenCommand(
    name: "simulate-suite",
    line: "simulate \(small) \(graded) --method random,diversity --models-bootstrap \(simulation)"),
  GoldenCommand(
    name: "simulate-family",
    line: "simulate \(small) --method random,pca --target-choice family --labels \(inputs)/labels.csv \(simulation)"),
  .plain("shard-1", "simulate \(small) --method random,lasso --shard 1/2 \(simulation)", "jsonl"),
  .plain("shard-2", "simulate \(small) --method random,lasso --shard 2/2 \(simulation)", "jsonl"),
  GoldenCommand(name: "merge", line: "merge \(folder)/shard-1.jsonl \(folder)/shard-2.jsonl"),
  .plain("engine-slurm", "simulate \(small) --method random --engine slurm --shards 2 \(simulation)", "sh"),
  .plain("engine-parallel", "simulate \(small) --method random --engine parallel --shards 2 \(simulation)", "sh"),
  GoldenCommand(name: "table-show", line: "table show"),
  GoldenCommand(name: "table-show-gpqa", line: "table show gpqa"),
  GoldenCommand(name: "table-show-published", line: "table show mmlu"),
  GoldenCommand(name: "budget", line: "budget --benchmark gpqa --gap 5 --models 20 --price-per-item 0.01"),
  GoldenCommand(
    name: "budget-suite",
    line: "budget -b gpqa,ifeval --gap 3 --models 8 --input-tokens 900 --output-tokens 1200 --input-price 3 "
      + "--output-price 15"),
  GoldenCommand(
    name: "budget-numbers",
    line: "budget --items 500 --accuracy 60 --correlation 0.5 --gap 5 --models 8 --price-per-item 0.01"),
  GoldenCommand(
    name: "budget-sum", line: "budget -b small --tables \(folder)/tables --models 8 --price-per-item 0.004 --budget 0.5"
  ),
  GoldenCommand(
    name: "audit-subset",
    line: "audit subset \(example) --items docs/examples/easiest.txt --gap 5 --subsets 50 --resamples 50"),
  GoldenCommand(
    name: "audit-scores",
    line: "audit scores --input \(inputs)/scores.csv --full full --micro tiny --k 100 --resamples 50"),
  GoldenCommand(name: "audit-claim", line: "audit claim --k 100 --items 14042 --scores 62,60"),
  GoldenCommand(name: "audit-claim-gap", line: "audit claim --k 50 --gap 2 --benchmark mmlu"),
  GoldenCommand(name: "audit-claim-models", line: "audit claim \(small) --models m3,m17"),
  GoldenCommand(name: "audit-table", line: "audit table --input tables/published/secondary_summary.csv"),
  GoldenCommand(name: "compare", line: "compare \(small) --models m3,m17"),
  GoldenCommand(
    name: "compare-gate",
    line: "compare \(example) --models model-01,model-05,model-40 --goal no-worse --margin 3 --items 1000"),
  GoldenCommand(name: "compare-graded", line: "compare \(graded) --models g2,g5 --goal difference"),
  GoldenCommand(
    name: "compare-ranking",
    line: "compare \(example) --models model-01,model-05,model-10,model-20,model-30,model-40"),
  GoldenCommand(name: "compare-best", line: "compare \(small) --models m1,m3,m8,m17,m22 --goal best"),
  GoldenCommand(
    name: "compare-design",
    line: "compare --design docs/examples/stopping/design.json docs/examples/stopping/old docs/examples/stopping/new"),
  GoldenCommand(name: "select-design", line: "select --design docs/examples/stopping/design.json --batch 4"),
  GoldenCommand(name: "select-random", line: "select --items 448 --size 9 --seed 7"),
  GoldenCommand(name: "select-lasso", line: "select \(small) --method lasso --size 8"),
  GoldenCommand(name: "select-stratified", line: "select \(small) --method stratified-confidence --size 12"),
  GoldenCommand(name: "select-clusters", line: "select \(passages) --sample-clusters --size 40"),
  .plain("select-lm-eval", "select --items 1319 --size 10 --emit lm-eval --task gsm8k"),
  .plain("select-inspect", "select \(small) --size 5 --emit inspect"),
  GoldenCommand(name: "score", line: "score -b \(folder)/select-lasso.json -r \(inputs)/new.csv"),
  GoldenCommand(name: "score-clusters", line: "score -b \(folder)/select-clusters.json -r docs/examples/passages.csv"),
  GoldenCommand(name: "score-all", line: "score -b \(folder)/select-lasso.json -r \(inputs)/new.csv --pairs all"),
  GoldenCommand(name: "items", line: "items \(small)"),
  GoldenCommand(name: "items-3pl", line: "items \(example) --model 3pl"),
  GoldenCommand(name: "items-dimensions", line: "items \(example) --dimensions 1,2"),
  GoldenCommand(name: "describe", line: "describe \(small)"),
  GoldenCommand(name: "describe-graded", line: "describe \(graded)"),
  GoldenCommand(name: "describe-counts", line: "describe \(counts)"),
  GoldenCommand(name: "describe-clusters", line: "describe \(passages)"),
  GoldenCommand(name: "describe-pass", line: "describe \(counts) --score pass@3"),
  GoldenCommand(name: "describe-example", line: "describe \(example)"),
  .plain("import-long", "import \(inputs)/graded.csv --to long", "csv"),
  .plain("convert-jsonl", "convert \(inputs)/small.csv --to jsonl", "jsonl"),
  .plain("convert-wide", "convert \(inputs)/small.csv --to wide", "csv"),
  .plain("synthesize", "synthesize --benchmark gpqa --items 12 --models 8 --families 2", "csv"),
  GoldenCommand(name: "verify", line: "verify"),
  .plain("overview", "--help"),
  .plain("completions-bash", "completions bash"),
  .plain("completions-zsh", "completions zsh"),
  .plain("completions-fish", "completions fish"),
  .plain("manual", "man"),
]

/// Holds what every command prints, byte for byte. Renew a deliberate change with
/// `MDAD_RENEW_GOLDEN=1 swift test --filter Golden` (twice, if it changes files that other commands read), read it in
/// `git diff`, and commit it with a line in the CHANGELOG.
@Suite(.serialized) struct GoldenTests {
  private static let renews = ProcessInfo.processInfo.environment["MDAD_RENEW_GOLDEN"] != nil
  private static let pages = CommandSpecification.all.map {
    GoldenCommand.plain("help-\($0.name)", "\($0.name) --help")
  }

  private static let program =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "mdad"

  init() throws {
    // Outputs name files as they were given. Relative to the root they are the same everywhere.
    try #require(FileManager.default.changeCurrentDirectoryPath(root))
  }

  @Test(arguments: commands + pages) func commandsPrintWhatTheyPrinted(command: GoldenCommand) throws {
    for (form, outcome) in try GoldenTests.outcomes(of: command) {
      #expect(outcome.status == 0, "\(command.line) as \(form): \(outcome.error)")
      let ending = ["text": "txt", "markdown": "md"][form] ?? form
      let file = "\(folder)/\(command.name).\(ending)"
      // A script names the program that wrote it; here that is the tests' own.
      try check(outcome.output.replacingOccurrences(of: Self.program, with: "mdad"), against: file)
      try check(outcome.error, against: file + ".notes")
    }
  }

  /// Carries out a command once and writes its answer in every form; a command whose answer is not a report is carried
  /// out for each.
  private static func outcomes(of command: GoldenCommand) throws -> [(form: String, outcome: Outcome)] {
    let words = command.line.split(separator: " ").map(String.init)
    func each() -> [(String, Outcome)] {
      command.forms.map { ($0, run(command.line + (command.forms.count > 1 ? " --format \($0)" : ""))) }
    }
    guard command.forms.count > 1, let specification = CommandSpecification.named(words[0]) else { return each() }
    let errors = Mutex("")
    var console = Console()
    console.width = 80
    console.writeError = { text in errors.withLock { $0 += text } }
    let parsed = try ParsedArguments(Array(words.dropFirst()), command: specification)
    guard !specification.writesOutputItself else { return each() }
    let output = try specification.run(parsed, console)
    guard case .report = output.content else { return each() }
    return try command.forms.map { form in
      let known = try #require(Form(rawValue: form))
      return (
        form,
        Outcome(
          status: output.status.rawValue, output: output.text(as: known, on: console.page),
          error: errors.withLock { $0 })
      )
    }
  }

  @Test func tablesAreWrittenAsTheyWere() throws {
    try withFolder { made in
      let outcome = run("table \(small) -o \(made) --method random,lasso --trials 4 --sizes 5,10")
      #expect(outcome.status == 0, "\(outcome.error)")
      for file in ["small.csv", "small.json", "index.json"] {
        try check(String(contentsOfFile: "\(made)/\(file)", encoding: .utf8), against: "\(folder)/tables/\(file)")
      }
    }
  }

  @Test func everyGoldenFileBelongsToACommand() throws {
    let names = Set((commands + Self.pages).map(\.name)).union(["inputs", "tables"])
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let name = String(file.prefix { $0 != "." })
      #expect(names.contains(name), "\(folder)/\(file) is of no command")
    }
  }

  private func check(_ printed: String, against file: String) throws {
    // Scripts name the program that wrote them, and its path differs between machines.
    let text = printed.replacing(#/\{MDAD:-[^}]*\}/#, with: "{MDAD:-mdad}")
    let kept = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    guard kept != text else { return }
    guard Self.renews else {
      Issue.record("\(file) \(Self.firstDifference(kept, text))")
      return
    }
    if text.isEmpty {
      try FileManager.default.removeItem(atPath: file)
    } else {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
  }

  /// Describes the first line in which two texts differ.
  private static func firstDifference(_ kept: String, _ text: String) -> String {
    let (old, new) = (kept.components(separatedBy: "\n"), text.components(separatedBy: "\n"))
    let line = zip(old, new).prefix { $0 == $1 }.count
    return "line \(line + 1):\n- \(line < old.count ? old[line] : "(end)")\n+ \(line < new.count ? new[line] : "(end)")"
  }
}
