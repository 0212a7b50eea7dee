/// Everything that is timed.
///
/// A new operation is one more value in the file of its group. Its kind is the key under which the
/// Python files in `peers` have their counterpart, and its size is what they read the shapes from; both
/// sides do the same work, results allocated by every call. A run with `--peers` says which counterparts
/// have no benchmark here yet.
enum Suite {
  static let benchmarks: [Benchmark] =
    matrixProducts + elementwise + reductions + normalizations + convolutions + attention
    + optimizers + randomNumbers + overhead + training + imageNetworks + recurrence

  /// The names of everything that can be run, in order.
  static var names: [String] { benchmarks.map(\.name) + memory.map(\.name) }
}

/// Which benchmarks to run.
struct Filter: Equatable {
  /// What may stand in the name or the group; empty for all.
  let words: [String]

  /// Takes the words apart at commas.
  init(_ text: String?) {
    words = (text ?? "").split(separator: ",").map { $0.lowercased() }.filter { !$0.isEmpty }
  }

  /// Whether a name or its group contains one of the words; capital letters do not matter.
  func accepts(name: String, group: String) -> Bool {
    words.isEmpty
      || words.contains { name.lowercased().contains($0) || group.lowercased().contains($0) }
  }
}
