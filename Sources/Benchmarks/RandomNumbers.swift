import Tensors

// Tensors of random numbers.

extension Suite {
  static let randomNumbers: [Benchmark] = [1000, 1_000_000].flatMap { count in
    [
      random("uniform", count) { .uniform([count], using: &$0) },
      random("normal", count) { .normal([count], using: &$0) },
    ]
  }

  private static func random(
    _ kind: String, _ count: Int, _ draw: @escaping @Sendable (inout RandomGenerator) -> Tensor
  ) -> Benchmark {
    Benchmark(kind, "\(count)", group: "random numbers", work: .bytes(4 * Double(count))) {
      var generator = RandomGenerator(seed: 5)
      return { keep(draw(&generator)) }
    }
  }
}
