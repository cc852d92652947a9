import Foundation

/// A source file: its folder, such as `Simulate/Matrix`, its name and its text.
struct SourceFile: Sendable {
  let folder: String
  let name: String
  let text: String

  /// The text without comments and without the literal parts of strings; what strings interpolate stays.
  var code: String {
    text
      .replacing(#/"""(?s:.*?)"""/#, with: "\"\"")
      .replacing(#/\/\/[^\n]*/#, with: "")
      .replacing(#/"(?:\\\(|\\.|[^"\\\n])*"/#) { string in
        string.output.matches(of: #/\\\(([^)]*)\)/#).map { String($0.output.1) }.joined(separator: " ")
      }
  }

  /// Reads all Swift files below a folder. A file's folder is that of its target and room; deeper folders are part of
  /// their room.
  static func all(below root: String) throws -> [SourceFile] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }.sorted()
    return try paths.map { path in
      let parts = path.split(separator: "/").map(String.init)
      return SourceFile(
        folder: parts.dropLast().prefix(2).joined(separator: "/"), name: parts.last ?? "",
        text: try String(contentsOfFile: root + "/" + path, encoding: .utf8))
    }
  }
}

/// The mentions between folders: which folder names a type or function that another folder declares.
///
/// This scans text and is no compiler. It knows a declaration by its name if only one folder declares that name, and it
/// sees neither members nor operators. That is enough to keep layers apart.
struct FolderEdges {
  /// For each folder and each folder that it mentions, what it mentions and where.
  private(set) var mentions: [Edge: Set<String>] = [:]

  /// One folder mentions another.
  struct Edge: Hashable, Comparable, CustomStringConvertible {
    let from: String
    let to: String

    var description: String { "\(from) → \(to)" }

    static func < (first: Edge, second: Edge) -> Bool { first.description < second.description }
  }

  /// Scans files.
  init(_ files: [SourceFile]) {
    let codes = files.map(\.code)
    var homes: [Substring: Set<String>] = [:]
    for (file, code) in zip(files, codes) {
      let declaration =
        #/
          ^(?:@\S+\ )*(?:(?:public|package|internal|final|indirect)\ )*
          (?:struct|enum|class|actor|protocol|typealias|func|let|var)\ (\w+)
        /#
        .anchorsMatchLineEndings()
      for match in code.matches(of: declaration) { homes[match.output.1, default: []].insert(file.folder) }
    }
    for (file, code) in zip(files, codes) {
      let target = file.folder.split(separator: "/").first
      for match in code.matches(of: #/[A-Za-z_]\w*/#) {
        guard let home = homes[match.output], home.count == 1, let folder = home.first, folder != file.folder else {
          continue
        }
        let before = code[..<match.range.lowerBound].last
        let after = match.range.upperBound < code.endIndex ? code[match.range.upperBound] : " "
        let isType = match.output.first?.isUppercase ?? false
        // A member is no mention, and neither is a local name that matches a function elsewhere.
        if before == "." || (!isType && (after != "(" || code[..<match.range.lowerBound].hasSuffix("func "))) {
          continue
        }
        // The name cannot mean a declaration in a target of a higher layer.
        if FolderEdges.targets.firstIndex(of: String(folder.prefix { $0 != "/" })) ?? 0
          > FolderEdges.targets.firstIndex(of: String(target ?? "")) ?? 0
        {
          continue
        }
        mentions[Edge(from: file.folder, to: folder), default: []].insert("\(file.name): \(match.output)")
      }
    }
  }

  /// The targets, lowest first.
  static let targets = ["Simulate", "Planner", "mdad"]

  /// Returns the mentions that layers do not allow: those of a folder in the same or a higher layer.
  ///
  /// - Parameter layers: the folders, lowest layer first. Those in one layer may not mention each other, and a folder
  ///   in no layer may mention none.
  func violations(of layers: [[String]]) -> [Edge] {
    func layer(_ folder: String) -> Int? { layers.firstIndex { $0.contains(folder) } }
    return mentions.keys.filter { edge in
      guard let from = layer(edge.from), let to = layer(edge.to) else { return true }
      return to >= from
    }.sorted()
  }
}
