import Tensors

// The layers that the models of the benchmarks are made of.

/// Weights and biases: `[…, inputs] -> […, outputs]`.
struct Dense: Parameterized {
  /// The weights, `[inputs, outputs]`.
  var weight: Tensor
  /// One bias for each output, `[outputs]`.
  var bias: Tensor

  init(_ inputs: Int, _ outputs: Int, using generator: inout RandomGenerator) {
    let bound = 1 / Float(inputs).squareRoot()
    weight = .uniform([inputs, outputs], in: -bound..<bound, using: &generator)
    bias = .zeros([outputs])
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
  }

  func callAsFunction(_ x: Tensor) -> Tensor { matmul(x, weight) + bias }
}

/// A convolution with biases: `[n, inputs, h, w] -> [n, outputs, oh, ow]`.
struct Filters: Parameterized {
  /// The weights, `[outputs, inputs, kernel, kernel]`.
  var weight: Tensor
  /// One bias for each output, `[outputs]`.
  var bias: Tensor
  let padding: Int

  init(
    _ inputs: Int, _ outputs: Int, kernel: Int, padding: Int = 0,
    using generator: inout RandomGenerator
  ) {
    let bound = 1 / Float(inputs * kernel * kernel).squareRoot()
    let shape = [outputs, inputs, kernel, kernel]
    weight = .uniform(shape, in: -bound..<bound, using: &generator)
    bias = .zeros([outputs])
    self.padding = padding
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    convolution2D(x, weight: weight, bias: bias, padding: PerAxis(padding))
  }
}

/// Normalizes the last axis, with a scale and a shift.
struct Normalization: Parameterized {
  /// One number for each position of the axis, `[width]`.
  var scale: Tensor
  /// One number for each position of the axis, `[width]`.
  var shift: Tensor

  init(_ width: Int) { (scale, shift) = (.ones([width]), .zeros([width])) }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
  }

  func callAsFunction(_ x: Tensor) -> Tensor { layerNorm(x, scale: scale, shift: shift) }
}

extension Parameterized {
  /// Takes a step of plain gradient descent.
  mutating func descend(along gradient: Self, learningRate: Float) {
    updateParameters(with: gradient) { parameter, slope in parameter -= learningRate * slope }
  }

  /// Takes a step downhill.
  ///
  /// - Returns: The loss before the step.
  mutating func step(learningRate: Float = 0.01, loss: (Self) -> Tensor) -> Tensor {
    let (value, gradient) = valueWithGradient(at: self, of: loss)
    descend(along: gradient, learningRate: learningRate)
    return value
  }
}

/// A number whose gradient with respect to `y` is `cotangent`, whatever `y` is.
///
/// It starts a backward pass from a result that is not a number, with no work of its own.
func received(_ y: Tensor, _ cotangent: Tensor) -> Tensor {
  differentiable(y, value: { _ in Tensor(0) }, pullback: { _, _ in cotangent })
}
