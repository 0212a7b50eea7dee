import Tensors
import Testing

@testable import Benchmarks

@Suite("The models of the benchmarks")
struct ModelTests {
  private let labels = (0..<6).map { $0 % 3 }

  /// The losses before the first and before the last of many steps.
  private func losses<Model: Parameterized>(
    _ model: Model, learningRate: Float, steps: Int = 60, _ loss: (Model) -> Tensor
  ) -> (first: Float, last: Float) {
    var model = model
    let first = model.step(learningRate: learningRate, loss: loss).scalar
    for _ in 0..<steps { _ = model.step(learningRate: learningRate, loss: loss) }
    return (first, loss(model).scalar)
  }

  @Test("the image network learns six images by heart")
  func imageNetwork() {
    var generator = RandomGenerator(seed: 30)
    let model = SmallImageNetwork(using: &generator)
    let x = Tensor.normal([6, 1, 28, 28], using: &generator)
    let (first, last) = losses(model, learningRate: 0.1) { model in
      softmaxCrossEntropy(logits: model(x), labels: labels).mean()
    }
    #expect(last < first / 4)
  }

  @Test("the recurrent network learns six sequences by heart")
  func recurrentNetwork() {
    var generator = RandomGenerator(seed: 31)
    let model = LongShortTermMemory(inputs: 4, hidden: 16, classes: 3, using: &generator)
    let x = Tensor.normal([5, 6, 4], using: &generator)
    let (first, last) = losses(model, learningRate: 1) { model in
      softmaxCrossEntropy(logits: model(x), labels: labels).mean()
    }
    #expect(last < first / 4)
  }

  @Test("the transformer block learns to reverse signs")
  func transformerBlock() {
    var generator = RandomGenerator(seed: 32)
    let model = TransformerBlock(width: 8, heads: 2, using: &generator)
    let x = Tensor.normal([3, 5, 8], using: &generator)
    let mask = causalMask(5)
    let (first, last) = losses(model, learningRate: 0.1, steps: 200) { model in
      square(model(x, mask: mask) + x).mean()
    }
    #expect(last < first / 4)
  }

  @Test("the causal mask hides the future and nothing else")
  func causality() {
    var generator = RandomGenerator(seed: 33)
    let attention = SelfAttention(width: 8, heads: 2, using: &generator)
    let x = Tensor.normal([1, 5, 8], using: &generator)
    var changed = x
    changed[0..., 3...] = Tensor.normal([1, 2, 8], using: &generator)
    let mask = causalMask(5)
    let before = attention(x, mask: mask)
    let after = attention(changed, mask: mask)
    #expect(before.slice(0..<3, axis: 1) == after.slice(0..<3, axis: 1))
    #expect(before.slice(3..<5, axis: 1) != after.slice(3..<5, axis: 1))
    #expect(attention(x).slice(0..<3, axis: 1) != attention(changed).slice(0..<3, axis: 1))
  }

  /// One head, so that plain loops over single numbers stay readable.
  @Test("attention is the weighed mean of the values")
  func attention() {
    var generator = RandomGenerator(seed: 34)
    let (length, width) = (4, 3)
    let attention = SelfAttention(width: width, heads: 1, using: &generator)
    let x = Tensor.normal([1, length, width], using: &generator)
    let (q, k, v) = (attention.query(x)[0], attention.key(x)[0], attention.value(x)[0])
    var mixed = Tensor.zeros([length, width])
    for i in 0..<length {
      let scores = (0..<length).map { j in
        (0..<width).reduce(Float(0)) { $0 + q[i, $1] * k[j, $1] } / Float(width).squareRoot()
      }
      let weights = scores.map { exp(Tensor($0)).scalar }
      let total = weights.reduce(0, +)
      for j in 0..<length {
        for d in 0..<width { mixed[i, d] += weights[j] / total * v[j, d] }
      }
    }
    #expect(attention(x)[0].isClose(to: attention.output(mixed), absolute: 1e-5))
  }

  @Test("a gradient that is received is the one that was sent")
  func cotangent() {
    let x = Tensor([1, 2, 3])
    let slope = gradient(at: x) { received($0 * $0, Tensor([1, 10, 100])) }
    #expect(slope == Tensor([2, 40, 600]))
  }

  /// With a gradient that stays the same, both corrected moments are the gradient and its square.
  @Test("Adam's steps are as long as the learning rate")
  func adam() {
    var adam = Adam(Tensor([1, 2, 3]))
    for step in 1...20 {
      adam.step(along: Tensor([0.5, -4, 0.01]))
      let way = 1e-3 * Float(step)
      let expected = Tensor([1 - way, 2 + way, 3 - way])
      #expect(adam.parameter.isClose(to: expected, relative: 0, absolute: 1e-5))
    }
  }
}
