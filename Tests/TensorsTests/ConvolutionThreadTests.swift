import Tensors
import Testing

/// The number of threads does not change one bit of a convolution, of its gradients, or of pooling.
@Suite(.serialized) struct ConvolutionThreadTests {
  private func expectSame(
    _ name: String, _ body: () -> Tensor, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let alone = Threads.with(1, body)
    #expect(
      (alone.scalars.max() ?? 0) > (alone.scalars.min() ?? 0), "\(name) computes nothing",
      sourceLocation: sourceLocation)
    for count in [2, 3, 4] {
      for _ in 0..<3 {
        #expect(
          Threads.with(count, body) == alone, "\(name) on \(count) threads",
          sourceLocation: sourceLocation)
      }
    }
  }

  private func random(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return Tensor.normal(shape, using: &generator)
  }

  /// Many and few images, one large image, groups, depthwise, pointwise, strides.
  @Test(arguments: [
    [9, 8, 20, 20, 13, 3, 1, 1, 1], [33, 3, 28, 28, 6, 5, 1, 2, 1], [1, 16, 64, 64, 8, 3, 1, 1, 1],
    [2, 64, 40, 40, 16, 3, 2, 1, 1], [5, 12, 30, 30, 24, 3, 1, 1, 12],
    [5, 12, 30, 30, 12, 3, 2, 1, 12], [6, 8, 25, 25, 8, 3, 1, 0, 2],
    [7, 32, 30, 30, 40, 1, 1, 0, 1],
    [3, 20, 30, 30, 20, 4, 3, 2, 1],
  ]) func convolutions(_ extents: [Int]) {
    let (n, c, h, w, o) = (extents[0], extents[1], extents[2], extents[3], extents[4])
    let (stride, padding, groups) = (PerAxis(extents[6]), PerAxis(extents[7]), extents[8])
    let x = random([n, c, h, w], seed: 1)
    let weight = random([o, c / groups, extents[5], extents[5]], seed: 2)
    let bias = random([o], seed: 3)
    let run = {
      convolution2D(
        x, weight: weight, bias: bias, stride: stride, padding: padding, groups: groups)
    }
    expectSame("convolution", run)
    let gradient = random(run().shape, seed: 4)
    expectSame("input gradient") {
      convolution2DInputGradient(
        gradient, weight: weight, inputShape: x.shape, stride: stride, padding: padding,
        groups: groups)
    }
    expectSame("weight gradient") {
      convolution2DWeightGradient(
        gradient, input: x, weightShape: weight.shape, stride: stride, padding: padding,
        groups: groups)
    }
    expectSame("sums") { channelSums(gradient) }
  }

  @Test func pooling() {
    let x = random([8, 12, 40, 40], seed: 5)
    expectSame("largest") { maxPooling2D(x, window: 3, stride: 2, padding: 1).values }
    expectSame("positions") {
      Tensor(maxPooling2D(x, window: 3, stride: 2, padding: 1).positions.map { Float($0) })
    }
    let (values, positions) = maxPooling2D(x, window: 3, stride: 2, padding: 1)
    expectSame("gradient") {
      maxPooling2DGradient(values, positions: positions, inputShape: x.shape)
    }
    expectSame("average") { averagePooling2D(x, window: 3, stride: 1, padding: 1) }
    expectSame("gradient of the average") {
      averagePooling2DGradient(values, inputShape: x.shape, window: 3, stride: 2, padding: 1)
    }
  }

  @Test func embeddings() {
    let table = random([50, 200], seed: 6)
    let indices = (0..<4000).map { $0 * $0 % 50 }
    expectSame("rows") { embedding(table, indices) }
    let gradient = random([4000, 200], seed: 7)
    expectSame("gradient") { embeddingGradient(gradient, indices, tableShape: table.shape) }
  }
}
