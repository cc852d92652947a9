extension WideTable {
  static var form: MatrixForm? { written }

  /// CSV, a row per item and a column per model.
  static var written: MatrixForm {
    .text("wide", ending: "csv") { matrix in
      let hasSubtasks = !matrix.subtasks.isEmpty
      let hasClusters = !matrix.clusterOfItem.isEmpty
      let labels = (hasSubtasks ? ",subtask" : "") + (hasClusters ? ",cluster" : "")
      var text = "item" + labels + matrix.models.map { "," + csvField($0) }.joined() + "\n"
      for item in matrix.items.indices {
        text += csvField(matrix.items[item])
        if hasSubtasks { text += "," + csvField(matrix.subtask(of: item) ?? "") }
        if hasClusters { text += "," + csvField(matrix.clusterOfItem[item]) }
        for model in matrix.models.indices { text += "," + matrix.scoreText(model: model, item: item) }
        text += "\n"
      }
      return text
    }
  }
}
