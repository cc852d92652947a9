import Foundation
import Planner
import Simulate
import Synchronization
import Testing

@testable import mdad

/// What a command line printed and returned.
struct Outcome {
  var status: Int32
  var output: String
  var error: String
}

/// Runs a command line in this process.
func run(_ arguments: [String], width: Int = 80) -> Outcome {
  let errors = Mutex("")
  var console = Console()
  console.width = width
  console.writeError = { text in errors.withLock { $0 += text } }
  var output = ""
  let status = Program.run(arguments, console: console) { output += $0 }
  return Outcome(status: status.rawValue, output: output, error: errors.withLock { $0 })
}

func run(_ line: String, width: Int = 80) -> Outcome {
  run(line.split(separator: " ").map(String.init), width: width)
}

/// Calls `body` with the path of a folder that is removed afterwards.
func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// Writes a matrix of 30 models and 60 items in three subtasks as a CSV file.
func writeMatrix(_ path: String) throws {
  var generator = Philox(seed: 40, trial: 0, purpose: .selection)
  var text = "item,subtask," + (0..<30).map { "model\($0)" }.joined(separator: ",") + "\n"
  for item in 0..<60 {
    let ease = generator.uniform(below: 60)
    text += "q\(item),s\(item % 3)"
    for model in 0..<30 { text += generator.uniform(below: 120) < ease + 2 * model ? ",1" : ",0" }
    text += "\n"
  }
  try text.write(toFile: path, atomically: true, encoding: .utf8)
}

func json(_ text: String) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

@Suite struct PlanCommandTests {
  @Test func answersFromAShippedTable() throws {
    let outcome = run("plan --benchmark GPQA --gap 5 --format json")
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    let answer = try json(outcome.output)
    #expect(answer["schema"] as? String == "mdad.plan/2")
    #expect(answer["basis"] as? String == "table")
    #expect(answer["items"] as? Int == 448)
    let methods = try #require(answer["methods"] as? [[String: Any]])
    let recommended = try #require(methods.first { $0["method"] as? String == answer["recommended"] as? String })
    #expect(recommended["guarantee"] as? String == "randomised")
    #expect(recommended["feasible"] as? Bool == true)
    let random = try #require(methods.first { $0["method"] as? String == "random" })
    let (size, low, high) = (random["k"] as? Int ?? 0, random["k_low"] as? Int ?? 0, random["k_high"] as? Int ?? 0)
    #expect(low < size)
    #expect(size < high)
    #expect(random["basis"] as? String == "exact")
    let regimes = try #require(random["regimes"] as? [[String: Any]])
    #expect(regimes.first?["regime"] as? String == "similar")
    #expect(regimes.compactMap { $0["k"] as? Int }.max() == size)
    #expect((answer["measured"] as? [String: Any])?["duplicates"] as? Int == 22)
    #expect((answer["published"] as? [Any])?.count == 6)
    #expect(answer["matrix_sha256"] as? String != nil)
    #expect(answer["version"] as? String == programVersion)
  }

  /// The answer in a screen of 24 lines and 80 columns.
  @Test(arguments: ["gpqa", "swebench_verified", "ifeval"]) func anAnswerFitsAScreen(benchmark: String) {
    let lines = run("plan --benchmark \(benchmark) --gap 5", width: 80).output.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 25)  // The last is empty.
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.contains { $0.hasPrefix("→") })
  }

  /// One question, one answer: in plan and budget, and in a row of several gaps.
  @Test(arguments: ["2", "3", "5", "10"]) func everyCommandGivesTheSameAnswer(gap: String) throws {
    let plan = try json(run("plan -b gpqa --gap \(gap) -f json").output)
    let methods = try #require(plan["methods"] as? [[String: Any]])
    let size = methods.first { $0["method"] as? String == plan["recommended"] as? String }?["k"] as? Int
    let sheet = try #require(try json(run("plan -b gpqa -f json").output)["gaps"] as? [[String: Any]])
    let row = try #require(sheet.first { $0["gap"] as? Double == Double(gap) })
    #expect(row["method"] as? String == plan["recommended"] as? String)
    #expect(row["k"] as? Int == size)
    let budget = try json(
      run("budget -b gpqa --gap \(gap) --models 3 --price-per-item 0.01 -f json").output)
    let benchmark = try #require((budget["benchmarks"] as? [[String: Any]])?.first)
    #expect(benchmark["recommended"] as? String == plan["recommended"] as? String)
  }

  /// The command that an answer ends in chooses as many items as it says.
  @Test func theNextCommandWorks() throws {
    try withFolder { folder in
      let text = run("plan --benchmark gpqa --gap 5", width: 200).output
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Next: mdad ") })
      let command = line.dropFirst("Next: mdad ".count).split(separator: " ").map(String.init)
      #expect(command.suffix(2) == ["-o", "micro.json"])
      let made = run(command.dropLast(1) + [folder + "/micro.json"])
      #expect(made.status == 0)
      let size = try #require(
        try json(run("plan --benchmark gpqa --gap 5 -f json").output)["methods"] as? [[String: Any]])
      let micro = try json(String(contentsOfFile: folder + "/micro.json", encoding: .utf8))
      #expect(
        size.contains { $0["method"] as? String == micro["method"] as? String && $0["k"] as? Int == micro["k"] as? Int }
      )
    }
  }

  @Test func tablesAndMatricesAgree() throws {
    try withFolder { folder in
      let matrix = folder + "/mine.csv"
      try writeMatrix(matrix)
      let methods = ["--method", "random,subtask-equal,stratified-confidence,tiny-benchmarks-pirt"]
      let made = run(
        ["table", "--matrix", matrix, "-o", folder + "/tables", "--trials", "6", "--sizes", "5,10,25"] + methods)
      #expect(made.status == 0)
      #expect(made.output.isEmpty)
      let fromTable = run(["plan", "--benchmark", "mine", "--tables", folder + "/tables", "--gap", "15", "-f", "json"])
      let fromMatrix = run(
        ["plan", "--matrix", matrix, "--gap", "15", "-f", "json", "--trials", "6", "--sizes", "5,10,25"] + methods)
      let first = try #require(try json(fromTable.output)["methods"] as? [[String: Any]])
      let second = try #require(try json(fromMatrix.output)["methods"] as? [[String: Any]])
      #expect(first.map { $0["k"] as? Int } == second.map { $0["k"] as? Int })
      #expect(
        try json(fromTable.output)["matrix_sha256"] as? String == json(fromMatrix.output)["matrix_sha256"] as? String)
    }
  }

  @Test func everyFormatSaysTheSame() throws {
    let text = run("plan --benchmark gpqa --gap 5")
    let csv = run("plan --benchmark gpqa --gap 5 --format csv")
    let markdown = run("plan --benchmark gpqa --gap 5 --format markdown")
    let answer = try json(run("plan --benchmark gpqa --gap 5 --format json").output)
    let methods = try #require(answer["methods"] as? [[String: Any]])
    let random = try #require(methods.first { $0["method"] as? String == "random" })
    func number(_ key: String) -> String { String(random[key] as? Int ?? -1) }
    let interval = "\(number("k_low")) to \(number("k_high"))"
    #expect(text.output.contains("\(number("k"))  \(interval)"))
    #expect(csv.output.contains("gpqa,5,0.8,random,randomised,\(number("k")),\(number("k_low")),\(number("k_high")),"))
    #expect(markdown.output.contains("| \(number("k")) | \(interval) | random |"))
  }

  @Test func costsAreAdded() throws {
    let methods = try #require(
      try json(run("plan --benchmark gpqa --gap 5 --price-per-item 0.01 --models 20 --format json").output)["methods"]
        as? [[String: Any]])
    let random = try #require(methods.first { $0["method"] as? String == "random" })
    let cost = try #require(random["cost"] as? Double)
    #expect(abs(cost - Double(try #require(random["k"] as? Int)) * 0.2) < 1e-9)
    #expect(methods.contains { $0["construction_cost"] as? Double != nil })
  }

  @Test func linesStayWithinTheWidth() {
    for line in [
      "plan --help", "simulate --help", "select --help", "--help", "plan --benchmark mmlu --gap 2", "table show",
    ] {
      for width in [60, 80, 100] {
        let longest = run(line, width: width).output.split(separator: "\n").map(\.count).max() ?? 0
        #expect(longest <= max(width, 72), "\(line) at \(width)")
      }
    }
  }
}

@Suite struct PowerCommandTests {
  private func power(_ line: String) throws -> [String: Any] { try json(run("power \(line) --format json").output) }

  @Test func eachQuantityIsSolvedForFromTheOthers() throws {
    let forward = try power("--k 100 --gap 5 --discordance 0.3")
    // agreement.py power 100 0.05 0.3
    #expect(abs((forward["agreement"] as? Double ?? 0) - 0.795681257) < 1e-6)
    #expect(forward["solved_for"] as? String == "agreement")
    let size = try power("--gap 5 --agreement 0.8 --discordance 0.3")["k"] as? Int ?? 0
    #expect((try power("--k \(size) --gap 5 --discordance 0.3")["agreement"] as? Double ?? 0) >= 0.8)
    #expect((try power("--k \(size - 1) --gap 5 --discordance 0.3")["agreement"] as? Double ?? 1) < 0.8)
    let gap = try power("--k 100 --agreement 0.8 --discordance 0.3")["gap"] as? Double ?? 0
    #expect(gap > 5)
    #expect(gap < 5.2)
  }

  @Test func clustersCostTheirDesignEffect() throws {
    let plain = try power("--k 100 --gap 5 --discordance 0.3")
    let clustered = try power("--k 200 --gap 5 --discordance 0.3 --icc 0.25 --cluster-size 5")
    #expect(plain["normal_approximation"] as? Double == clustered["agreement"] as? Double)
    #expect(plain["basis"] as? String == "exact")
    #expect(clustered["basis"] as? String == "approximate")
  }

  /// evaluatellm: 6,667 items with an intraclass correlation of .25 and 8 items a cluster; then 400 items detect
  /// 8.16 points.
  @Test func clustersGiveThePublishedFigures() throws {
    let models = "--accuracy 71 --correlation 0.7 --test wald --power 0.8"
    #expect(try power("--gap 2 \(models) --icc 0.25 --cluster-size 8")["k"] as? Int == 6667)
    let gap = try #require(try power("--k 400 \(models) --icc 0.25 --cluster-size 8")["gap"] as? Double)
    #expect(abs(gap - 8.16) < 0.01)
  }

  @Test func everyTestShowsItsTrueLevel() throws {
    for test in SignificanceTest.allCases {
      for alternative in TestAlternative.allCases {
        let answer = try power(
          "--k 60 --gap 5 --discordance 0.4 --test \(test.rawValue) --alternative \(alternative.rawValue)")
        let level = try #require(answer["attained_level"] as? Double)
        #expect(level > 0.02 && level < 0.06, "\(test) \(alternative)")
        #expect(answer["alternative"] as? String == alternative.rawValue)
      }
    }
  }

  @Test func aTestOnABenchmarkSaysWhatItIsAbout() throws {
    let line = "--k 400 --gap 5 --discordance 0.3 --items 448 --test mcnemar"
    let population = try power(line)
    #expect(population["about"] as? String == "population")
    #expect(
      population["power"] as? Double == (try power("--k 400 --gap 5 --discordance 0.3 --test mcnemar"))["power"]
        as? Double)
    #expect((population["notes"] as? [String])?.last?.contains("the tasks that the 448 items stand for") == true)
    let items = try power(line + " --about items")
    #expect(items["power"] as? Double != population["power"] as? Double)
    #expect((items["notes"] as? [String])?.contains { $0.contains("the 448 items themselves") } == true)
  }

  @Test func moreAnswersPerItemHelp() throws {
    let once = try power("--k 100 --gap 5 --discordance 0.3")["agreement"] as? Double ?? 1
    let often = try power("--k 100 --gap 5 --discordance 0.3 --samples-per-item 10 --resampling-variance 0.1")
    #expect((often["agreement"] as? Double ?? 0) > once)
    #expect(often["basis"] as? String == "approximate")
  }

  @Test func independentSamplesTakeMoreItems() throws {
    let paired = try power("--gap 5 --agreement 0.8 --accuracy 60 --correlation 0.5")["k"] as? Int ?? 0
    let independent = try power("--gap 5 --agreement 0.8 --accuracy 60 --design independent")["k"] as? Int ?? 0
    #expect(independent > 3 * paired / 2)
  }

  @Test func significanceHasItsTests() throws {
    var sizes: [Int] = []
    for test in SignificanceTest.allCases {
      let answer = try power("--gap 10 --power 0.8 --discordance 0.3 --test \(test.rawValue)")
      sizes.append(answer["k"] as? Int ?? 0)
      #expect((answer["power"] as? Double ?? 0) >= 0.8)
      #expect((answer["type_s"] as? Double ?? 1) < 1e-3)
    }
    #expect(sizes[0] > sizes[1])
    #expect(sizes.allSatisfy { $0 > 200 && $0 < 300 })
    let oneSided = try power("--gap 10 --power 0.8 --discordance 0.3 --test mcnemar-exact --alternative greater")
    #expect((oneSided["k"] as? Int ?? 0) < sizes[0] && oneSided["type_s"] as? Double == 0)
  }

  @Test func profilesGiveTheirDiscordance() throws {
    let answer = try power("--k 50 --gap 5 --benchmark gpqa")
    #expect(answer["items"] as? Int == 448)
    #expect((answer["discordance_low"] as? Double ?? 1) < (answer["discordance"] as? Double ?? 0))
  }

  @Test func csvHasOneRow() {
    let lines = run("power --k 10 --gap 5 --discordance 0.3 --format csv").output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("solved_for,k,k_low,k_high,gap,agreement"))
  }
}

@Suite struct VerifyCommandTests {
  @Test func anInstallationIsQualified() throws {
    let outcome = run("verify --format json")
    let answer = try json(outcome.output)
    #expect(outcome.status == 0)
    #expect(answer["schema"] as? String == "mdad.verify/1")
    #expect(answer["holds"] as? Bool == true)
    let results = try #require(answer["results"] as? [[String: Any]])
    #expect(results.count == answer["checks"] as? Int)
    for result in results {
      #expect((result["outcome"] as? String == "agrees") == (result["reason"] is NSNull), "\(result)")
    }
    let rows = run("verify --format csv").output.split(separator: "\n")
    #expect(rows.count == results.count + 1)
    #expect(rows.first == "kind,check,published,ours,outcome,source,reason")
  }
}

@Suite struct SimulateCommandTests {
  @Test func theSameRunIsTheSameBytes() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let base = ["simulate", "--matrix", matrix, "--sizes", "5,20", "--trials", "2", "--format", "json"]
      let first = run(base)
      #expect(first.status == 0)
      let written = run(base + ["--threads", "3", "-o", folder + "/out.json"])
      #expect(written.output.isEmpty)
      #expect(try String(contentsOfFile: folder + "/out.json", encoding: .utf8) == first.output)
      let report = try json(first.output)
      #expect(report["schema"] as? String == "mdad.simulation/1")
      #expect(report["models"] as? Int == 30)
      #expect((report["results"] as? [Any])?.count == Method.all.count * 2)
    }
  }

  /// Confidences that equal the answers, with models and items in another order, change nothing but the record.
  @Test func confidencesAreAlignedByName() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/m.csv")
      let rows = try String(contentsOfFile: folder + "/m.csv", encoding: .utf8).split(separator: "\n")
        .map { row in
          let fields = row.split(separator: ",")
          return (fields.prefix(2) + fields.dropFirst(2).reversed()).joined(separator: ",")
        }
      let text = ([rows[0]] + rows.dropFirst().reversed()).joined(separator: "\n") + "\n"
      try text.write(toFile: folder + "/c.csv", atomically: true, encoding: .utf8)
      let base = [
        "simulate", "--matrix", folder + "/m.csv", "--method", "anchor-points,diversity", "--sizes", "7", "--trials",
        "2",
        "-f", "json",
      ]
      let without = run(base)
      let with = run(base + ["--confidence", folder + "/c.csv"])
      #expect(with.status == 0)
      let hash = try #require(try json(with.output)["confidence_sha256"] as? String)
      #expect(
        with.output.replacingOccurrences(of: "\"confidence_sha256\": \"\(hash)\"", with: "\"confidence_sha256\": null")
          == without.output)
    }
  }

  @Test func protocolsSetTheirSettings() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let line = [
        "simulate", "--matrix", matrix, "--sizes", "5", "--trials", "2", "--targets", "10", "-f", "json",
        "--method", "random",
      ]
      let released = try #require(
        try json(run(line + ["--protocol", "released"]).output)["settings"] as? [String: Any])
      #expect(released["split"] as? String == "half")
      #expect(released["bins"] as? String == "floor")
      #expect(released["zero_gaps"] as? String == "counted")
      let paper = try #require(try json(run(line + ["--protocol", "paper"]).output)["settings"] as? [String: Any])
      #expect(paper["split"] as? String == "half")
      #expect(paper["bins"] as? String == "centered")
    }
  }

  @Test func textCSVAndMarkdownHaveARowPerResult() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let base = ["simulate", "--matrix", matrix, "--method", "random,head", "--sizes", "5,20", "--trials", "3"]
      #expect(run(base + ["-f", "csv"]).output.split(separator: "\n").count == 5)
      #expect(run(base + ["-f", "markdown"]).output.split(separator: "\n").count { $0.hasPrefix("|") } == 6)
      let text = run(base)
      #expect(text.output.contains("30 models, 60 items"))
      #expect(text.error.contains("only 20 models remain as sources, for 10 targets"))
      #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
      let curves = run(base + ["--curve", "-f", "csv"]).output
      #expect(curves.hasPrefix("benchmark,method,k,reference,gap,pairs,agreement"))
    }
  }

  @Test func progressIsShownWhenAskedFor() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let base = [
        "simulate", "--matrix", matrix, "--method", "random", "--sizes", "5", "--sources", "5", "--trials", "4",
      ]
      #expect(run(base).error.isEmpty)
      #expect(run(base + ["--progress", "always", "--timings"]).error.contains("simulating"))
    }
  }
}

@Suite struct SelectCommandTests {
  @Test func subsetsAreReproducibleWithoutAMatrix() throws {
    let first = run("select --items 448 --size 20 --seed 7")
    #expect(first.output == run("select --items 448 --size 20 --seed 7").output)
    #expect(first.output != run("select --items 448 --size 20 --seed 8").output)
    let selected = try #require(try json(first.output)["selected"] as? [[String: Any]])
    #expect(selected.count == 20)
    #expect(selected.compactMap { $0["position"] as? Int } == selected.compactMap { $0["position"] as? Int }.sorted())
  }

  @Test func harnessesGetTheirForms() throws {
    let positions = try #require(
      try json(run("select --items 100 --size 5 --emit lm-eval --task gsm8k").output)["gsm8k"] as? [Int])
    let samples = run("select --items 100 --size 5 --emit inspect").output
    #expect(samples == positions.map { String($0 + 1) }.joined(separator: ",") + "\n")
  }

  @Test func tasksPerSubtaskCountTheirOwnDocuments() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let tasks = try json(
        run(["select", "--matrix", matrix, "--size", "60", "--emit", "lm-eval", "--task-per-subtask"]).output)
      #expect(tasks.count == 3)
      #expect((tasks["s1"] as? [Int]) == Array(0..<20))
      let names = run(["select", "--matrix", matrix, "--size", "2", "--method", "head", "--emit", "inspect"]).output
      #expect(names == "q0,q1\n")
    }
  }

  @Test func weightsAreThere() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let outcome = run([
        "select", "--matrix", matrix, "--method", "stratified-confidence", "--size", "12", "-f", "csv",
      ])
      let weights = outcome.output.split(separator: "\n").dropFirst().compactMap { Double($0.split(separator: ",")[2]) }
      #expect(weights.count == 12)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
    }
  }
}

@Suite struct OtherCommandTests {
  @Test func everyCommandHasHelpWithExamplesThatParse() throws {
    for command in CommandSpecification.all {
      let help = run([command.name, "--help"])
      #expect(help.status == 0)
      #expect(help.output.contains("Usage: mdad \(command.name)"))
      #expect(help.output == run(["help", command.name]).output)
      #expect(!command.examples.isEmpty)
      for (line, _) in command.examples where line.hasPrefix("mdad ") {
        let words = line.split(separator: "|")[0].split(separator: " ").dropFirst().map(String.init)
        _ = try ParsedArguments(Array(words.dropFirst()), command: command)
      }
      for option in command.options { #expect(help.output.contains("--\(option.name)")) }
    }
    #expect(run([]).output == run(["--help"]).output)
    #expect(run(["help"]).status == 0)
    #expect(run(["--version"]).output == "mdad \(programVersion)\n")
  }

  @Test func optionNamesAreUniqueInEachCommand() {
    for command in CommandSpecification.all {
      let names = command.allOptions.map(\.name)
      let letters = command.allOptions.compactMap(\.short)
      #expect(Set(names).count == names.count, "\(command.name)")
      #expect(Set(letters).count == letters.count, "\(command.name)")
    }
  }

  @Test func describeCountsWhatIsThere() throws {
    try withFolder { folder in
      let matrix = folder + "/m.csv"
      try writeMatrix(matrix)
      let description = try json(run(["describe", "--matrix", matrix, "--format", "json"]).output)
      #expect(description["models"] as? Int == 30)
      #expect(description["items"] as? Int == 60)
      #expect((description["subtasks"] as? [[String: Any]])?.map { $0["items"] as? Int } == [20, 20, 20])
      #expect(run(["describe", "--matrix", matrix, "-f", "csv"]).output.split(separator: "\n").count == 31)
      #expect(run(["describe", "--matrix", matrix]).output.contains("KR-20"))
    }
  }

  @Test func tablesAreShown() throws {
    #expect(run("table show").output.split(separator: "\n").count == 28)
    #expect(run("table show gpqa --format csv").output.hasPrefix("benchmark,split,targets,method,k,mdad"))
    #expect(run("table show bbh").output.contains("arXiv 2510.08730"))
    #expect(try json(run("table show gpqa --format json").output)["schema"] as? String == "mdad.table/3")
  }

  @Test func tablesAreWrittenWholeWithAnIndex() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/a.csv")
      try writeMatrix(folder + "/b.csv")
      let out = folder + "/t"
      let line = [
        "table", "--matrix", folder + "/a.csv", "--matrix", folder + "/b.csv", "-o", out, "--trials", "2", "--sizes",
        "5", "--method", "random,stratified-confidence,aipw,lasso",
      ]
      #expect(run(line).status == 0)
      let files = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
      #expect(files == ["a.csv", "a.json", "b.csv", "b.json", "frames", "index.json"])
      let before = try String(contentsOfFile: out + "/a.json", encoding: .utf8)
      #expect(run(line + ["--threads", "2"]).status == 0)
      #expect(try String(contentsOfFile: out + "/a.json", encoding: .utf8) == before)
      let index = try json(String(contentsOfFile: out + "/index.json", encoding: .utf8))
      #expect((index["tables"] as? [[String: Any]])?.map { $0["benchmark"] as? String } == ["a", "b"])
    }
  }

  @Test func completionsNameEveryOption() {
    for shell in ["bash", "zsh", "fish"] {
      let script = run(["completions", shell]).output
      for command in CommandSpecification.all {
        for option in command.allOptions { #expect(script.contains(option.name), "\(shell) \(command.name)") }
      }
    }
    let page = run(["man"]).output
    for command in CommandSpecification.all { #expect(page.contains(".SH \"\(command.name.uppercased())\"")) }
    #expect(page.contains(".SH EXIT STATUS"))
  }

  @Test func misspeltWordsFindTheirNeighbour() {
    let words = ["plan", "power", "simulate", "--benchmark"]
    #expect(nearest(to: "paln", among: words) == "plan")
    #expect(nearest(to: "simulte", among: words) == "simulate")
    #expect(nearest(to: "sim", among: words) == "simulate")
    #expect(nearest(to: "--bench", among: words) == "--benchmark")
    #expect(nearest(to: "zebra", among: words) == nil)
  }

  @Test func textIsWrappedBetweenWords() {
    #expect(TextPage(width: 5).wrapped("a bb ccc", indent: 1, hanging: 2) == " a bb\n  ccc")
    #expect(TextPage(width: 4).wrapped("unbreakable") == "unbreakable")
  }
}

@Suite struct TableFolderTests {
  @Test func aForeignFileBesideTablesIsSkippedWithANote() throws {
    try withFolder { folder in
      try writeMatrix(folder + "/m.csv")
      try FileManager.default.createDirectory(atPath: folder + "/t", withIntermediateDirectories: false)
      try "{}".write(toFile: folder + "/t/package.json", atomically: true, encoding: .utf8)
      let made = run("table --matrix \(folder)/m.csv -o \(folder)/t --method random --trials 2 --sizes 5")
      #expect(made.status == 0)
      #expect(made.error.contains("package.json is not a table; skipped"))
      #expect(run("plan --tables \(folder)/t --benchmark m --gap 20").status == 0)
    }
  }
}
