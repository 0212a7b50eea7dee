import Tensors

// Products of matrices, [m, k] x [k, n] -> [m, n], named by m x n x k.
//
// Square ones show the speed of the kernel. The others are what a network asks for: a layer forward
// (batch x outputs x inputs), narrow outputs (ten classes), one example alone. The gradient of a layer
// needs products with a transposed operand: `tn` reads the first one as its transpose, `nt` the second.

extension Suite {
  static let matrixProducts: [Benchmark] =
    products("matmul", squares + layers) + products("matmul-tn", transposed)
    + products("matmul-nt", transposed)

  private static let squares = [32, 64, 128, 256, 512, 1024].map { ($0, $0, $0) }
  private static let layers = [
    (128, 256, 784), (64, 128, 784), (256, 64, 64), (64, 12544, 576), (64, 10, 128),
    (10, 64, 128), (10, 1000, 784), (64, 1, 128), (1, 128, 784),
  ]
  private static let transposed = [
    (64, 64, 64), (128, 128, 128), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024),
    (256, 64, 64), (64, 10, 128), (784, 128, 64), (64, 128, 10), (128, 10, 64),
  ]

  private static func products(_ kind: String, _ sizes: [(Int, Int, Int)]) -> [Benchmark] {
    sizes.map { m, n, k in
      Benchmark(
        kind, "\(m)x\(n)x\(k)", group: "matrix products", work: .arithmetic(2 * Double(m * n * k))
      ) {
        let first = kind == "matmul-tn"
        let second = kind == "matmul-nt"
        var generator = RandomGenerator(seed: 1)
        let a = Tensor.uniform(first ? [k, m] : [m, k], in: -1..<1, using: &generator)
        let b = Tensor.uniform(second ? [n, k] : [k, n], in: -1..<1, using: &generator)
        return {
          keep(matmul(a, b, transposingFirst: first, transposingSecond: second))
        }
      }
    }
  }
}
