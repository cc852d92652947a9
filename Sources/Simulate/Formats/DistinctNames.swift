/// Makes names distinct: a second `name` becomes `name#2`, or the next such name that is free.
struct DistinctNames {
  private var taken: Set<String> = []
  /// For each name that was given twice, the number to try next: trying all from 2 each time would take quadratic time.
  private var nextNumber: [String: Int] = [:]

  /// Starts with names that may not be given to another.
  init(reserved: some Sequence<String> = []) { taken = Set(reserved) }

  /// The name if it is new, or the first free one made from it.
  mutating func add(_ name: String) -> String {
    taken.insert(name).inserted ? name : renamed(name)
  }

  /// The first free name made from one that is taken.
  mutating func renamed(_ name: String) -> String {
    var number = nextNumber[name] ?? 2
    while !taken.insert("\(name)#\(number)").inserted { number += 1 }
    nextNumber[name] = number + 1
    return "\(name)#\(number)"
  }

  /// What a person should know of models that were renamed; nil if there are none.
  static func note(_ duplicates: [(name: String, places: String)]) -> String? {
    guard let first = duplicates.first else { return nil }
    let others = duplicates.count - 1
    return "\(first.places) share a model's name; the latter is read as \"\(first.name)\""
      + (others > 0 ? ", and \(others) more are renamed in the same way" : "")
  }

  /// The name before it was made distinct; nil for one that was not.
  static func original(_ name: String) -> String? {
    guard let mark = name.lastIndex(of: "#"), Int(name[name.index(after: mark)...]) != nil else { return nil }
    return String(name[..<mark])
  }
}
