import Tensors

// What an operation costs beside its arithmetic: checks, the shape, the memory, the call.

extension Suite {
  static let overhead: [Benchmark] = [
    single("add", [1, 1]) { keep($0 + $0) },
    single("multiply", [1, 1]) { keep($0 * $0) },
    single("exp", [1, 1]) { keep(exp($0)) },
    single("matmul", [1, 1, 1]) { keep(matmul($0, $0)) },
    single("zeros", [1, 1]) { keep(Tensor.zeros(like: $0)) },
    Benchmark("zeros", "1000x1000", group: group, work: .bytes(4e6)) {
      { keep(Tensor.zeros([1000, 1000])) }
    },
    recordedAdditions(100),
    // The bias of a layer is added to every row.
    Benchmark("add-row", "64x10", group: group, work: .steps(1)) {
      var generator = RandomGenerator(seed: 6)
      let x = Tensor.uniform([64, 10], using: &generator)
      let row = Tensor.uniform([10], using: &generator)
      return { keep(x + row) }
    },
  ]

  private static let group = "overhead"

  /// Additions of single numbers, one after the other, recorded and then differentiated.
  private static func recordedAdditions(_ count: Int) -> Benchmark {
    Benchmark("recorded-add", "\(count)", group: group, work: .steps(Double(count))) {
      let a = Tensor([[1]])
      let b = Tensor([[1]])
      return {
        keep(
          gradient(at: a, b) { a, b in
            var total = a
            for _ in 0..<count { total = total + b }
            return total
          })
      }
    }
  }

  /// An operation on a single number, `[1, 1]`.
  private static func single(
    _ kind: String, _ shape: [Int], _ operation: @escaping @Sendable (Tensor) -> Void
  ) -> Benchmark {
    let size = shape.map(String.init).joined(separator: "x")
    return Benchmark(kind, size, group: group, work: .steps(1)) {
      let x = Tensor([[0.5]])
      return { operation(x) }
    }
  }
}
