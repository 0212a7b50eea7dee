public import MultilayerPerceptrons
public import Tensors

/// A linear layer whose weight is divided by its largest singular value, so that it stretches nothing by more
/// than 1: `[…, inputs] -> […, outputs]`.
///
/// The singular value comes from one round of power iteration for each training step, which goes on where the
/// last one ended: weights move little from step to step, so the direction that is stretched most does as
/// well.
///
///     left  = weight · right / ‖…‖         [inputs]
///     right = left · weight / ‖…‖          [outputs]
///     largest singular value = left · weight · right
///
/// Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018).
public struct SpectralNormalizedLinear: Layer, CustomStringConvertible {
  /// The weights before the division, `[inputs, outputs]`.
  public var weight: Tensor
  /// One bias for each output, `[outputs]`.
  public var bias: Tensor?
  /// The direction that is stretched most, `[outputs]`, of length 1; not trained.
  public var mostStretched: Tensor

  /// Makes a layer from a linear one, with 15 rounds of power iteration from a random direction.
  public init(_ linear: Linear, using generator: inout RandomGenerator) {
    self.init(linear, mostStretched: .normal([linear.outputs], using: &generator))
    for _ in 0..<15 { mostStretched = iterated().right }
  }

  /// Makes a layer from a linear one and a first guess of the direction, of any length but zero.
  public init(_ linear: Linear, mostStretched: Tensor) {
    require(
      mostStretched.shape == [linear.outputs],
      "SpectralNormalizedLinear: a direction of shape \(mostStretched.shape); [\(linear.outputs)] is "
        + "expected")
    (weight, bias, self.mostStretched) = (linear.weight, linear.bias, unit(mostStretched))
  }

  /// The kind of layer and its shape, such as `SpectralNormalizedLinear 784 → 128`.
  public var description: String {
    "SpectralNormalizedLinear \(weight.shape[0]) → \(weight.shape[1])"
      + (bias == nil ? ", no bias" : "")
  }

  /// Shows weight and bias, and the direction as a buffer.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
    visitor.visitBuffer(&mostStretched, "mostStretched")
  }

  /// Computes the scores with the divided weight; in training after one more round of power iteration.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var (left, right) = (unit(matmul(stopGradient(weight), mostStretched)), mostStretched)
    if Phase.current == .training {
      (left, right) = iterated()
      mostStretched.postUpdate { _ in right }
    }
    // The directions are constants. The gradient flows through the weight in both places.
    let singularValue = dot(left, matmul(weight, right))
    return Linear(weight: weight / singularValue, bias: bias)(x)
  }

  /// One round of power iteration, as constants.
  private func iterated() -> (left: Tensor, right: Tensor) {
    withoutRecording {
      let left = unit(matmul(weight, mostStretched))
      return (left, unit(matmul(left, weight)))
    }
  }
}

/// A vector of length 1 in the same direction, as a constant.
private func unit(_ x: Tensor) -> Tensor {
  let length = square(x).sum().scalar.squareRoot()
  return stopGradient(x) / max(length, 1e-12)
}
