import Foundation
import Testing

@testable import mdad

/// The browser that pages are opened in, or nil if none is installed.
private let browser = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap { name -> String? in
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}.first

/// A budget's page as the browser shows it.
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
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=4000",
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

@Suite(.enabled(if: browser != nil, "Chromium is not installed"))
struct BudgetPageTests {
  static let page = run("budget -b gaia --gap 5 --models 20 --price-per-item 0.01 -f html").output
  static let smallPage = run("budget -b glue_rte --gap 5 --models 20 --price-per-item 0.01 -f html").output

  /// Returns what `mdad plan` says with a price, as the page's table shows it: method, k, interval and guarantee.
  func planned(_ benchmark: String, gap: String, agreement: String) throws -> (
    recommended: String, rows: [[String]], size: Int?
  ) {
    let answer = try json(
      run("plan -b \(benchmark) --gap \(gap) --agreement \(agreement) --price-per-item 0.01 --models 20 -f json").output
    )
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

  /// The page recommends what `mdad plan` does at its price.
  @Test(arguments: [("5", "0.8"), ("2.3", "0.9"), ("11.1", "0.65"), ("0.7", "0.8")])
  func theAddressSetsTheSlidersAndTheAnswerIsThatOfPlan(gap: String, agreement: String) throws {
    try withFolder { folder in
      let shown = try ShownPage(
        BudgetPageTests.page, fragment: "gap=\(gap)&agreement=\(agreement)", in: folder)
      let plan = try planned("gaia", gap: gap, agreement: agreement)
      #expect(shown.recommended.method == plan.recommended)
      #expect(shown.recommended.size == plan.size)
      #expect(shown.table("b0-methods").map { Array($0.prefix(4)) } == plan.rows)
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }

  @Test func movingASliderAnswersAnewAndSaysSoInTheAddress() throws {
    try withFolder { folder in
      let shown = try ShownPage(
        BudgetPageTests.smallPage,
        script: """
          const move = (name, value) => {
            const slider = document.getElementById(name);
            slider.value = stops[name].indexOf(value);
            slider.dispatchEvent(new Event("input"));
          };
          move("gap", 3.4); move("agreement", 0.85); move("models", 50); move("price", 2);
          document.getElementById("known").click();
          document.body.dataset.address = location.hash;
          document.body.dataset.spoken = document.getElementById("gap").getAttribute("aria-valuetext");
          """, in: folder)
      #expect(
        shown.document.contains("data-address=\"#gap=3.4&amp;agreement=0.85&amp;models=50&amp;price=2&amp;known=1\""))
      #expect(shown.document.contains("data-spoken=\"3.4 points\""))
      let costs = run(
        "budget -b glue_rte --gap 3.4 --agreement 0.85 --models 50 --price-per-item 0.02 --sources-known -f html")
      #expect(shown.table("b0-methods") == cells(costs.output, "b0-methods"))
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }

  /// The script first works out what the page was written with: answers, tables and charts.
  @Test func theScriptStartsFromWhatThePageSays() throws {
    try withFolder { folder in
      let page = run("budget -b glue_rte,bbh --gap 4 --models 3 --price-per-item 0.00337 -f html").output
      let shown = try ShownPage(page, in: folder)
      for table in ["suite-table", "b0-methods", "b1-methods", "b0-agreement-table", "b0-mdad-table"] {
        #expect(shown.table(table) == cells(page, table), "\(table)")
        #expect(!shown.table(table).isEmpty, "\(table)")
      }
      for number in 0...1 {
        func answer(_ document: String) -> [String] {
          let part =
            document.components(separatedBy: "id=\"b\(number)-answer\"").dropFirst().first?
            .components(separatedBy: "</div>").first ?? ""
          return part.components(separatedBy: "<p>").dropFirst().map { String($0.prefix { $0 != "<" }) }
        }
        #expect(answer(shown.document) == answer(page))
        #expect(!answer(page).isEmpty)
      }
      func coordinates(_ document: String) -> [Double] {
        let chart =
          document.components(separatedBy: "id=\"b0-mdad\"").dropFirst().first?
          .components(separatedBy: "</svg>").first ?? ""
        return chart.components(separatedBy: "class=\"line\" d=\"").dropFirst().flatMap { path in
          path.prefix { $0 != "\"" }.split { !"0123456789.".contains($0) }.compactMap { Double($0) }
        }
      }
      let (before, after) = (coordinates(page), coordinates(shown.document))
      #expect(before.count == after.count)
      #expect(before.count > 40)
      for (first, second) in zip(before, after) { #expect(abs(first - second) < 0.02) }
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }

  @Test(arguments: ["gap=x&models=-3", "gap=1e9&agreement=7", "nonsense", "gap=&known=2", "%%%"])
  func addressesThatSayNothingChangeNothingHarmful(fragment: String) throws {
    try withFolder { folder in
      let shown = try ShownPage(BudgetPageTests.smallPage, fragment: fragment, in: folder)
      #expect(!shown.recommended.method.isEmpty, "\(shown.console)")
      #expect(shown.console.isEmpty, "\(shown.console)")
    }
  }
}
