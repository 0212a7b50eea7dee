public import MultilayerPerceptrons
public import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Linear layers whose weight is computed from what is trained.

/// A linear layer that trains the length and the direction of each unit's weights apart (Salimans and Kingma
/// 2016).
///
///     weight = length · direction / ‖direction‖
public struct WeightNormalizedLinear: Layer {
  /// The directions, `[inputs, outputs]`; their lengths do not matter.
  public var direction: Tensor
  /// The length of each unit's weights, `[outputs]`.
  public var length: Tensor
  /// One bias for each output, `[outputs]`.
  public var bias: Tensor?

  /// Makes a layer that computes what `linear` does.
  public init(_ linear: Linear) {
    direction = linear.weight
    length = sqrt(square(linear.weight).sum(axis: 0))
    bias = linear.bias
  }

  /// Shows direction, length and bias.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&direction, "direction")
    visitor.visit(&length, "length")
    visitor.visit(&bias, "bias")
  }

  /// Computes `[…, inputs] -> […, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let weight = direction * (length / sqrt(square(direction).sum(axis: 0)))
    return Linear(weight: weight, bias: bias)(x)
  }
}

/// A linear layer whose weight is divided by its largest singular value, so that it stretches nothing by more
/// than 1 (Miyato et al.: Spectral Normalization, 2018).
///
/// The singular value comes from one round of power iteration per training step, which goes on where the last
/// one ended.
public struct SpectralNormalizedLinear: Layer {
  /// The weights before the division, `[inputs, outputs]`.
  public var weight: Tensor
  /// One bias for each output, `[outputs]`.
  public var bias: Tensor?
  /// The direction that is stretched most, `[outputs]`; not trained.
  public var mostStretched: Tensor

  /// Makes a layer from a linear one.
  public init(_ linear: Linear, using generator: inout RandomGenerator) {
    (weight, bias) = (linear.weight, linear.bias)
    mostStretched = unit(.normal([linear.outputs], using: &generator))
    for _ in 0..<15 { mostStretched = iterated().right }
  }

  /// Shows weight and bias, and the direction as a buffer.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
    visitor.visitBuffer(&mostStretched, "mostStretched")
  }

  /// Computes `[…, inputs] -> […, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var (left, right) = (unit(matmul(stopGradient(weight), mostStretched)), mostStretched)
    if Phase.current == .training {
      (left, right) = iterated()
      mostStretched.postUpdate { _ in right }
    }
    // The directions are constants; the gradient flows through the weight in both places.
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
