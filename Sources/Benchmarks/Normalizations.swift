import Tensors

// Operations along the rows of a matrix whose results are as large as it is; 1000000 has rows of 1000.

extension Suite {
  static let normalizations: [Benchmark] = [
    rows("softmax", vectors: 0) { x, _ in softmax(x, axis: -1) },
    rows("layer-norm", vectors: 2) { x, vectors in
      layerNorm(x, scale: vectors[0], shift: vectors[1])
    },
  ]

  /// - Parameter vectors: How many vectors as long as a row the operation takes as well.
  private static func rows(
    _ kind: String, vectors: Int, _ operation: @escaping @Sendable (Tensor, [Tensor]) -> Tensor
  ) -> Benchmark {
    let (rows, columns) = (1000, 1000)
    return Benchmark(
      kind, "\(rows * columns)", group: "normalizations",
      work: .bytes(8 * Double(rows * columns))
    ) {
      var generator = RandomGenerator(seed: 15)
      let x = Tensor.uniform([rows, columns], in: -1..<1, using: &generator)
      let vectors = (0..<vectors).map { _ in
        Tensor.uniform([columns], in: -1..<1, using: &generator)
      }
      return { keep(operation(x, vectors)) }
    }
  }
}
