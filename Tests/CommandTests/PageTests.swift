import Foundation
import Testing

@testable import mdad

/// The browser that pages are opened in, or nil if none is installed.
private let browser = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap { name -> String? in
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}.first

/// A page as the browser shows it.
private struct ShownPage {
  /// The document after its scripts have run.
  let document: String
  /// The output of the browser's console.
  let console: [String]

  /// Opens a page.
  ///
  /// - Parameters:
  ///   - fragment: the fragment of its address, without #.
  ///   - script: a script that runs after the page's own, before the document is read.
  init(_ page: String, fragment: String = "", script: String = "", in folder: String) throws {
    let path = folder + "/\(UUID().uuidString).html"
    let html =
      script.isEmpty
      ? page
      : page.replacingOccurrences(of: "</body>", with: "<script>\(script)</script></body>")
    try html.write(toFile: path, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser ?? "")
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=10000",
      "--dump-dom",
      "--enable-logging=stderr", "--user-data-dir=\(path).profile",
      "file://\(path)" + (fragment.isEmpty ? "" : "#\(fragment)"),
    ]
    let errors = path + ".log"
    try Data().write(to: URL(fileURLWithPath: errors))
    let output = Pipe()
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    document = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    console = try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n").map(String.init).filter {
      $0.contains("CONSOLE")
    }
  }

  /// The recommended method for the first benchmark, and its k.
  var recommended: (method: String, size: Int?) {
    func value(_ name: String) -> String {
      document.components(separatedBy: "id=\"b0-answer\"").dropFirst().first?.components(separatedBy: "\(name)=\"")
        .dropFirst().first?.components(separatedBy: "\"").first ?? ""
    }
    return (value("data-method"), Int(value("data-k")))
  }

  /// Returns the cells of a table's body, row by row.
  func table(_ identifier: String) -> [[String]] { cells(document, identifier) }
}

/// Returns the cells of a table in a document, row by row.
private func cells(_ document: String, _ identifier: String) -> [[String]] {
  let table =
    document.components(separatedBy: "id=\"\(identifier)\"").dropFirst().first?
    .components(separatedBy: "</table>").first ?? ""
  let body = table.components(separatedBy: "<tbody>").dropFirst().first ?? ""
  return body.components(separatedBy: "<tr").dropFirst().map { row in
    row.components(separatedBy: "</t").dropLast().compactMap { cell in
      cell.components(separatedBy: ">").last
    }.filter { $0 != "r" }
  }
}

/// Returns the words between tags in the part of a document that begins at an identifier.
private func words(_ document: String, from identifier: String, to end: String) -> [String] {
  let part =
    document.components(separatedBy: "id=\"\(identifier)\"").dropFirst().first?.components(separatedBy: end).first ?? ""
  return part.components(separatedBy: ">").dropFirst().compactMap { piece in
    let text = piece.prefix { $0 != "<" }.trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }
}

@Suite(.enabled(if: browser != nil, "Chromium is not installed"))
struct PageTests {
  static let calculator = run("page -b gaia,glue_rte").output
  static let budget = run("budget -b glue_rte --gap 5 --models 20 --price-per-item 0.01 -f html").output

  /// Returns what `mdad plan` says, as the page's table shows it: method, k, interval and guarantee.
  func planned(_ line: String) throws -> (recommended: String, rows: [[String]], size: Int?) {
    let answer = try json(run("plan \(line) -f json").output)
    let methods = try #require(answer["methods"] as? [[String: Any]])
    let rows = methods.map { row -> [String] in
      let (k, low, high) = (row["k"] as? Int, row["k_low"] as? Int, row["k_high"] as? Int)
      let size = (row["upper_bound"] as? Bool == true ? "≤ " : "") + (k.map { String($0) } ?? "–")
      let interval =
        k == nil && low == nil || low == k && high == k
        ? "–" : "\(low.map { String($0) } ?? "–") to \(high.map { String($0) } ?? "N")"
      return [row["method"] as? String ?? "", size, interval, row["guarantee"] as? String ?? "–"]
    }
    let recommended = answer["recommended"] as? String ?? ""
    return (recommended, rows, methods.first { $0["method"] as? String == recommended }?["k"] as? Int)
  }

  /// The page answers as `mdad plan` does. `Checks/page.py` asks two hundred questions.
  @Test(arguments: [
    "gap=5&agreement=0.8", "gap=2.3&agreement=0.9", "gap=11.1&agreement=0.65", "gap=0.7&agreement=0.8",
    "gap=5&agreement=0.8&accuracy=85", "gap=3.5&agreement=0.95&accuracy=60.5",
    "gap=4&agreement=0.8&models=20&price-per-item=0.01",
  ])
  func theAddressAsksAndTheAnswerIsThatOfPlan(question: String) throws {
    try withFolder { folder in
      let fragment = question.replacingOccurrences(of: "price-per-item", with: "price")
      let shown = try ShownPage(PageTests.calculator, fragment: "benchmark=gaia&" + fragment, in: folder)
      let options = question.split(separator: "&").map { "--" + $0.replacingOccurrences(of: "=", with: " ") }
      let plan = try planned("-b gaia " + options.joined(separator: " "))
      #expect(shown.recommended.method == plan.recommended)
      #expect(shown.recommended.size == plan.size)
      #expect(shown.table("b0-methods").map { Array($0.prefix(4)) } == plan.rows)
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }

  @Test func whatIsTypedOrSlidAnswersAnewAndStandsInTheAddress() throws {
    try withFolder { folder in
      let shown = try ShownPage(
        PageTests.budget,
        script: """
          const set = (name, value) => {
            const box = document.getElementById(name);
            box.value = value;
            box.dispatchEvent(new Event("input"));
          };
          set("gap-slider", page.gaps.indexOf(3.4)); set("agreement", 0.85); set("models", 50); set("price", 0.02);
          document.getElementById("known").click();
          document.body.dataset.address = location.hash;
          document.body.dataset.spoken = document.getElementById("gap-slider").getAttribute("aria-valuetext");
          document.body.dataset.box = document.getElementById("gap").value;
          """, in: folder)
      #expect(
        shown.document.contains(
          "data-address=\"#gap=3.4&amp;agreement=0.85&amp;models=50&amp;price=0.02&amp;known=1\""))
      #expect(shown.document.contains("data-spoken=\"3.4 points\""))
      #expect(shown.document.contains("data-box=\"3.4\""))
      let costs = run(
        "budget -b glue_rte --gap 3.4 --agreement 0.85 --models 50 --price-per-item 0.02 --sources-known -f html")
      #expect(shown.table("b0-methods") == cells(costs.output, "b0-methods"))
      #expect(
        words(shown.document, from: "b0-answer", to: "</div>") == words(costs.output, from: "b0-answer", to: "</div>"))
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }

  /// The script first works out what the page was written with: answers, tables and charts.
  @Test(arguments: ["budget -b glue_rte,bbh --gap 4 --models 3 --price-per-item 0.00337 -f html", "page -b glue_rte"])
  func theScriptStartsFromWhatThePageSays(line: String) throws {
    try withFolder { folder in
      let page = run(line).output
      let shown = try ShownPage(page, in: folder)
      #expect(shown.document.contains("data-ready="))
      for table in ["suite-table", "b0-methods", "b1-methods"] where page.contains("id=\"\(table)\"") {
        let ours = cells(page, table)
        #expect(shown.table(table) == ours, "\(table)")
        #expect(!ours.isEmpty, "\(table)")
      }
      for part in ["b0-answer", "b1-answer"] {
        #expect(words(shown.document, from: part, to: "</div>") == words(page, from: part, to: "</div>"))
      }
      // The same words and lines, but for what rounding does to a coordinate.
      #expect(words(shown.document, from: "b0-chart", to: "</svg>") == words(page, from: "b0-chart", to: "</svg>"))
      func coordinates(_ document: String) -> [Double] {
        let chart =
          document.components(separatedBy: "id=\"b0-chart\"").dropFirst().first?.components(separatedBy: "</svg>").first
          ?? ""
        return chart.components(separatedBy: " d=\"").dropFirst().flatMap { path in
          path.prefix { $0 != "\"" }.split { !"0123456789.".contains($0) }.compactMap { Double($0) }
        }
      }
      let (before, after) = (coordinates(page), coordinates(shown.document))
      #expect(before.count == after.count)
      #expect(before.count > 100)
      for (first, second) in zip(before, after) { #expect(abs(first - second) < 0.02) }
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }

  @Test(arguments: [
    "gap=x&models=-3", "gap=1e9&agreement=7", "nonsense", "gap=&known=2", "%%%", "benchmark=no&price=-1",
  ])
  func addressesThatSayNothingChangeNothingHarmful(fragment: String) throws {
    try withFolder { folder in
      for page in [PageTests.budget, PageTests.calculator] {
        let shown = try ShownPage(page, fragment: fragment, in: folder)
        #expect(!shown.recommended.method.isEmpty, "\(shown.console)")
        #expect(shown.console.isEmpty, "\(shown.console)")
      }
    }
  }

  /// Nothing is as wide as to make the whole page scroll sideways, and paper takes two pages.
  @Test func thePageFitsAPhoneAndTwoSheets() throws {
    try withFolder { folder in
      let shown = try ShownPage(
        PageTests.calculator,
        script: """
          const frame = document.createElement("div");
          document.body.style.width = "400px";
          document.querySelectorAll("details").forEach(details => { details.open = true; });
          document.body.dataset.wide = [...document.querySelectorAll("main *")].filter(one =>
            !one.closest(".scroll") && one.getBoundingClientRect().right > 401).length;
          """, in: folder)
      #expect(shown.document.contains("data-wide=\"0\""))
      let path = folder + "/page.html"
      try PageTests.calculator.write(toFile: path, atomically: true, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: browser ?? "")
      process.arguments = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=10000",
        "--user-data-dir=\(path).profile", "--print-to-pdf=\(path).pdf", "file://\(path)",
      ]
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let paper = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + ".pdf")), as: UTF8.self)
      #expect((1...2).contains(paper.components(separatedBy: "/Type /Page\n").count - 1))
    }
  }
}
