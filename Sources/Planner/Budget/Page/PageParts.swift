import PageScript
import Simulate

/// Makes the parts that pages share.
enum PageParts {
  /// Returns a document: nothing in it is loaded from elsewhere, and its content security policy forbids that.
  ///
  /// - Parameters:
  ///   - body: what stands in `main`.
  ///   - sources: what the page was made from, in the footer.
  ///   - data: what the script works from.
  static func document(title: String, body: String, sources: String, data: JSONValue) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <meta name="generator" content="mdad \(programVersion)">
    <title>\(escaped(title))</title>
    <style>
    \(PageStyle.sheet)</style>
    </head>
    <body>
    <main>
    \(body)</main>
    <footer>
    <p>Made by mdad \(programVersion). \(sources)</p>
    </footer>
    <script type="application/json" id="data">\(scriptData(data))</script>
    <script>
    \(script)</script>
    </body>
    </html>

    """
  }

  /// Returns a control: a slider with a number box, or the box alone.
  ///
  /// - Parameters:
  ///   - hint: what the term means.
  ///   - box: the attributes of the box.
  static func control(_ name: String, _ label: String, hint: String, box: String, hasSlider: Bool) -> String {
    let slider =
      hasSlider
      ? "<input type=\"range\" id=\"\(name)-slider\" min=\"0\" step=\"1\" aria-label=\"\(escaped(label))\">" : ""
    return "<p><label for=\"\(name)\">\(escaped(label))</label><span class=\"pair\">\(slider)"
      + "<input type=\"number\" id=\"\(name)\" \(box) aria-describedby=\"\(name)-hint\"></span>"
      + "<span class=\"hint\" id=\"\(name)-hint\">\(escaped(hint))</span></p>\n"
  }

  /// Returns the controls for gap and agreement.
  static let question =
    control(
      "gap", "Gap, points", hint: "how far apart two models are on the full benchmark, in accuracy points",
      box: "min=\"0.5\" max=\"20\" step=\"0.1\" inputmode=\"decimal\"", hasSlider: true)
    + control(
      "agreement", "Agreement", hint: "how often a part of the items puts the two in the order of all items",
      box: "min=\"0.6\" max=\"0.99\" step=\"0.01\" inputmode=\"decimal\"", hasSlider: true)

  /// Returns the answer: a sentence, one large number, and what goes with it.
  static func answer(_ number: Int, _ plan: PlanAnswer, isRunInFull: Bool, more: [String]) -> String {
    let name = plan.benchmark ?? "your benchmark"
    let all = Figure.count(plan.items).shown
    let pair = "two models \(pointsApart(points(plan.question.gap)))"
    let often = PlanAnswer.oftenness(plan.question.agreement)
    let row = isRunInFull ? nil : plan.recommended
    let sentence =
      row == nil
      ? "On \(name), no smaller part is enough\(plan.question.price == nil ? "" : " and cheaper") to put \(pair) in "
        + "the right order \(often). Run" : "On \(name), \(pair) come out in the right order \(often) with"
    let figure = row.map { ($0.isUpperBound ? "≤ " : "") + Figure.count($0.size).shown } ?? all
    let unit = row.map { "of \(all) items, method \($0.method)" } ?? "items: all of them"
    return "<div class=\"answer\" id=\"b\(number)-answer\" aria-live=\"polite\" aria-atomic=\"true\">\n"
      + "<p class=\"sentence\">\(escaped(sentence))</p>\n"
      + "<p class=\"number\"><strong>\(figure)</strong> <span>\(escaped(unit))</span></p>\n"
      + "<div class=\"more\">" + more.map { "<p>\(escaped($0))</p>" }.joined() + "</div>\n</div>\n"
  }

  /// Returns the chart with what its words mean.
  static func chart(_ number: Int, _ plan: PlanAnswer) -> String {
    guard let picture = plan.picture else { return "" }
    return "<figure>\n<div class=\"scroll\" id=\"b\(number)-chart\" tabindex=\"0\" role=\"region\" "
      + "aria-label=\"Chart of the gap that is ranked right by number of items\">"
      + "\(picture.charts.map { $0.svg(identifier: "c\(number)") }.joined())</div>\n"
      + "<figcaption>MDAD, the minimum detectable ability difference, is the smallest gap that so many items rank "
      + "right as often as asked. Dashed: where a method takes most, such as the frontier: the strongest models "
      + "measured, with items chosen by weaker ones.</figcaption>\n</figure>\n"
  }

  /// What the columns of methods mean.
  static let methodsHint =
    "<p class=\"hint\">Randomised methods hold for any models, since they rest on a random draw. Learned ones hold for "
    + "models like those that they learned from. The interval is what k may be for other models than those measured; N "
    + "means all items.</p>\n"

  /// Returns JSON inside a script element, which only "</" and "<!--" could end early.
  private static func scriptData(_ data: JSONValue) -> String {
    data.text(indented: false).split(separator: "<", omittingEmptySubsequences: false).joined(separator: "\\u003c")
  }

  /// The script, `page.js`, as it was when the program was built.
  ///
  /// "</" and "<!--" can only be part of a string in it, where the backslash changes nothing.
  static let script = String(
    decoding: UnsafeRawBufferPointer(start: page_script(), count: Int(page_script_length())), as: UTF8.self
  ).replacingOccurrences(of: "</", with: "<\\/").replacingOccurrences(of: "<!--", with: "<\\!--")
}
