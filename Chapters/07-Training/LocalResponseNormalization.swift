public import MultilayerPerceptrons
public import Tensors

/// Divides every number by the strength of its neighbours in other channels:
/// `[batch, channels, …] -> [batch, channels, …]`.
///
///     y = x / (k + alpha / size · Σ x²)^beta      over `size` neighbouring channels
///
/// The window of channel `c` reaches from `c − size / 2` to `c + (size − 1) / 2`, both rounded down, as far as
/// there are channels; the sum is divided by `size` all the same. Today it is of historical interest: batch
/// normalization took its place.
///
/// Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks" (2012),
/// who write `alpha` for what is `alpha / size` here.
public struct LocalResponseNormalization: Layer, CustomStringConvertible {
  /// The number of neighbouring channels, the number itself included.
  public let size: Int
  /// The weight of their mean square.
  public let alpha: Float
  /// The power.
  public let beta: Float
  /// Keeps the division from blowing up.
  public let k: Float

  /// Makes a layer.
  public init(size: Int, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 1) {
    require(
      size > 0, "LocalResponseNormalization: \(size) channels; at least one is expected")
    (self.size, self.alpha, self.beta, self.k) = (size, alpha, beta, k)
  }

  /// The kind of layer and its reach, such as `LocalResponseNormalization over 5`.
  public var description: String { "LocalResponseNormalization over \(size)" }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(x.rank >= 2, "LocalResponseNormalization: \(x.shape): [batch, channels, …] is expected")
    let squares = square(x)
    let channels = x.shape[1]
    if channels == 0 { return x }
    let sums = (0..<channels).map { channel in
      let first = max(0, channel - size / 2)
      let end = min(channels, channel + (size - 1) / 2 + 1)
      return squares.slice(first..<end, axis: 1).sum(axis: 1, keepDimensions: true)
    }
    let strength = Tensor.concatenate(sums, axis: 1)
    return x * pow(k + alpha / Float(size) * strength, -beta)
  }
}
