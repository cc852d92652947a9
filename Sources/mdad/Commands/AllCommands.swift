extension CommandSpecification {
  /// Every command, in the order of the overview. A new command is one new file and one name in this list.
  static let all: [CommandSpecification] = [
    .plan, .power, .simulate, .merge, .table, .budget, .page, .audit, .compare, .select, .score, .items, .describe,
    .importing,
    .convert, .synthesize, .verify, .help, .completions, .man,
  ]

  /// Finds the command with a name.
  static func named(_ name: String) -> CommandSpecification? { all.first { $0.name == name } }
}
