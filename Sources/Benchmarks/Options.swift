/// What the command line asks for.
struct Options: Equatable {
  var filter = Filter(nil)
  var json: String?
  var python: String?
  /// The numbers of threads; `nil` stands for all.
  var threads: [Int?] = [1, nil]
  /// How long each side of a benchmark is timed.
  var seconds = 0.5
  var wantsHelp = false

  static let help = """
    swift run -c release bench [OPTIONS]

    Times the tensors, and compares them with other libraries.

      --filter NAME      only what has NAME in its name or group; several with commas
      --peers PYTHON     do the same work in NumPy, PyTorch and JAX, as far as this Python has them
      --threads LIST     the numbers of threads, as in 1,all (which is what is done without it)
      --seconds S        how long each side of a benchmark is timed: 0.5
      --json FILE        write the results to FILE
      --help             print this

    The environment variables DESCENT_THREADS (what `all` means) and DESCENT_ISA (baseline, avx2 or avx512)
    count here too. OpenBLAS listens to OPENBLAS_CORETYPE: compare what uses the same instructions.
    A filter that finds nothing lists the names. Exit codes: 0 done, 1 failed, 2 not understood.
    """

  /// Reads the words behind the program's name; `--name=value` is the same as `--name value`.
  init(_ words: [String] = []) throws(UsageError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts.first ?? ""
      if ["--help", "-h"].contains(word) {
        wantsHelp = true
        continue
      }
      guard ["--filter", "--json", "--peers", "--threads", "--seconds"].contains(name) else {
        throw UsageError("bench has no option \(word).")
      }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
        throw UsageError("\(name) needs a value.")
      }
      switch name {
      case "--filter": filter = Filter(value)
      case "--json": json = value
      case "--peers": python = value
      case "--threads": threads = try Self.threads(value)
      default: seconds = try Self.seconds(value)
      }
    }
  }

  private static func threads(_ text: String) throws(UsageError) -> [Int?] {
    var counts: [Int?] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "all" {
        counts.append(nil)
      } else if let count = Int(part), (1...256).contains(count) {
        counts.append(count)
      } else {
        throw UsageError("--threads takes numbers from 1 to 256, or all, not \"\(part)\".")
      }
    }
    return counts
  }

  private static func seconds(_ text: String) throws(UsageError) -> Double {
    guard let seconds = Double(text), seconds > 0, seconds <= 3600 else {
      throw UsageError("--seconds takes a number above 0, up to 3600, not \"\(text)\".")
    }
    return seconds
  }

  /// The numbers of threads, each once, with `all` in place of `nil`.
  func threadCounts(all: Int) -> [Int] {
    var counts: [Int] = []
    for count in threads.map({ $0 ?? all }) where !counts.contains(count) { counts.append(count) }
    return counts
  }
}

/// A command line that cannot be carried out: the program exits with 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let description: String
  init(_ problem: String) { description = problem + "\nTry: swift run -c release bench --help" }
}
