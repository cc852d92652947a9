extension CommandSpecification {
  /// Every command, in the order of the overview. A new command is one new file and one line in ``each``.
  static let all: [CommandSpecification] = each.map { $0.specification() }

  /// The same with their names, each made when it is asked for: a run needs one of them.
  static let each: [(name: String, specification: @Sendable () -> CommandSpecification)] = [
    ("plan", { .plan }), ("power", { .power }), ("simulate", { .simulate }), ("merge", { .merge }),
    ("table", { .table }), ("budget", { .budget }), ("page", { .page }), ("audit", { .audit }),
    ("compare", { .compare }), ("select", { .select }), ("score", { .score }), ("items", { .items }),
    ("describe", { .describe }), ("import", { .importing }), ("convert", { .convert }),
    ("synthesize", { .synthesize }), ("verify", { .verify }), ("help", { .help }), ("completions", { .completions }),
    ("man", { .man }),
  ]

  /// Finds the command with a name.
  static func named(_ name: String) -> CommandSpecification? { each.first { $0.name == name }?.specification() }
}
