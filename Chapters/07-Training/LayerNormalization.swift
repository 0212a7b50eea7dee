public import MultilayerPerceptrons
public import Tensors

// Normalizing without the batch: over the width of every example on its own.

/// Normalizes the last axis of every example on its own: `[…, width] -> […, width]`.
///
///     y = (x − mean) / √(variance + epsilon) · scale + shift
///
/// Nothing depends on the batch, so training and evaluation are the same, and a batch of one is as good as any.
///
/// Ba, Kiros and Hinton, "Layer Normalization" (2016).
public struct LayerNormalization: Layer, CustomStringConvertible {
  /// The factor of each position, `[width]`.
  public var scale: Tensor
  /// What is added to each position, `[width]`; `nil` for nothing.
  public var shift: Tensor?
  /// Added to the variance.
  public var epsilon: Float

  /// Makes a layer with scale 1 and shift 0, or without a shift.
  public init(_ width: Int, epsilon: Float = 1e-5, shift: Bool = true) {
    require(width > 0, "LayerNormalization: a width of \(width); at least 1 is expected")
    (scale, self.shift, self.epsilon) = (.ones([width]), shift ? .zeros([width]) : nil, epsilon)
  }

  /// The kind of layer and its size, such as `LayerNormalization 512`.
  public var description: String {
    "LayerNormalization \(scale.count)" + (shift == nil ? ", no shift" : "")
  }

  /// Shows scale and shift.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    layerNorm(x, scale: scale, shift: shift, epsilon: epsilon)
  }
}

/// Divides the last axis by its root mean square: `[…, width] -> […, width]`.
///
///     y = x / √(mean of x² + epsilon) · scale
///
/// It is layer normalization that leaves the mean alone: fewer passes over the numbers, and in transformers
/// as good.
///
/// Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019).
public struct RootMeanSquareNormalization: Layer, CustomStringConvertible {
  /// The factor of each position, `[width]`.
  public var scale: Tensor
  /// Added to the mean square.
  public var epsilon: Float

  /// Makes a layer with scale 1.
  public init(_ width: Int, epsilon: Float = 1e-6) {
    require(width > 0, "RootMeanSquareNormalization: a width of \(width); at least 1 is expected")
    (scale, self.epsilon) = (.ones([width]), epsilon)
  }

  /// The kind of layer and its size, such as `RootMeanSquareNormalization 512`.
  public var description: String { "RootMeanSquareNormalization \(scale.count)" }

  /// Shows the scale.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    rootMeanSquareNorm(x, scale: scale, epsilon: epsilon)
  }
}
