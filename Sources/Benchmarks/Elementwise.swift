import Tensors

// Operations on every element, each of which makes a new tensor, as in `a + b`. The sizes fit into the
// first cache, the second, about the third, and none.

extension Suite {
  static let elementwise: [Benchmark] =
    pairs("add") { $0 + $1 } + pairs("multiply") { $0 * $1 } + each("exp") { exp($0) }
    + each("log", from: 0.01) { log($0) } + each("sqrt", from: 0) { sqrt($0) }
    + each("relu") { relu($0) } + each("tanh") { tanh($0) } + each("sigmoid") { sigmoid($0) }
    + each("gelu") { geluTanh($0) }

  private static let counts = [1000, 100_000, 1_000_000, 10_000_000]
  private static let group = "element-wise"

  /// One operand: 4 bytes are read and 4 written.
  private static func each(
    _ kind: String, from lowest: Float = -1, _ operation: @escaping @Sendable (Tensor) -> Tensor
  ) -> [Benchmark] {
    counts.map { count in
      Benchmark(kind, "\(count)", group: group, work: .bytes(8 * Double(count))) {
        var generator = RandomGenerator(seed: 2)
        let x = Tensor.uniform([count], in: lowest..<1, using: &generator)
        return { keep(operation(x)) }
      }
    }
  }

  /// Two operands: 8 bytes are read and 4 written.
  private static func pairs(
    _ kind: String, _ operation: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> [Benchmark] {
    counts.map { count in
      Benchmark(kind, "\(count)", group: group, work: .bytes(12 * Double(count))) {
        var generator = RandomGenerator(seed: 3)
        let a = Tensor.uniform([count], in: -1..<1, using: &generator)
        let b = Tensor.uniform([count], in: -1..<1, using: &generator)
        return { keep(operation(a, b)) }
      }
    }
  }
}
