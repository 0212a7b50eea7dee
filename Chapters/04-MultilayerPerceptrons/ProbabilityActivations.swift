// Scores that share one whole
//
// Softmax is not a function of one score: what one class gains, the others lose. It belongs at the end of
// a network, and even there it is usually left out: the cross-entropy takes the scores themselves
// (chapter 03), and the largest score wins with or without it.

public import Tensors

extension Activation {
  /// Turns the scores along an axis into probabilities: see chapter 03.
  public static func softmax(axis: Int = -1) -> Activation {
    Activation("softmax", formula: "exp(x_j) / sum exp(x_m)") { Tensors.softmax($0, axis: axis) }
  }

  /// Softmax of the scores with their signs changed: the smallest score is the most probable.
  public static func softmin(axis: Int = -1) -> Activation {
    Activation("softmin", formula: "exp(-x_j) / sum exp(-x_m)") {
      Tensors.softmax(-$0, axis: axis)
    }
  }

  /// Softmax over the channels of images, at every place: `[…, channels, height, width]`.
  public static let softmax2D = Activation("softmax2D", formula: "softmax over the channels") {
    require(
      $0.rank >= 3, "softmax2D: \($0.shape); images of shape [channels, height, width] are expected"
    )
    return Tensors.softmax($0, axis: -3)
  }

  /// The logarithms of softmax's probabilities, computed without their detour.
  public static func logSoftmax(axis: Int = -1) -> Activation {
    Activation("logSoftmax", formula: "x_j - log sum exp(x_m)") {
      Tensors.logSoftmax($0, axis: axis)
    }
  }
}

/// Draws a class with softmax's probabilities, in a way that a gradient can pass.
///
///     y = softmax((x + g) / temperature)        g: a Gumbel number for every score
///
/// The largest of `x + g` falls on class `j` with exactly the probability that softmax gives it. As the
/// temperature goes to 0 the result goes to a one-hot row.
///
/// Source: Jang, Gu and Poole (2017); Maddison, Mnih and Teh (2017). Draws from the default generator.
public struct GumbelSoftmax: Layer {
  /// Above 0: the smaller, the nearer to a one-hot row.
  public var temperature: Float
  /// Whether the result is one-hot, with the gradient of the soft one.
  public var isHard: Bool

  /// Makes a layer that draws along the last axis.
  public init(temperature: Float = 1, isHard: Bool = false) {
    require(
      temperature > 0, "GumbelSoftmax: the temperature \(temperature) must be positive")
    (self.temperature, self.isHard) = (temperature, isHard)
  }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Draws along the last axis: `[…, classes] -> […, classes]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let soft = softmax((x + .gumbel(x.shape)) / temperature, axis: -1)
    guard isHard else { return soft }
    let classes = x.shape[x.rank - 1]
    let rows = stopGradient(soft).reshaped([x.count / max(classes, 1), classes])
    let hard = Tensor.oneHot(rows.argmax(axis: 1), classes: classes).reshaped(x.shape)
    // The value is the hard one; the difference is a constant, so the gradient is the soft one's.
    return soft + (hard - stopGradient(soft))
  }
}
