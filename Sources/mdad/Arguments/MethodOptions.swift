import Planner
import Simulate

/// The options that say which methods are simulated, and how.
extension AnyOption {
  static let methodNames = Method.all.map(\.name)

  /// Declares an option for methods or `all`. The command says which methods run if none is named.
  static func methods(_ help: String, otherwise: String) -> Option<[String]?> {
    Option("method", .list("NAME,…", of: .choice(methodNames + ["all"])), help, otherwise: otherwise)
  }

  static let methods = methods(
    "the methods",
    otherwise: "all; above \(Method.largestUnasked) items the fast ones, without "
      + Method.all.filter { $0.effort > .ordinary }.map(\.name).joined(separator: ", "))

  static let sizes = Option(
    "sizes", short: "k", .list("K,…", of: .integer("K", in: 1...16_777_215), sorted: true),
    "the micro-benchmark sizes", otherwise: "10, 25, 50, 100, 250, 500, 1000 below N")

  static let trials = Option("trials", .integer("N", in: 1...1_000_000), "the number of trials", default: 50)

  /// An option for each setting of methods.
  static let settingsOfMethods = MethodSettings.knobs.map { knob in
    Option(
      knob.name, .number(knob.placeholder, above: 0, upTo: knob.limit, unit: knob.unit.rawValue), knob.help,
      default: knob.standard)
  }

  /// The same, for a command's list.
  static var methodSettings: [AnyOption] { settingsOfMethods }

  static let ties = Option(
    "ties", .choice, "how equal scores on the subset count", default: TiePolicy.wrong)

  static let split = Option<ItemSplit?>(
    "split", .choice,
    "full: choose from all items; half: from a random half of each subtask, against both halves",
    otherwise: ItemSplit.full.rawValue)
}

/// The ways to choose targets.
enum TargetWord: String, CaseIterable {
  case random, frontier, family, date, similar
}

/// The options that say which models are targets.
extension AnyOption {
  static let targetChoice = Option(
    "target-choice", .choice,
    "which models are targets: any; the best 30 % with the worst half as sources; whole families with no relative "
      + "among the sources; the newest 30 % with older sources; those of similar accuracy or size",
    default: TargetWord.random)

  /// The same, under the name that `plan` gives it.
  static let targets = Option(
    "targets", .choice, "which models are to be ranked, as in simulate; tables know random and frontier",
    default: TargetWord.random)

  private static let similar = Condition.either(.value(.targets, "similar"), .value(.targetChoice, "similar"))

  static let accuracyBand = Option(
    "accuracy-band", .accuracies, "the accuracies of similar targets, in points", example: "30,40", needs: similar)

  static let sizeClass = Option(
    "size-class", .text("NAME"), "or their size class, as labelled, such as 8b-instruct", needs: similar,
    excludes: [.given(.accuracyBand)])

  /// Returns the options that say which models are targets.
  ///
  /// - Parameter option: the choice, as the command calls it.
  static func choosingTargets(_ option: AnyOption) -> [AnyOption] {
    [
      option.needing(.either(.given(.accuracyBand), .given(.sizeClass)), when: [TargetWord.similar.rawValue]),
      .accuracyBand, .sizeClass,
    ]
  }
}

extension ParsedArguments {
  /// Returns the methods to run on a matrix if none is named, and notes those left out.
  static func methods(for matrix: ItemMatrix, console: Console) -> [String] {
    let chosen = Method.unasked(items: matrix.itemCount).map(\.name)
    let left = AnyOption.methodNames.filter { !chosen.contains($0) }
    if !left.isEmpty {
      console.note(
        "\(left.joined(separator: ", ")): skipped because they are slow on this many items; name them in --method to "
          + "run them")
    }
    return chosen
  }

  /// The methods that `--method` names, or nil.
  var namedMethods: [String]? {
    self[.methods].map { $0.contains("all") ? AnyOption.methodNames : $0 }
  }

  /// The settings of methods, with defaults for those that are not given.
  var methodSettings: MethodSettings {
    var settings = MethodSettings()
    for (knob, option) in zip(MethodSettings.knobs, AnyOption.settingsOfMethods) {
      knob.set(self[option], in: &settings)
    }
    return settings
  }

  /// Returns the target choice that an option, `--accuracy-band` and `--size-class` make together.
  func targetChoice(_ option: Option<TargetWord>) -> TargetChoice {
    switch self[option] {
    case .random: .random
    case .frontier: .frontier
    case .family: .family
    case .date: .date
    // Parsing made sure that there is a size class or a band.
    case .similar: self[.sizeClass].map { .sizeClass($0) } ?? .similar(accuracies: self[.accuracyBand] ?? 0...1)
    }
  }
}
