import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 Prices on large weights")
struct PenaltyChapterTests {
  let linear = Linear(weight: Tensor([[3, -1], [-4, 0]]), bias: Tensor([100, -100]))

  @Test("sums over weights, not over biases")
  func sums() {
    #expect(linear.absoluteWeightSum.scalar == 8)
    #expect(linear.halfSquaredWeightSum.scalar == 13)
    #expect(abs(linear.elasticNet(strength: 0.5, share: 0.25).scalar - 0.5 * (2 + 9.75)) < 1e-6)
  }

  @Test("slopes: the sign, the weight, and nothing for the bias")
  func slopes() {
    let l1 = gradient(at: linear) { $0.absoluteWeightSum }
    #expect(l1.weight == Tensor([[1, -1], [-1, 0]]))
    #expect(l1.bias == .zeros([2]))
    #expect(gradient(at: linear) { $0.halfSquaredWeightSum }.weight == linear.weight)
    let mixed = gradient(at: linear) { $0.elasticNet(strength: 2, share: 0.5) }
    #expect(mixed.weight == l1.weight + linear.weight)
  }

  @Test("shrinking stops at zero")
  func shrinking() {
    var model = linear
    model.shrinkWeights(by: 1.5)
    #expect(model.weight == Tensor([[1.5, 0], [-2.5, 0]]))
    #expect(model.bias == linear.bias)
  }

  @Test("the proximal step finds zeros that are zero, the penalty's slope does not")
  func sparsity() {
    // 20 inputs of which 4 count.
    let x = numbers([200, 20], seed: 1)
    let truth = Tensor((0..<20).map { $0 % 5 == 0 ? 1 : 0 }, shape: [20, 1])
    let y = matmul(x, truth) + 0.1 * numbers([200, 1], seed: 2)
    let (rate, price): (Float, Float) = (0.1, 0.1)
    func trained(proximal: Bool) -> [Float] {
      var model = Linear(weight: 0.3 * numbers([20, 1], seed: 3), bias: nil)
      for _ in 0..<300 {
        let slope = gradient(at: model) { model in
          let loss = 0.5 * square(model(x) - y).mean()
          return proximal ? loss : loss + price * model.absoluteWeightSum
        }
        model.updateParameters(with: slope) { $0 -= rate * $1 }
        if proximal { model.shrinkWeights(by: rate * price) }
      }
      return model.weight.scalars
    }
    let (sparse, dense) = (trained(proximal: true), trained(proximal: false))
    #expect(sparse.count { $0 == 0 } == 16)
    #expect(dense.count { $0 == 0 } == 0)
    #expect(dense.count { abs($0) < 0.03 } == 16)
    for index in stride(from: 0, to: 20, by: 5) {
      #expect((0.85...0.95).contains(sparse[index]))
    }
  }

  @Test("max-norm shortens columns of a matrix that are too long, and leaves the others")
  func maxNorm() {
    var model = linear
    model.limitUnitNorms(to: 2.5)
    #expect(model.weight.isClose(to: Tensor([[1.5, -1], [-2, 0]])))
    #expect(model.bias == linear.bias)
    var zero = Linear(weight: .zeros([2, 2]), bias: nil)
    zero.limitUnitNorms(to: 1)
    #expect(zero.weight == .zeros([2, 2]))
  }

  @Test("max-norm of a kernel takes everything that makes one output")
  func maxNormOfKernels() {
    var kernel = Tensor.stack([.full([3, 2, 2], 1), .full([3, 2, 2], 0.1)])
    kernel.limitUnitNorms(to: 1)
    let lengths = sqrt(square(kernel.reshaped([2, 12])).sum(axis: 1))
    #expect(lengths.isClose(to: Tensor([1, 0.1 * Float(12).squareRoot()])))
    #expect(kernel.shape == [2, 3, 2, 2])
  }
}
