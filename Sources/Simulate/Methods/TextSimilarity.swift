import Foundation

/// Measures how alike texts are: the cosine of their words' weights, where rare words weigh more.
///
/// Salton and Buckley 1988: term frequency times inverse document frequency, log((1 + n)/(1 + df)) + 1, to length 1.
struct TextSimilarity: Sendable {
  /// For each text its words' numbers, ascending, with their weights.
  private let vectors: [[(word: Int, weight: Double)]]

  /// - Complexity: O(words).
  init(_ texts: [String]) {
    var numbers: [String: Int] = [:]
    var counts: [[Int: Double]] = []
    var documents: [Double] = []
    for text in texts {
      var count: [Int: Double] = [:]
      for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
        let number = numbers[String(word), default: numbers.count]
        if number == numbers.count {
          numbers[String(word)] = number
          documents.append(0)
        }
        count[number, default: 0] += 1
      }
      for number in count.keys { documents[number] += 1 }
      counts.append(count)
    }
    let total = Double(texts.count)
    vectors = counts.map { count in
      let weighted = count.sorted { $0.key < $1.key }.map { number, frequency in
        (word: number, weight: frequency * (log((1 + total) / (1 + documents[number])) + 1))
      }
      let length = weighted.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
      return weighted.map { ($0.word, $0.weight / length) }
    }
  }

  /// Computes the cosine of two texts' weights; 0 if either has no words.
  subscript(first: Int, second: Int) -> Double {
    let (a, b) = (vectors[first], vectors[second])
    var (i, j, sum) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      if a[i].word == b[j].word {
        sum += a[i].weight * b[j].weight
        i += 1
        j += 1
      } else if a[i].word < b[j].word {
        i += 1
      } else {
        j += 1
      }
    }
    return sum
  }
}
