import Tensors
import Testing

private func random(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// Numbers that are well apart from each other, so that a small step does not change which is the largest.
private func distinct(_ shape: [Int]) -> Tensor {
  var generator = RandomGenerator(seed: 4)
  let order = generator.permutation(shape.reduce(1, *))
  return Tensor(order.map { Float($0) / 10 - 3 }, shape: shape)
}

private let convolutions: [PullbackCase] = [
  .init(
    "convolution2D with bias", [random([2, 3, 5, 4]), random([2, 3, 3, 2], 2), random([2], 3)]
  ) {
    convolution2D($0[0], weight: $0[1], bias: $0[2], padding: 1)
  },
  .init("convolution2D, strided, in groups", [random([1, 4, 6, 5]), random([6, 2, 3, 3], 2)]) {
    convolution2D(
      $0[0], weight: $0[1], stride: PerAxis(height: 2, width: 1), padding: 1, groups: 2)
  },
  .init("convolution2D, dilated", [random([1, 2, 7, 7]), random([3, 2, 3, 3], 2)]) {
    convolution2D($0[0], weight: $0[1], dilation: 2)
  },
  .init("convolution2D, depthwise", [random([2, 3, 5, 5]), random([3, 1, 3, 3], 2)]) {
    convolution2D($0[0], weight: $0[1], padding: 1, groups: 3)
  },
  .init("convolution1D", [random([2, 3, 8]), random([4, 3, 3], 2), random([4], 3)]) {
    convolution1D($0[0], weight: $0[1], bias: $0[2], stride: 2, padding: 1)
  },
  .init(
    "transposedConvolution2D", [random([1, 3, 3, 4]), random([3, 2, 3, 3], 2), random([2], 3)]
  ) {
    transposedConvolution2D($0[0], weight: $0[1], bias: $0[2], stride: 2, padding: 1)
  },
  .init("transposedConvolution1D", [random([2, 3, 5]), random([3, 2, 4], 2)]) {
    transposedConvolution1D($0[0], weight: $0[1], stride: 2)
  },
]

private let others: [PullbackCase] = [
  .init("maxPooling2D", [distinct([2, 2, 6, 5])]) { maxPooling2D($0[0], window: 2).values },
  .init("maxPooling2D, overlapping", [distinct([1, 2, 6, 6])]) {
    maxPooling2D($0[0], window: 3, stride: 2, padding: 1).values
  },
  .init("averagePooling2D", [random([2, 2, 6, 4])]) { averagePooling2D($0[0], window: 2) },
  .init("averagePooling2D without padding", [random([1, 2, 5, 5])]) {
    averagePooling2D($0[0], window: 3, stride: 2, padding: 1, countsPadding: false)
  },
  .init("unfold2D", [random([2, 2, 4, 5])]) { unfold2D($0[0], window: 3, padding: 1) },
  .init("fold2D", [random([1, 8, 12])]) { fold2D($0[0], inputShape: [1, 2, 4, 5], window: 2) },
  .init("embedding, one row twice", [random([5, 3])]) { embedding($0[0], [4, 0, 4, 2]) },
]

@Suite("Convolution, pooling and embedding, against measured slopes")
struct ConvolutionPullbackTests {
  static let cases = convolutions + others

  @Test("the gradient", arguments: cases)
  func gradients(_ operation: PullbackCase) {
    // Small steps: the largest element of a window must stay the largest.
    let check = gradientCheck(at: operation.inputs, step: 0.005, most: 24, of: operation.function)
    #expect(check.error < 5e-3, "\(check)")
  }

  @Test("the gradient of the gradient", arguments: cases)
  func secondGradients(_ operation: PullbackCase) {
    let function = operation.function
    let check = gradientCheck(at: operation.inputs, step: 0.005, most: 12) { inputs in
      let slopes = gradient(at: inputs) { inputs in
        let y = function(inputs)
        return (y * y * 0.5 + y).sum()
      }
      return Tensor.concatenate(slopes.map { $0.flattened() })
    }
    #expect(check.error < 1e-2, "\(check)")
  }
}
