import Simulate

extension PowerAnswer {
  private var goal: String { question.test == nil ? "agreement" : "power" }

  /// The answer as members of a JSON object, schema `mdad.power/1`. Gap and accuracy in points, the rest as fractions.
  public var members: [(String, JSONValue)] {
    func number(_ value: Double?) -> JSONValue { value.map { $0.isFinite ? .number($0) : .null } ?? .null }
    return [
      ("schema", .string("mdad.power/1")), ("solved_for", .string(solved == .value ? goal : solved.rawValue)),
      ("k", .int(size)), ("k_low", .int(sizeBand?.low)), ("k_high", .int(sizeBand?.high)),
      ("gap", number(gap.map { ($0 * 1e10).rounded() / 1e8 })), (goal, number(value)),
      ("\(goal)_low", number(valueBand?.low)), ("\(goal)_high", number(valueBand?.high)),
      ("target", number(question.target)), ("items", .int(question.items)), ("discordance", number(discordance)),
      ("discordance_low", number(band?.low)), ("discordance_high", number(band?.high)),
      ("design", .string(question.independentAccuracy == nil ? "paired" : "independent")),
      ("accuracy", number(question.independentAccuracy.map { $0 * 100 })), ("ties", .string(question.ties.rawValue)),
      ("test", .string(question.effectiveTest.rawValue)), ("alpha", .number(question.alpha)),
      ("type_s", number(behaviour?.typeS)), ("type_m", number(behaviour?.typeM)),
      ("significance_power", number(behaviour?.power)), ("normal_approximation", number(normal)),
      ("design_effect", .number(question.designEffect)), ("samples_per_item", .int(question.samplesPerItem)),
      ("basis", .string(basis)), ("version", .string(programVersion)),
    ]
  }

  /// The answer as JSON.
  public func json() -> JSONValue { .object(members + [("notes", .array(notes.map { .string($0) }))]) }

  /// The answer as CSV: one row.
  public func csv() -> String {
    var table = TextTable(members.map { ($0.0, .left) })
    table.add(members.map { $0.1.plainText })
    return table.csv()
  }

  /// The sentence that answers the question.
  public var sentence: String {
    let apart = "models \(compact(gap.map { $0 * 100 })) points apart"
    let each = question.independentAccuracy == nil ? "" : " each"
    let what =
      question.test.map { "differ significantly (\($0.rawValue), α = \(compact(question.alpha)))" }
      ?? "come out in their order"
    let target = "with probability \(compact(question.target))."
    switch solved {
    case .size where size == nil: return "No number of items lets \(apart) \(what) \(target)"
    case .size: return "\(whole(size)) items\(each) let \(apart) \(what) \(target)"
    case .gap where gap == nil: return "With \(whole(size)) items\(each) no gap lets two models \(what) \(target)"
    case .gap: return "With \(whole(size)) items\(each), \(apart) or more \(what) \(target)"
    case .value:
      return "With \(whole(size)) items\(each), \(apart) \(what) with probability \(decimal(value, 4))."
    }
  }

  /// The quantities, a row each.
  public var table: TextTable {
    var table = TextTable([("quantity", .left), ("value", .right)])
    func add(_ name: String, _ value: String) { table.add([name, value]) }
    add("k, items" + (question.independentAccuracy == nil ? "" : " each"), whole(size))
    if let sizeBand { add("k over the band of discordance", "\(whole(sizeBand.low)) to \(whole(sizeBand.high))") }
    add("gap, points", compact(gap.map { $0 * 100 }))
    add(goal, decimal(value, 6))
    if let valueBand {
      add("\(goal) over the band of discordance", "\(decimal(valueBand.low, 4)) to \(decimal(valueBand.high, 4))")
    }
    add("N, items of the benchmark", question.items.map { String($0) } ?? "unlimited")
    if let discordance { add("discordance", decimal(discordance, 4)) }
    if let normal { add("agreement, normal approximation", decimal(normal, 6)) }
    if let behaviour {
      if question.test == nil {
        add("power of \(question.effectiveTest.rawValue), α = \(compact(question.alpha))", decimal(behaviour.power, 4))
      }
      add("type S: a significant result has the wrong sign", decimal(behaviour.typeS, 6))
      add("type M: a significant gap is exaggerated by", decimal(behaviour.typeM, 3))
    }
    return table
  }
}

extension JSONValue {
  /// A plain value as a field of a CSV file.
  fileprivate var plainText: String {
    switch self {
    case .null: ""
    case .string(let text): text
    default: text(indented: false)
    }
  }
}
