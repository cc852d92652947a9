extension ItemMatrix {
  /// Returns the matrix with its models and items in another's order; subtasks and clusters are the other's.
  ///
  /// - Throws: ``SimulateError/unsatisfiable(_:)`` naming the first model or item that only one of the two has.
  /// - Complexity: O(M · N).
  public func aligned(with other: ItemMatrix) throws(SimulateError) -> ItemMatrix {
    let modelPositions = try ItemMatrix.positions(of: other.models, among: models, kind: "model")
    let itemPositions = try ItemMatrix.positions(of: other.items, among: items, kind: "item")
    return ItemMatrix(
      models: other.models, items: other.items,
      labels: ItemLabels(
        subtasks: other.subtaskOfItem.map { other.subtasks[$0] }, clusters: other.clusterOfItem),
      rowMajor: modelPositions.flatMap { model in itemPositions.map { score(model: model, item: $0) } },
      keepGraded: false)
  }

  private static func positions(of names: [String], among own: [String], kind: String) throws(SimulateError) -> [Int] {
    let positionOf = Dictionary(uniqueKeysWithValues: own.enumerated().map { ($1, $0) })
    var positions: [Int] = []
    for name in names {
      guard let position = positionOf[name] else {
        throw .unsatisfiable("there is no \(kind) \"\(name)\"; give the same models and items as in the matrix")
      }
      positions.append(position)
    }
    if own.count > names.count {
      let known = Set(names)
      let extra = own.first { !known.contains($0) } ?? ""
      throw .unsatisfiable(
        "\(kind) \"\(extra)\" is not in the matrix; give the same models and items as in the matrix")
    }
    return positions
  }
}
