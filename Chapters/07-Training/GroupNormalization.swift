public import MultilayerPerceptrons
public import Tensors

/// Normalizes groups of channels of every example on its own: `[batch, channels, …] -> [batch, channels, …]`.
///
/// Neighbouring channels form a group: with 6 channels and 3 groups they are 0–1, 2–3 and 4–5. Mean and
/// variance are taken over the channels of a group and everything behind the second axis. Scale and shift
/// belong to channels, not to groups.
///
/// One group is layer normalization over the whole example. As many groups as channels is instance
/// normalization (Ulyanov, Vedaldi and Lempitsky 2016). Nothing depends on the batch.
///
/// Wu and He, "Group Normalization" (2018).
public struct GroupNormalization: Layer, CustomStringConvertible {
  /// The factor of each channel, `[channels]`.
  public var scale: Tensor
  /// What is added to each channel, `[channels]`.
  public var shift: Tensor
  /// The number of groups.
  public let groups: Int
  /// Added to the variance.
  public var epsilon: Float

  /// Makes a layer for a number of channels, which the number of groups must divide.
  public init(_ channels: Int, groups: Int, epsilon: Float = 1e-5) {
    require(
      channels > 0 && groups > 0 && channels % groups == 0,
      "GroupNormalization: \(channels) channels do not divide into \(groups) groups")
    (scale, shift) = (.ones([channels]), .zeros([channels]))
    (self.groups, self.epsilon) = (groups, epsilon)
  }

  /// Makes a layer with one group for each channel: instance normalization.
  public static func instance(_ channels: Int, epsilon: Float = 1e-5) -> GroupNormalization {
    GroupNormalization(channels, groups: channels, epsilon: epsilon)
  }

  /// The kind of layer and its size, such as `GroupNormalization 64 in 8 groups`.
  public var description: String {
    "GroupNormalization \(scale.count) in \(groups) group" + (groups == 1 ? "" : "s")
  }

  /// Shows scale and shift.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let channels = scale.count
    require(
      x.rank >= 2 && x.shape[1] == channels,
      "GroupNormalization: \(x.shape): a shape [batch, \(channels), …] is expected")
    // A group lies in one piece: it is the last axis of another view of the same numbers.
    let length = x.shape[1...].reduce(1, *) / groups
    let normal = layerNorm(x.reshaped([x.shape[0], groups, length]), epsilon: epsilon)
    let spread = [channels] + Array(repeating: 1, count: x.rank - 2)
    return normal.reshaped(x.shape) * scale.reshaped(spread) + shift.reshaped(spread)
  }
}
