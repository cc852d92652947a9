import Foundation
import Testing

@testable import mdad

/// Mistakes that people make: each ends in one line and its status, and leaves no file.
@Suite struct MistakeTests {
  @Test(arguments: [
    ("pln", 64, "there is no command \"pln\"; did you mean plan?"),
    ("zebra", 64, "there is no command \"zebra\"; see mdad --help"),
    ("--nope", 64, "there is no option --nope before a command"),
    ("help zebra", 64, "there is no command or topic \"zebra\""),
    ("plan", 64, "which benchmark? Give --benchmark NAME or --matrix FILE"),
    ("plan --gap 5", 64, "which benchmark? Give --benchmark NAME or --matrix FILE"),
    ("plan --gap", 64, "--gap needs a value: POINTS"),
    ("plan --gap five --benchmark gpqa", 64, "\"five\" is not a number"),
    ("plan --gap nan --benchmark gpqa", 64, "\"nan\" is not a number"),
    (
      "plan --gap 0 --benchmark gpqa", 64,
      "--gap: 0 is out of range; give accuracy points above 0 and at most 100, such as 5"
    ),
    ("plan --gap -3 --benchmark gpqa", 64, "--gap: -3 is out of range; give accuracy points above 0 and at most 100"),
    ("plan --gap 5 --gap 6 --benchmark gpqa", 64, "--gap is given twice"),
    ("plan --gap 5 --bencmark gpqa", 64, "did you mean --benchmark?"),
    ("plan --gap 5 --benchmark gqpa", 66, "there is no table for benchmark \"gqpa\"; did you mean gpqa?"),
    ("plan --gap 5 --benchmark gpqa_diamond", 66, "gpqa is another benchmark: for yours give --items N"),
    ("plan --gap 5 --benchmark gpqa --matrix x.csv", 64, "use either --benchmark or --matrix"),
    ("plan --gap 5 --benchmark gpqa --accuracy 62 --correlation 0.5", 64, "use either --benchmark or --correlation"),
    ("plan --gap 5 --benchmark gpqa --trials 5", 64, "--trials needs --matrix"),
    ("plan --gap 5 --benchmark gpqa --items 5", 64, "use either --benchmark or --items"),
    ("plan --gap 0.05 --benchmark gpqa", 64, "a gap of 0.05 points is below one item"),
    ("plan --gap 5 --benchmark gpqa --models 5", 64, "--models needs --price-per-item"),
    (
      "plan --gap 5 --benchmark gpqa --agreement 80", 64,
      "--agreement: 80 is out of range; give a probability from 0.5 to 0.9999, such as 0.8"
    ),
    ("plan --gap 5 --benchmark gpqa --tables /no/such", 65, "/no/such: no such folder of tables"),
    ("plan --gap 5 --correlation 0.4", 64, "--correlation needs --accuracy"),
    ("plan --gap 5 --accuracy 99 --correlation 0.1", 64, "both must lie from 0 to 100"),
    ("plan --gap 5 --accuracy 60 --correlation 0.99", 64, "it can be from"),
    ("plan --gap 5 --discordance 0.01", 64, "outside 0.05 to 1"),
    ("plan --gap 5 --benchmark mmlu --split full", 64, "only published figures"),
    ("plan 5", 64, "unexpected argument \"5\"; see mdad plan --help"),
    ("plan gpqa --gap 5", 64, "unexpected argument \"gpqa\"; did you mean --benchmark gpqa?"),
    ("plan FILE --gap 5", 64, "did you mean --matrix "),
    ("describe gpqa", 64, "unexpected argument \"gpqa\"; see mdad describe --help"),
    (
      "plan --gap 5 --benchmark gpqa --format xml", 64,
      "--format: unknown value \"xml\"; give text, json, csv or markdown"
    ),
    ("plan --gap 5 --benchmark gpqa --percent=yes", 64, "--percent takes no value"),
    ("power", 64, "none is given"),
    ("power --k 5", 64, "only --k is given"),
    ("power --k 5 --gap 5 --agreement 0.8 --discordance 0.3", 64, "all three are given"),
    ("power --k 5.5 --gap 5 --discordance 0.3", 64, "not a whole number"),
    ("power --k 0 --gap 5 --discordance 0.3", 64, "--k: 0 is out of range"),
    ("power --k 5 --gap 5", 64, "give --discordance"),
    ("power --k 500 --gap 5 --discordance 0.3 --items 100", 64, "more than the benchmark's 100 items"),
    ("power --k 5 --power 0.8 --discordance 0.3", 64, "--power needs --test"),
    (
      "power --k 5 --agreement 0.8 --discordance 0.3 --test wald", 64,
      "use either --test or --agreement; the chance of a significant difference is --power"
    ),
    ("power --k 5 --gap 5 --discordance 0.3 --alpha 0.1", 64, "--alpha needs --test"),
    ("power --k 5 --gap 5 --discordance 0.3 --test wald --alpha 1e-10", 64, "--alpha: 1e-10 is out of range"),
    ("power --k 5 --gap 5 --discordance 0.3 --alternative less", 64, "--alternative needs --test"),
    ("plan -b gpqa --gap 5 --weights 1,2", 64, "--weights is of several benchmarks"),
    ("plan -b gpqa,ifeval --gap 5 --weights 1", 64, "there are 2 benchmarks and 1 values"),
    ("plan -b gpqa,gpqa --gap 5", 64, "\"gpqa\" is listed twice"),
    ("plan -b gpqa,ifeval --gap 5 --all", 64, "several benchmarks do not take --all"),
    ("power --k 5 --gap 5 --discordance 0.3 --test wald --about items", 64, "--about needs --items or --benchmark"),
    ("power --k 5 --gap 0.5 --discordance 0.3 --items 100", 64, "among 100 items gaps are multiples of 1 points"),
    (
      "power --k 5 --gap 5 --discordance 0.3 --test mcnemar --samples-per-item 4 --resampling-variance 0.1", 64,
      "for several answers to an item use --test wald"
    ),
    ("power --k 5 --gap 5 --discordance 0.3 --icc 0.1", 64, "--icc needs --cluster-size"),
    ("power --k 5 --gap 5 --discordance 0.3 --samples-per-item 4", 64, "needs --resampling-variance"),
    ("power --k 5 --gap 5 --discordance 0.3 --samples-per-item 4 --resampling-variance 0.2", 64, "outside 0 to"),
    ("power --k 5 --gap 5 --design independent", 64, "needs --accuracy"),
    ("power --k 5 --gap 5 --design independent --accuracy 60 --test mcnemar-exact", 64, "use --test wald"),
    ("power --goal worse --k 5", 64, "unknown value \"worse\"; give order, difference"),
    (
      "power --goal no-worse --k 5", 64,
      "give two of --k, --margin and --power to solve for the third; only --k is given"
    ),
    ("power --goal no-worse --k 5 --gap 5 --discordance 0.3", 64, "does not take --gap; give --margin"),
    (
      "power --goal no-worse --k 9 --margin 5 --power 0.8 --true-difference 1 --discordance 0.3", 64,
      "all three are given"
    ),
    ("power --goal no-worse --k 9 --margin 5 --true-difference 40 --discordance 0.3", 64, "outside 0.4 to 1"),
    ("power --goal best --k 9 --gap 5 --discordance 0.3", 64, "--goal best needs --models"),
    ("power --goal best --k 9 --gap 5 --models 1 --discordance 0.3", 64, "--models: 1 is out of range"),
    (
      "power --goal best --k 9 --agreement 0.8 --models 3 --discordance 0.3", 64,
      "--goal best does not take --agreement; the probability to reach is --probability"
    ),
    ("power --goal ranking --k 9 --gap 5 --models 3 --discordance 0.3 --ties half", 64, "does not take --ties"),
    ("power --goal equivalent --margin 5 --power 0.8 --discordance 0.3 --looks 3", 64, "does not take --looks"),
    ("power --k 9 --margin 5 --discordance 0.3", 64, "--margin needs --goal no-worse, equivalent or estimate"),
    ("power --goal order --test wald --gap 5 --k 9 --discordance 0.3", 64, "--goal order does not take --test"),
    ("plan --benchmark gpqa --goal no-worse", 64, "--margin is missing"),
    ("plan --benchmark gpqa --goal best --models 3 --gap 5 --all", 64, "--goal best does not take --all"),
    ("plan --matrix FILE --goal best --models 100 --gap 5", 64, "cannot be drawn from"),
    ("plan --matrix FILE --goal no-worse --margin 5 --trials 9", 64, "it is answered by formula"),
    ("power --k 5 --gap 5 --benchmark bbb", 66, "no table for benchmark \"bbb\""),
    ("simulate", 64, "--matrix is missing"),
    ("simulate --matrix /no/such/file.csv", 66, "no such file or directory"),
    ("simulate --matrix /bin", 66, "no log in this folder"),
    ("simulate --matrix /dev/null", 65, "the file is empty"),
    ("simulate --matrix FILE --method rndom", 64, "did you mean random?"),
    ("simulate --matrix FILE --method random,random", 64, "listed twice"),
    ("simulate --matrix FILE --sizes 61", 64, "k = 61 is outside 1 to 60"),
    ("simulate --matrix FILE --sizes 5,x", 64, "\"x\" is not a whole number"),
    ("simulate --matrix FILE --sizes ,", 64, "the list is empty"),
    ("simulate --matrix FILE --targets 31", 64, "31 target models requested, 30 available"),
    ("simulate --matrix FILE --method head --exact", 64, "--exact computes the method random"),
    ("simulate --matrix FILE --target-choice similar", 64, "needs --accuracy-band"),
    ("simulate --matrix FILE --target-choice similar --accuracy-band 5", 64, "is not LOW,HIGH"),
    ("simulate --matrix FILE --accuracy-band 5,6", 64, "needs --target-choice similar"),
    ("simulate --matrix FILE --size-class 8b", 64, "needs --target-choice similar"),
    (
      "simulate --matrix FILE --target-choice similar --size-class 8b --accuracy-band 5,6", 64,
      "use either --accuracy-band or --size-class"
    ),
    ("simulate --matrix FILE --target-choice similar --size-class 8b", 64, "needs each model's size; give --labels"),
    ("simulate --matrix FILE --target-choice family", 64, "no two models are near-duplicates; give --labels FILE"),
    ("simulate --matrix FILE --target-choice date", 64, "needs each model's date; give --labels FILE"),
    ("simulate --matrix FILE --target-choice family --labels SMALL", 65, "the labels file needs a column named model"),
    ("simulate --matrix FILE --labels /no/such", 66, "no such file"),
    ("simulate --matrix FILE --item-metadata SMALL", 65, "item \"q0\" has no row (60 of 60 have none)"),
    ("select --items 5 --size 2 --item-metadata FILE", 64, "--item-metadata needs --matrix"),
    (
      "plan --gap 5 --benchmark gpqa --targets similar --accuracy-band 30,40", 64,
      "--targets similar needs --matrix; tables hold regimes, not bands of accuracy"
    ),
    (
      "plan --gap 5 --benchmark gpqa --targets frontier --split half", 64, "no rows of split half with frontier targets"
    ),
    ("plan --gap 5 --benchmark gpqa --targets date", 64, "no rows of split full with date targets"),
    ("plan --gap 5 --benchmark mmlu --targets frontier", 64, "only published figures"),
    ("plan --gap 5 --discordance 0.3 --targets frontier", 64, "--targets needs --benchmark or --matrix"),
    ("plan --gap 5 --benchmark gpqa --labels FILE", 64, "--labels needs --matrix"),
    ("simulate --matrix FILE --subtask-column nope", 65, "no column is named \"nope\""),
    ("simulate --matrix FILE --rows models", 65, "is not a score"),
    ("simulate --matrix FILE --threads 0", 64, "--threads: 0 is out of range"),
    ("simulate --matrix FILE --sizes 5 -o /no/such/folder/out", 73, "give a path in a folder that exists"),
    ("simulate --matrix FILE --sizes 5 -o /tmp", 73, "this is a directory"),
    ("simulate --matrix FILE -z", 64, "simulate has no option -z"),
    ("simulate --matrix FILE --shard 3/2", 64, "--shard: \"3/2\" is not I/N"),
    ("simulate --matrix FILE --shard x", 64, "is not I/N"),
    (
      "simulate --matrix FILE --shard 1/2 --format csv", 64,
      "use either --format or --shard; a shard is always JSON Lines"
    ),
    ("simulate --matrix FILE --shard 1/2 --tolerance 1", 64, "a shard cannot know"),
    ("simulate --matrix FILE --max-trials 5", 64, "--max-trials needs --tolerance"),
    ("simulate --matrix FILE --checkpoint OUT --cache OUT", 64, "--checkpoint is given twice"),
    ("simulate --matrix FILE --shards 4", 64, "--shards needs --engine"),
    ("simulate --matrix FILE --engine slrum", 64, "did you mean slurm?"),
    ("simulate --matrix - --engine slurm", 64, "give the path of a file instead of -"),
    ("simulate --matrix FILE --target-gap 0", 64, "--target-gap: 0 is out of range"),
    ("merge", 64, "FILE is missing"),
    ("merge /no/such", 66, "no such file"),
    ("merge /tmp", 66, "this is a folder"),
    ("merge FILE", 65, "not a shard of a simulation"),
    ("synthesize", 64, "--benchmark is missing"),
    ("synthesize --benchmark gqpa", 66, "did you mean gpqa?"),
    ("synthesize --benchmark gpqa --item-parameters FILE", 64, "use either --benchmark or --item-parameters"),
    ("synthesize --benchmark gpqa --abilities FILE", 64, "--abilities needs --item-parameters"),
    ("synthesize --benchmark gpqa --to npy", 64, "give -o FILE"),
    ("synthesize --benchmark gpqa --models 10 --labels-output OUT", 64, "--labels-output needs --families"),
    ("synthesize --benchmark gpqa --families 0 --labels-output OUT", 64, "there are no families"),
    ("synthesize --benchmark gpqa --items 5 --subtasks 6", 64, "give at most 5"),
    ("synthesize --item-parameters FILE", 65, "no columns slope and intercept"),
    ("table", 64, "--matrix is missing"),
    ("table --matrix FILE", 64, "--output is missing"),
    ("table --matrix FILE --matrix FILE -o OUT", 64, "both called"),
    ("table --matrix FILE -o FILE/x", 73, "this folder cannot be created"),
    ("table --matrix /dev/null -o OUT", 65, "the file is empty"),
    ("table list", 64, "unknown subcommand \"list\"; did you mean show?"),
    ("table show gqpa", 66, "did you mean gpqa?"),
    ("table show gpqa --trials 3", 64, "use either table show or --trials"),
    ("table --matrix FILE -o OUT --format csv", 64, "--format needs table show"),
    ("describe", 64, "--matrix is missing"),
    ("select --size 5", 64, "or --items N"),
    ("select --items 5", 64, "--size is missing"),
    ("select --items 5 --size 6", 64, "k = 6 is outside 1 to 5"),
    ("select --items 5 --size 2 --method stratified-confidence", 64, "needs --matrix"),
    ("select --items 5 --size 2 --emit lm-eval", 64, "--emit lm-eval needs --task or --task-per-subtask"),
    ("select --items 5 --size 2 --emit lm-eval --task-per-subtask", 64, "the items have no subtasks"),
    ("select --items 5 --size 2 --task x", 64, "--task needs --emit lm-eval"),
    ("select --items 5 --size 2 --emit inspect --format csv", 64, "use either --format or --emit"),
    ("select --items 5 --size 2 --confidence FILE", 64, "--confidence needs --matrix"),
    ("simulate --matrix FILE --confidence /no/such", 66, "no such file"),
    ("simulate --matrix FILE --confidence SMALL", 65, "give the same models and items as in the matrix"),
    ("score", 64, "--benchmark-file is missing"),
    ("score --benchmark-file FILE", 64, "--responses is missing"),
    ("score -b - -r -", 64, "only one of"),
    ("score -b /no/such -r FILE", 66, "no such file"),
    ("score -b /tmp -r FILE", 66, "this is a directory"),
    ("score -b FILE -r FILE", 65, "not a micro-benchmark that mdad select wrote"),
    ("items", 64, "--matrix is missing"),
    ("items --matrix FILE --model 5pl", 64, "did you mean 2pl?"),
    ("items --matrix FILE --dimensions 0", 64, "out of range"),
    ("items --matrix FILE --dimensions 2 --model 2pl", 64, "use either --dimensions or --model"),
    ("items --matrix FILE --model none --abilities theta.csv", 64, "use either --model none or --abilities"),
    ("items --matrix FILE --abilities /no/such/theta.csv", 73, "writing failed"),
    ("items --matrix SMALL", 64, "needs at least 3 models"),
    ("select --matrix FILE --items 5 --size 2", 64, "use either --matrix or --items"),
    ("completions", 64, "SHELL is missing"),
    ("completions csh", 64, "unknown shell \"csh\"; did you mean zsh?"),
  ])
  func endInOneLineAndLeaveNoFile(line: String, status: Int, words: String) throws {
    try withFolder { folder in
      try writeMatrix(folder + "/matrix.csv")
      try "item,a,b\n1,0,1\n2,1,1\n".write(toFile: folder + "/small.csv", atomically: true, encoding: .utf8)
      let arguments = line.split(separator: " ").map {
        $0.replacingOccurrences(of: "FILE", with: folder + "/matrix.csv")
          .replacingOccurrences(of: "SMALL", with: folder + "/small.csv")
          .replacingOccurrences(of: "OUT", with: folder + "/out")
      }
      let outcome = run(arguments)
      #expect(outcome.status == Int32(status))
      #expect(outcome.output.isEmpty)
      #expect(outcome.error.hasPrefix("mdad: "))
      #expect(outcome.error.split(separator: "\n").count == 1)
      #expect(outcome.error.contains(words), "\(outcome.error)")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "small.csv" }.sorted()
      #expect(left == ["matrix.csv"] || left == ["matrix.csv", "out"])
      if left.count == 2 { #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out").isEmpty) }
    }
  }

  @Test func aNameThatAListOfSamplesCannotHoldIsBadData() throws {
    try withFolder { folder in
      try "item,a\n\"x,1\",1\n".write(toFile: folder + "/m.csv", atomically: true, encoding: .utf8)
      let outcome = run(["select", "--matrix", folder + "/m.csv", "--size", "1", "--emit", "inspect"])
      #expect(outcome.status == 65)
      #expect(outcome.error.contains("item \"x,1\": --sample-id takes one word"))
    }
  }

  @Test func anOldFileSurvivesAFailedRun() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/matrix.csv")
      try "kept".write(toFile: folder + "/out.json", atomically: true, encoding: .utf8)
      #expect(
        run(["simulate", "--matrix", folder + "/matrix.csv", "--sizes", "99", "-o", folder + "/out.json"]).status == 64)
      #expect(try String(contentsOfFile: folder + "/out.json", encoding: .utf8) == "kept")
    }
  }

  @Test func aLinkStaysALinkAndADeviceADevice() throws {
    try withFolder { folder in
      let target = folder + "/target.txt"
      try "old".write(toFile: target, atomically: true, encoding: .utf8)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link.txt", withDestinationPath: target)
      #expect(run(["man", "-o", folder + "/link.txt"]).status == 0)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link.txt") == target)
      #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix(".TH MDAD"))
      #expect(run(["man", "-o", "/dev/null"]).status == 0)
      var status = stat()
      #expect(stat("/dev/null", &status) == 0)
      #expect(status.st_mode & S_IFMT == S_IFCHR)
      #expect(run(["man", "-o", "-"]).output.hasPrefix(".TH MDAD"))
    }
  }
}

/// The built program as the shell sees it.
@Suite struct ProcessTests {
  private static var program: URL {
    // The tests' bundle and the program are built in the same folder.
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("mdad")
  }

  private func shell(_ script: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.environment = ["MDAD": ProcessTests.program.path, "PATH": "/usr/bin:/bin"]
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errors = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      error: String(decoding: errors, as: UTF8.self))
  }

  @Test func aCopyAloneAnswersFromItsTables() throws {
    try withFolder { folder in
      let outcome = try shell("cp \"$MDAD\" \(folder)/m && cd \(folder) && ./m plan --benchmark gpqa --gap 5 -f csv")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("gpqa,5,0.8,random,randomised,"))
    }
  }

  @Test func aMatrixMayComeThroughAPipe() throws {
    let outcome = try shell("printf 'item,a,b,c\\nx,1,0,0\\ny,1,1,0\\n' | \"$MDAD\" describe --matrix - --format csv")
    #expect(outcome.status == 0)
    #expect(outcome.output == "model,accuracy\na,100\nb,50\nc,0\n")
  }

  @Test func aFullDiskIsAnErrorAndAClosedPipeIsQuiet() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let full = try shell("\"$MDAD\" man > /dev/full")
    #expect(full.status == 74)
    #expect(full.error == "mdad: standard output: writing failed: no space left on device\n")
    let closed = try shell("\"$MDAD\" table show openllm_math --format json | head -1")
    #expect(closed.status == 0)
    #expect(closed.output == "{\n")
    #expect(closed.error.isEmpty)
  }

  @Test func noColourWithoutATerminal() throws {
    #expect(!(try shell("\"$MDAD\" plan --benchmark gpqa --gap 5").output.contains("\u{1B}")))
  }
}
