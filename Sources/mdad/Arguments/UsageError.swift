/// A command line that cannot be carried out as given.
struct UsageError: Error, Equatable {
  let message: String

  init(_ message: String) { self.message = message }
}

/// Finds the word nearest to a misspelt one: within two slips (a letter wrong, missing or added, or two exchanged), or
/// one that it begins. Returns nil if no word is near.
func nearest(to word: String, among words: [String]) -> String? {
  let plain = word.lowercased()
  let ranked = words.map { ($0, slips(plain, $0.lowercased())) }.sorted { $0.1 < $1.1 }
  if let best = ranked.first, best.1 <= max(1, min(2, plain.count / 2)) { return best.0 }
  return plain.count >= 3 ? words.first { $0.lowercased().hasPrefix(plain) } : nil
}

/// Returns `; did you mean X?`, or nothing if no word is near.
func suggestion(for word: String, among words: [String]) -> String {
  nearest(to: word, among: words).map { "; did you mean \($0)?" } ?? ""
}

/// Returns the optimal string alignment distance.
private func slips(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first), Array(second))
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  for i in a.indices {
    for j in b.indices {
      var best = min(rows[i][j + 1] + 1, rows[i + 1][j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
      rows[i + 1][j + 1] = best
    }
  }
  return rows[a.count][b.count]
}
