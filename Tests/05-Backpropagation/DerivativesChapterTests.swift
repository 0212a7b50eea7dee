import Backpropagation
import Foundation
import MultilayerPerceptrons
import Tensors
import Testing

@Suite("05 Checks, second derivatives, deep stacks")
struct DerivativesChapterTests {
  let softmax: ([Double]) -> [Double] = { x in
    let powers = x.map { exp($0) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  @Test("a right pullback passes the check, each of three wrong ones fails it, for ten seeds")
  func check() {
    let right: ([Double], [Double]) -> [Double] = { [softmax] x, g in
      let y = softmax(x)
      let mean = zip(y, g).reduce(0) { $0 + $1.0 * $1.1 }
      return zip(y, g).map { $0 * ($1 - mean) }
    }
    let wrong: [([Double], [Double]) -> [Double]] = [
      { x, _ in x.map { _ in 0 } }, { x, g in right(x, g).map { 1.01 * $0 } },
      { x, g in right(x, g).map { -$0 } },
    ]
    for seed: UInt64 in 1...10 {
      var generator = RandomGenerator(seed: seed)
      let x = (0..<5).map { _ in Double(generator.normal()) }
      #expect(compareSlopes(at: x, using: &generator, of: softmax, pullback: right).error < 1e-8)
      for pullback in wrong {
        let found = compareSlopes(at: x, using: &generator, of: softmax, pullback: pullback)
        // A random direction can be unlucky once, not by much.
        #expect(found.error > 1e-5, "seed \(seed): \(found)")
      }
    }
  }

  @Test("the two differences have the errors that Taylor's formula says")
  func steps() {
    // f = x³ at 1: forward error 3 h + h², central error h².
    let cube: (Double) -> Double = { $0 * $0 * $0 }
    #expect(abs(forwardDifference(at: 1, step: 0.01, of: cube) - 3 - 0.0301) < 1e-12)
    #expect(abs(centralDifference(at: 1, step: 0.01, of: cube) - 3 - 0.0001) < 1e-12)
  }

  @Test("dual numbers: every operation, and uᵀ (J v) = (Jᵀ u) v")
  func dual() {
    let operations: [(Dual) -> Dual] = [
      { $0 + 2 }, { 3 - $0 }, { $0 * $0 }, { 1 / $0 }, { $0.exp() }, { $0.log() }, { $0.sin() },
      { $0.tanh() },
    ]
    for (index, operation) in operations.enumerated() {
      let measured = centralDifference(at: 0.8, step: 1e-5) { operation(Dual($0)).number }
      #expect(
        abs(operation(Dual(0.8, tangent: 2)).tangent - 2 * measured) < 1e-8, "operation \(index)")
    }
    let (x, v, u) = ([0.3, -1.2], [0.5, 2.0], [1.5, -0.7])
    let forward = jacobianVectorProduct(at: x, along: v) {
      [($0[0] * $0[1]).tanh(), $0[0] / $0[1]]
    }
    let inputs = x.map { Value($0) }
    let outputs = [(inputs[0] * inputs[1]).tanh(), inputs[0] / inputs[1]]
    (outputs[0] * Value(u[0]) + outputs[1] * Value(u[1])).backward()
    let left = u[0] * forward.derivative[0] + u[1] * forward.derivative[1]
    let right = inputs[0].gradient * v[0] + inputs[1].gradient * v[1]
    #expect(abs(left - right) < 1e-12)
    #expect(zip(forward.value, outputs).allSatisfy { abs($0 - $1.number) < 1e-15 })
  }

  @Test("the Hessian of x² sin y agrees with PyTorch; its products with the Hessian")
  func hessianProducts() throws {
    func function(_ p: Tensor) -> Tensor { p[0] * p[0] * sin(p[1]) }
    let place = Tensor([1.5, 0.7])
    let expected = try BackpropagationRecordedValues.read().hessian
    let found = hessian(at: place, of: function)
    #expect(found.isClose(to: Tensor(expected.map { $0.map { Float($0) } })))
    let vector = Tensor([1, -2])
    let product = differenceOfGradients(at: place, times: vector) { gradient(at: $0, of: function) }
    #expect(product.isClose(to: matmul(found, vector), relative: 1e-3, absolute: 1e-3))
    #expect(
      differenceOfGradients(at: place, times: .zeros([2])) { $0 } == Tensor.zeros([2]))
  }

  @Test("the sharpest curvature of a quadratic is its largest eigenvalue, and 2 over it the limit")
  func curvature() {
    let scales = Tensor([1, -7, 3])
    func function(_ w: Tensor) -> Tensor { 0.5 * (scales * w * w).sum() }
    var generator = RandomGenerator(seed: 4)
    let found = sharpestCurvature(at: .ones([3]), iterations: 60, using: &generator, of: function)
    #expect(abs(found.curvature + 7) < 1e-3)
    #expect(abs(abs(found.direction.scalars[1]) - 1) < 1e-3)
  }

  @Test("the flow through a linear stack is the product of its weights")
  func linearStack() {
    let identity = Activation("identity") { $0 }
    var generator = RandomGenerator(seed: 6)
    var stack = deepStack(depth: 3, width: 4, activation: identity, gain: 1, using: &generator)
    for (index, scale) in [5, 2, 0.5].enumerated() as EnumeratedSequence<[Float]> {
      stack.content.layers[index].first.weight = scale * Tensor.identity(4)
    }
    let flow = gradientFlow(through: stack, using: &generator)
    #expect(abs(flow.signals[2] - 1) < 0.2)
    #expect(abs(flow.signals[1] / flow.signals[2] - 0.5) < 1e-5)
    #expect(abs(flow.signals[0] / flow.signals[1] - 2) < 1e-5)
  }

  @Test("norms of tiny gradients are not rounded to 0")
  func tinyNorms() {
    let tiny = Linear(weight: Tensor([[3e-30], [4e-30]]), bias: .zeros([1]))
    let norms = gradientNorms(of: tiny, endingWith: "")
    #expect(norms.map(\.name) == ["weight", "bias"])
    #expect(abs(norms[0].norm / 5e-30 - 1) < 1e-5 && norms[1].norm == 0)
  }
}
