import Dispatch
import Synchronization

/// Returns the results of `body` for 0, 1, … `count` − 1, in that order, computed on up to `threads` threads.
///
/// Which thread computes what has no influence on the result. Where several calls throw, the error of the lowest index
/// is the one thrown.
///
/// - Parameters:
///   - threads: at least 1.
///   - body: called once for each index, in no order.
package func parallelMap<Element: Sendable, Failure: Error>(
  count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Element
) throws(Failure) -> [Element] {
  let workers = min(threads, count)
  guard workers > 1 else {
    var results: [Element] = []
    results.reserveCapacity(count)
    for index in 0..<count { results.append(try body(index)) }
    return results
  }
  let next = Atomic<Int>(0)
  let collected = Mutex<[(Int, Result<Element, Failure>)]>([])
  // The closure does not outlive concurrentPerform, which returns when every worker has.
  withoutActuallyEscaping(body) { body in
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      var own: [(Int, Result<Element, Failure>)] = []
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { break }
        do throws(Failure) {
          own.append((index, .success(try body(index))))
        } catch {
          own.append((index, .failure(error)))
        }
      }
      collected.withLock { $0.append(contentsOf: own) }
    }
  }
  let inOrder = collected.withLock { $0 }.sorted { $0.0 < $1.0 }
  var results: [Element] = []
  results.reserveCapacity(count)
  for (_, result) in inOrder { results.append(try result.get()) }
  return results
}
