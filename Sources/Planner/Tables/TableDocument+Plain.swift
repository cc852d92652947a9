import Foundation
import Simulate

extension TableDocument {
  /// Reads a file as this program writes it, many times faster than Foundation does; nil for any other file.
  ///
  /// - Parameter split: as for ``init(json:split:)``.
  init?(plain data: Data, split: ItemSplit?) {
    let wanted = split?.rawValue
    let read = PlainJSON.read(data) { json throws(PlainJSON.Unusual) in
      try json.object { json throws(PlainJSON.Unusual) in try TableDocument(&json, wanted: wanted) }
    }
    guard let read else { return nil }
    self = read
  }

  private init(_ json: inout PlainJSON, wanted: String?) throws(PlainJSON.Unusual) {
    try json.member("schema")
    schema = try json.string()
    try json.member("benchmark")
    benchmark = try json.string()
    try json.member("models")
    models = try json.integer()
    try json.member("items")
    items = try json.integer()
    try json.member("settings")
    settings = try json.object { json throws(PlainJSON.Unusual) in try Settings(&json) }
    try json.member("profile")
    profile = try json.object { json throws(PlainJSON.Unusual) in try Profile(&json) }
    try json.member("rows")
    rows = try json.array { json throws(PlainJSON.Unusual) in
      try json.object { json throws(PlainJSON.Unusual) in WantedRow(row: try Row(&json, wanted: wanted)) }
    }
    try json.member("notes")
    try json.skip()
    try json.member("version")
    version = try json.string()
    try json.member("matrix_sha256")
    matrixSha256 = try json.string()
    try json.member("seed")
    try json.skip()
  }
}

extension TableDocument.Settings {
  fileprivate init(_ json: inout PlainJSON) throws(PlainJSON.Unusual) {
    try json.member("trials")
    trials = try json.integer()
    try json.member("seen_items")
    seenItems = try json.integer()
    try json.member("seed")
    seed = UInt64(try json.integer())
    try json.member("model_share")
    try json.skip()
    try json.member("bins")
    try json.skip()
    try json.member("ties")
    try json.skip()
    try json.member("threshold")
    try json.skip()
    try json.member("regimes")
    regimes = try json.array { json throws(PlainJSON.Unusual) in
      try json.object { json throws(PlainJSON.Unusual) in try TableDocument.Regime(&json) }
    }
  }
}

extension TableDocument.Regime {
  fileprivate init(_ json: inout PlainJSON) throws(PlainJSON.Unusual) {
    try json.member("split")
    split = try json.string()
    try json.member("targets")
    targets = try json.string()
    try json.member("target_models")
    targetModels = try json.integer()
    try json.member("source_models")
    sourceModels = try json.integer()
    try json.member("largest_gap")
    largestGap = try json.optionalDouble()
  }
}

extension TableDocument.Profile {
  fileprivate init(_ json: inout PlainJSON) throws(PlainJSON.Unusual) {
    try json.member("subtasks")
    subtasks = try json.integer()
    try json.member("duplicates")
    duplicates = try json.integer()
    try json.member("from")
    from = try json.optional { json throws(PlainJSON.Unusual) in try json.string() }
    try json.member("to")
    to = try json.optional { json throws(PlainJSON.Unusual) in try json.string() }
    try json.member("accuracy")
    accuracy = try json.numbersByName()
    try json.member("kr20")
    kr20 = try json.optionalDouble()
    try json.member("discordance")
    discordance = try json.array { json throws(PlainJSON.Unusual) in
      try json.object { json throws(PlainJSON.Unusual) in try TableDocument.Band(&json) }
    }
    try json.member("correlation")
    correlation = try json.array { json throws(PlainJSON.Unusual) in
      try json.object { json throws(PlainJSON.Unusual) in try TableDocument.CorrelationBand(&json) }
    }
    try json.member("zero_gap_pairs")
    zeroGapPairs = try json.optional { json throws(PlainJSON.Unusual) in try json.integer() }
    try json.member("pairs")
    pairs = try json.optional { json throws(PlainJSON.Unusual) in try json.string() }
  }
}

extension TableDocument.Band {
  fileprivate init(_ json: inout PlainJSON) throws(PlainJSON.Unusual) {
    try json.member("gap")
    gap = try json.double()
    try json.member("pairs")
    pairs = try json.integer()
    try json.member("q10")
    q10 = try json.double()
    try json.member("q50")
    q50 = try json.double()
    try json.member("q90")
    q90 = try json.double()
  }
}

extension TableDocument.CorrelationBand {
  fileprivate init(_ json: inout PlainJSON) throws(PlainJSON.Unusual) {
    try json.member("accuracy")
    accuracy = try json.double()
    try json.member("pairs")
    pairs = try json.integer()
    try json.member("q10")
    q10 = try json.double()
    try json.member("q50")
    q50 = try json.double()
    try json.member("q90")
    q90 = try json.double()
  }
}

extension TableDocument.Readings {
  fileprivate init(_ json: inout PlainJSON) throws(PlainJSON.Unusual) {
    try json.member("first")
    first = try json.optionalDouble()
    try json.member("sustained")
    sustained = try json.optionalDouble()
    try json.member("smoothed")
    smoothed = try json.optionalDouble()
    try json.member("low")
    low = try json.optionalDouble()
    try json.member("high")
    high = try json.optionalDouble()
    try json.member("upper_bound")
    upperBound = try json.bool()
  }
}

extension TableDocument.Row {
  /// Reads a row if it is wanted; otherwise only checks that it is JSON.
  fileprivate init?(_ json: inout PlainJSON, wanted: String?) throws(PlainJSON.Unusual) {
    try json.member("split")
    split = try json.string()
    try json.member("targets")
    targets = try json.string()
    try json.member("method")
    method = try json.string()
    try json.member("k")
    k = try json.integer()
    try json.member("reference")
    reference = try json.string()
    try json.member("basis")
    basis = try json.string()
    try json.member("mdad")
    mdad = try json.object { json throws(PlainJSON.Unusual) in try TableDocument.Readings(&json) }
    try json.member("error")
    error = try json.optionalDouble()
    try json.member("error_low")
    errorLow = try json.optionalDouble()
    try json.member("error_high")
    errorHigh = try json.optionalDouble()
    try json.member("kendall_tau")
    kendallTau = try json.optionalDouble()
    try json.member("kendall_tau_low")
    kendallTauLow = try json.optionalDouble()
    try json.member("kendall_tau_high")
    kendallTauHigh = try json.optionalDouble()
    try json.member("pairs")
    pairs = try json.integer()
    // Nearly all of a file is in these lists.
    let isWanted = TableDocument.isWanted(split: split, reference: reference, wanted)
    func list(
      _ json: inout PlainJSON, _ name: StaticString, expecting count: Int
    ) throws(PlainJSON.Unusual) -> [Double] {
      try json.member(name)
      if isWanted { return try json.array(expecting: count) { json throws(PlainJSON.Unusual) in try json.double() } }
      try json.skip()
      return []
    }
    gap = try list(&json, "gap", expecting: 40)
    agreement = try list(&json, "agreement", expecting: gap.count)
    agreementLow = try list(&json, "agreement_low", expecting: gap.count)
    agreementHigh = try list(&json, "agreement_high", expecting: gap.count)
    choice = try list(&json, "choice", expecting: gap.count)
    if !isWanted { return nil }
  }
}

extension PlainJSON {
  /// Reads a number, or null as nil.
  fileprivate mutating func optionalDouble() throws(Unusual) -> Double? {
    try optional { json throws(Unusual) in try json.double() }
  }
}
