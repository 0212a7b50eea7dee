import Tensors
import Testing

private func random(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

private func positive(_ shape: [Int], _ seed: UInt64 = 2) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .uniform(shape, in: 0.5..<2, using: &generator)
}

private let activations: [PullbackCase] = [
  .init("relu", [random([30])], isSmooth: false) { relu($0[0]) },
  .init("sigmoid", [random([7])]) { sigmoid($0[0]) },
  .init("tanh", [random([7])]) { tanh($0[0]) },
  .init("softplus", [random([7])]) { softplus($0[0]) },
  .init("gelu", [random([7])]) { gelu($0[0]) },
  .init("geluTanh", [random([7])]) { geluTanh($0[0]) },
  .init("silu", [random([7])]) { silu($0[0]) },
]

private let elementary: [PullbackCase] = [
  .init("square", [random([5])]) { square($0[0]) },
  .init("reciprocal", [positive([5])]) { reciprocal($0[0]) },
  .init("reciprocalSquareRoot", [positive([5])]) { reciprocalSquareRoot($0[0]) },
  .init("exp2", [random([5])]) { exp2($0[0]) },
  .init("expm1", [random([5])]) { expm1($0[0]) },
  .init("log2", [positive([5])]) { log2($0[0]) },
  .init("log1p", [positive([5])]) { log1p($0[0]) },
  .init("sin", [random([5])]) { sin($0[0]) },
  .init("cos", [random([5])]) { cos($0[0]) },
  .init("tan", [random([5]) * 0.4]) { tan($0[0]) },
  .init("erf", [random([5])]) { erf($0[0]) },
  .init("pow of tensors", [positive([3, 2]), random([2], 4)]) { pow($0[0], $0[1]) },
  .init("pow with a number", [positive([5])]) { pow($0[0], 2.5) },
  .init("a number to a power", [random([5])]) { pow(1.7, $0[0]) },
]

private let rows: [PullbackCase] = [
  .init("softmax of the last axis", [random([3, 5])]) { softmax($0[0], axis: -1) },
  .init("softmax of axis 0", [random([4, 2])]) { softmax($0[0], axis: 0) },
  .init("logSoftmax", [random([3, 5])]) { logSoftmax($0[0], axis: 1) },
  .init("logSumExp", [random([3, 5])]) { logSumExp($0[0], axis: 1) },
  .init("logSumExp of axis 0, kept", [random([3, 2])]) {
    logSumExp($0[0], axis: 0, keepDimensions: true)
  },
  .init("softmaxCrossEntropy", [random([4, 3])]) {
    softmaxCrossEntropy(logits: $0[0], labels: [2, 0, -1, 1])
  },
  .init("layerNorm", [random([3, 6]), random([6], 2), random([6], 3)]) {
    layerNorm($0[0], scale: $0[1], shift: $0[2])
  },
  .init("layerNorm without parameters", [random([2, 2, 6])]) { layerNorm($0[0]) },
  .init("rootMeanSquareNorm", [random([3, 6]), random([6], 2)]) {
    rootMeanSquareNorm($0[0], scale: $0[1])
  },
]

private let statistics: [PullbackCase] = [
  .init("variance", [random([4, 3])]) { $0[0].variance(axis: 0) },
  .init("variance, corrected, kept", [random([2, 5, 3])]) {
    $0[0].variance(axis: 1, correction: 1, keepDimensions: true)
  },
  .init("standardDeviation", [random([3, 5])]) { $0[0].standardDeviation(axis: 1) },
  .init("product", [positive([3, 4])]) { $0[0].product(axis: 1) },
  .init("cumulativeSum", [random([2, 4, 3])]) { $0[0].cumulativeSum(axis: 1) },
]

@Suite("Functions with loops of their own, against measured slopes")
struct FunctionPullbackTests {
  static let cases = activations + elementary + rows + statistics

  @Test("the gradient", arguments: cases)
  func gradients(_ operation: PullbackCase) {
    let check = gradientCheck(at: operation.inputs, of: operation.function)
    #expect(check.error < 2e-3, "\(check)")
  }

  @Test("the gradient of the gradient", arguments: cases.filter(\.isSmooth))
  func secondGradients(_ operation: PullbackCase) {
    let function = operation.function
    let check = gradientCheck(at: operation.inputs, step: 0.01) { inputs in
      let slopes = gradient(at: inputs) { inputs in
        let y = function(inputs)
        // A cube: the sum and the sum of squares of what layerNorm gives are constant.
        return (y * y * y / 3 + y).sum()
      }
      return Tensor.concatenate(slopes.map { $0.flattened() })
    }
    #expect(check.error < 1e-2, "\(check)")
  }

  /// The loop in the backward pass and the tensor operations that stand in for it in a gradient of a
  /// gradient must agree.
  @Test("the fast pullback and the one that can be differentiated agree", arguments: cases)
  func twoPullbacks(_ operation: PullbackCase) {
    let function = operation.function
    let weights = random(function(operation.inputs).shape, 9)
    let fast = gradient(at: operation.inputs) { (function($0) * weights).sum() }
    var nested: [Tensor] = []
    _ = gradient(at: Tensor(1)) { one in
      let slow = gradient(at: operation.inputs) { (function($0) * weights).sum() }
      nested = slow.map(stopGradient)
      return one
    }
    for (a, b) in zip(fast, nested) {
      #expect(a.isClose(to: b, relative: 1e-4, absolute: 1e-5))
    }
  }
}
