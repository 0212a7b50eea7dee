public import MultilayerPerceptrons
public import Tensors

/// A linear layer that trains the length and the direction of each unit's weights apart:
/// `[…, inputs] -> […, outputs]`.
///
///     weight = length · direction / ‖direction‖
///
/// The gradient of the direction is at right angles to it: a step can turn a unit's weights, and only `length`
/// can stretch them.
///
/// Salimans and Kingma, "Weight Normalization" (2016).
public struct WeightNormalizedLinear: Layer, CustomStringConvertible {
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

  /// The weight that direction and length make, `[inputs, outputs]`.
  public var weight: Tensor {
    direction * (length / sqrt(square(direction).sum(axis: 0)))
  }

  /// The kind of layer and its shape, such as `WeightNormalizedLinear 784 → 128`.
  public var description: String {
    "WeightNormalizedLinear \(direction.shape[0]) → \(direction.shape[1])"
      + (bias == nil ? ", no bias" : "")
  }

  /// Shows direction, length and bias.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&direction, "direction")
    visitor.visit(&length, "length")
    visitor.visit(&bias, "bias")
  }

  /// Computes the scores with the weight that direction and length make.
  public func callAsFunction(_ x: Tensor) -> Tensor { Linear(weight: weight, bias: bias)(x) }
}
