import Tensors
import Testing

/// An operation with inputs at which its pullback is checked.
struct PullbackCase: Sendable, CustomTestStringConvertible {
  let name: String
  let inputs: [Tensor]
  let function: @Sendable ([Tensor]) -> Tensor
  /// Whether the second derivative exists and is checked too.
  var isSmooth = true

  var testDescription: String { name }

  init(
    _ name: String, _ inputs: [Tensor], isSmooth: Bool = true,
    _ function: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    self.name = name
    self.inputs = inputs
    self.isSmooth = isSmooth
    self.function = function
  }
}

private func random(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// Random numbers from 0.5 to 2, away from the kinks and poles of many functions.
private func positive(_ shape: [Int], _ seed: UInt64 = 2) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .uniform(shape, in: 0.5..<2, using: &generator)
}

private let arithmetic: [PullbackCase] = [
  .init("a + b", [random([3, 4]), random([4], 2)]) { $0[0] + $0[1] },
  .init("a - b", [random([3, 1]), random([2, 1, 4], 2)]) { $0[0] - $0[1] },
  .init("a * b", [random([3, 4]), random([3, 1], 2)]) { $0[0] * $0[1] },
  .init("a / b", [random([3, 4]), positive([4])]) { $0[0] / $0[1] },
  .init("a / b, a number in front", [random([]), positive([2, 3])]) { $0[0] / $0[1] },
  .init("with numbers", [positive([5])]) {
    2 * $0[0] + 3 - ($0[0] - 1) / 4 - 5 / $0[0] + (1 - $0[0])
  },
  .init("-x", [random([4])]) { -$0[0] },
  .init("one tensor twice", [random([4])]) { $0[0] * $0[0] },
]

private let functions: [PullbackCase] = [
  .init("exp", [random([3, 2])]) { exp($0[0]) },
  .init("log", [positive([6])]) { log($0[0]) },
  .init("sqrt", [positive([6])]) { sqrt($0[0]) },
  .init("abs", [random([20])], isSmooth: false) { abs($0[0]) },
  .init("maximum", [random([4, 5]), random([5], 2)], isSmooth: false) { maximum($0[0], $0[1]) },
  .init("minimum", [random([4, 1]), random([3], 2)], isSmooth: false) { minimum($0[0], $0[1]) },
  .init("maximum with a number", [random([9])], isSmooth: false) { maximum($0[0], 0.1) },
]

private let reductions: [PullbackCase] = [
  .init("sum", [random([3, 4])]) { $0[0].sum() },
  .init("mean", [random([3, 4])]) { $0[0].mean() },
  .init("max", [random([3, 4])], isSmooth: false) { $0[0].max() },
  .init("min", [random([3, 4])], isSmooth: false) { $0[0].min() },
  .init("sum of axis 0", [random([3, 4])]) { $0[0].sum(axis: 0) },
  .init("sum of the middle axis, kept", [random([2, 3, 4])]) {
    $0[0].sum(axis: 1, keepDimensions: true)
  },
  .init("mean of the last axis", [random([2, 3])]) { $0[0].mean(axis: -1) },
  .init("max of axis 1", [random([4, 5])], isSmooth: false) { $0[0].max(axis: 1) },
  .init("min of axis 0, kept", [random([4, 2, 3])], isSmooth: false) {
    $0[0].min(axis: 0, keepDimensions: true)
  },
]

private let arrangement: [PullbackCase] = [
  .init("reshaped", [random([3, 4])]) { $0[0].reshaped([2, -1]) },
  .init("transposed", [random([2, 3, 4])]) { $0[0].transposed(0, 2) },
  .init("one part", [random([3, 4])]) { $0[0][1] },
  .init("a range of parts", [random([5, 2])]) { $0[0][1..<4] },
  .init("chosen rows, one twice", [random([4, 3])]) { $0[0][[2, 0, 2]] },
  .init("slice of axis 1", [random([3, 5, 2])]) { $0[0].slice(1..<4, axis: 1) },
  .init("concatenate", [random([2, 3]), random([2, 1], 2), random([2, 2], 3)]) {
    Tensor.concatenate($0, axis: 1)
  },
  .init("stack", [random([3]), random([3], 2)]) { Tensor.stack($0) },
  .init("broadcasted", [random([3, 1])]) { $0[0].broadcasted(to: [2, 3, 4]) },
]

private let products: [PullbackCase] = [
  .init("matmul", [random([3, 4]), random([4, 2], 2)]) { matmul($0[0], $0[1]) },
  .init("matmul of matrix and vector", [random([3, 4]), random([4], 2)]) { matmul($0[0], $0[1]) },
  .init("matmul of vector and matrix", [random([3]), random([3, 2], 2)]) { matmul($0[0], $0[1]) },
  .init("dot", [random([6]), random([6], 2)]) { dot($0[0], $0[1]) },
  .init("outer", [random([3]), random([4], 2)]) { outer($0[0], $0[1]) },
  .init("transposed operands", [random([4, 3]), random([2, 4], 2)]) {
    matmul($0[0], $0[1], transposingFirst: true, transposingSecond: true)
  },
]

@Suite("Pullbacks against measured slopes, with random weights on the outputs")
struct PullbackTests {
  static let cases = arithmetic + functions + reductions + arrangement + products

  @Test("the gradient", arguments: cases)
  func gradients(_ operation: PullbackCase) {
    let check = gradientCheck(at: operation.inputs, of: operation.function)
    #expect(check.error < 2e-3, "\(check)")
  }

  /// The gradient of a nonlinear function of the result, as a function to be differentiated.
  @Test("the gradient of the gradient", arguments: cases.filter(\.isSmooth))
  func secondGradients(_ operation: PullbackCase) {
    let function = operation.function
    let check = gradientCheck(at: operation.inputs, step: 0.01) { inputs in
      let slopes = gradient(at: inputs) { inputs in
        let y = function(inputs)
        return (y * y * 0.5 + y).sum()
      }
      return Tensor.concatenate(slopes.map { $0.flattened() })
    }
    #expect(check.error < 1e-2, "\(check)")
  }

  @Test("the check itself rejects wrong pullbacks")
  func checkRejects() {
    let x = [random([5])]
    func wrong(_ pullback: @escaping @Sendable (Tensor, Tensor) -> Tensor) -> Float {
      gradientCheck(at: x) { inputs in
        differentiable(inputs[0], value: { exp($0) }, pullback: pullback)
      }.error
    }
    #expect(wrong { x, g in g * exp(x) } < 2e-3)
    #expect(wrong { x, g in g * exp(x) * 1.01 } > 5e-3)
    #expect(wrong { x, g in Tensor.zeros(like: g) } > 0.5)
    #expect(wrong { x, g in -g * exp(x) } > 0.5)
    #expect(wrong { x, g in g.mean() * exp(x) } > 0.1)
    #expect(wrong { x, g in g * Tensor.full([5], .nan) }.isNaN)
  }

  @Test("of an empty tensor is empty")
  func empty() {
    #expect(gradient(at: Tensor.zeros([0, 3])) { x in (x * x).sum() }.shape == [0, 3])
    #expect(gradient(at: Tensor.zeros([0])) { x in exp(x).sum() + Tensor(1) }.shape == [0])
  }

  @Test("equal elements share the gradient of maximum and max")
  func ties() {
    let halves = gradient(at: Tensor([1, 2]), Tensor([1, 3])) { a, b in maximum(a, b).sum() }
    #expect(halves.0 == Tensor([0.5, 0]))
    #expect(halves.1 == Tensor([0.5, 1]))
    #expect(gradient(at: Tensor([4, 1, 4])) { x in x.max() } == Tensor([0.5, 0, 0.5]))
  }
}
