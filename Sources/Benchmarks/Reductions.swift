import Perceptrons
import Tensors

// Sums, means and extremes, of everything and along an axis, and softmax as chapter 03 composes it.

extension Suite {
  static let reductions: [Benchmark] =
    totals + along("sum") { $0.sum(axis: $1) } + along("mean") { $0.mean(axis: $1) }
    + along("max") { $0.max(axis: $1) }
    + matrices.map { rows, columns in
      reduction("softmax-composed", [rows, columns], passes: 2) { keep(softmax($0)) }
    }

  private static let matrices = [(1000, 1000), (64, 1000), (64, 10), (100_000, 10)]

  private static var totals: [Benchmark] {
    [1000, 1_000_000].flatMap { count in
      [
        reduction("sum", [count]) { keep($0.sum()) },
        reduction("mean", [count]) { keep($0.mean()) },
        reduction("max", [count]) { keep($0.max()) },
      ]
    }
  }

  private static func along(
    _ kind: String, _ operation: @escaping @Sendable (Tensor, Int) -> Tensor
  ) -> [Benchmark] {
    (0...1).flatMap { axis in
      matrices.map { rows, columns in
        reduction("\(kind)-axis\(axis)", [rows, columns]) { keep(operation($0, axis)) }
      }
    }
  }

  /// - Parameter passes: How often memory of the tensor's size is read or written at least.
  private static func reduction(
    _ kind: String, _ shape: [Int], passes: Int = 1,
    _ operation: @escaping @Sendable (Tensor) -> Void
  ) -> Benchmark {
    let size = shape.map(String.init).joined(separator: "x")
    let bytes = 4 * passes * shape.reduce(1, *)
    return Benchmark(kind, size, group: "reductions", work: .bytes(Double(bytes))) {
      var generator = RandomGenerator(seed: 4)
      let x = Tensor.uniform(shape, in: -1..<1, using: &generator)
      return { operation(x) }
    }
  }
}
