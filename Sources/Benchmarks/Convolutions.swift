import Tensors

// Convolutions of images, named O64-C64-K3-S32-B64: output and input channels, the side of the window,
// the side of the images, the batch. The padding keeps the side of the images.

extension Suite {
  static let convolutions: [Benchmark] = [
    convolution("convolution", passes: 1) { x, filters, _ in
      { keep(filters(x)) }
    },
    convolution("convolution-backward", passes: 3) { x, filters, cotangent in
      {
        keep(gradient(at: filters, x) { filters, x in received(filters(x), cotangent) })
      }
    },
  ]

  /// - Parameter passes: How often the forward pass's arithmetic is done: the gradient of the images and
  ///   that of the weights are as much work each.
  private static func convolution(
    _ kind: String, passes: Int,
    _ work: @escaping @Sendable (_ x: Tensor, _ filters: Filters, _ cotangent: Tensor) -> () -> Void
  ) -> Benchmark {
    let (outputs, inputs, kernel, side, batch) = (64, 64, 3, 32, 64)
    let products = outputs * inputs * kernel * kernel * side * side * batch
    return Benchmark(
      kind, "O\(outputs)-C\(inputs)-K\(kernel)-S\(side)-B\(batch)", group: "convolutions",
      work: .arithmetic(Double(2 * passes * products))
    ) {
      var generator = RandomGenerator(seed: 9)
      let filters = Filters(
        inputs, outputs, kernel: kernel, padding: kernel / 2, using: &generator)
      let x = Tensor.normal([batch, inputs, side, side], using: &generator)
      return work(x, filters, .normal([batch, outputs, side, side], using: &generator))
    }
  }
}
