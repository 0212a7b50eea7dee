#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many threads an operation may use.
///
/// `DESCENT_THREADS` sets it; otherwise it is the number of processors. The results are the same bits for
/// every number of threads: work is cut into the same chunks, or into chunks that do not interact.
package enum Threads {
  @TaskLocal private static var limit: Int?

  private static let standard: Int = {
    if let text = getenv("DESCENT_THREADS"), let count = Int(String(cString: text)), count > 0 {
      return min(count, 256)
    }
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }()

  /// The number of threads that the next operation may use.
  package static var count: Int { limit ?? standard }

  /// Runs `body` with `count` threads per operation.
  package static func with<Result>(
    _ count: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    require(count > 0 && count <= 256, "Threads.with: \(count) threads; 1 to 256 are expected")
    return try $limit.withValue(count, operation: body)
  }
}

/// The elements of one chunk of work, about what a processor does in a few microseconds.
let chunkLength = 1 << 14

/// Calls `body` for the chunks `0..<chunks`, on several threads if there is more than one chunk.
///
/// `body` must write to separate places for separate chunks.
func inParallel(_ chunks: Int, _ body: (Int) -> Void) {
  if chunks <= 1 {
    if chunks == 1 { body(0) }
    return
  }
  ThreadPool.shared.run(chunks, threads: Threads.count, body)
}

/// Calls `body` for the ranges of `chunkLength` that `0..<count` consists of.
///
/// Less than two chunks stay in one piece and on the calling thread.
func inParallelRanges(
  _ count: Int, length: Int = chunkLength, _ body: (_ start: Int, _ count: Int) -> Void
) {
  if count < 2 * length {
    if count > 0 { body(0, count) }
    return
  }
  inParallel((count + length - 1) / length) { chunk in
    let start = chunk * length
    body(start, min(length, count - start))
  }
}
