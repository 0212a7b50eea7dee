// How the first weights are drawn
//
// A unit adds up n products of a weight and an input. If the weights are independent with mean 0, and the
// inputs have the mean square q, the score has
//
//     variance(score) = n · variance(weight) · q
//
// So every layer multiplies the size of the signal by n · variance(weight). With 100 inputs and weights of
// variance 1 that is 100 per layer; with 0.01² it is a hundredth. Thirty layers later nothing is left of
// the signal, or everything is infinite. On the way back the gradient meets the same weights from the
// other side: n is then the number of units that hear the input.
//
// Everything in this file and its neighbours (FanInitializers, Gains, StructuredInitializers) is an answer
// to one question: which variance keeps the factor at 1?

public import Tensors

/// How the first weights of a layer are drawn.
///
/// ```swift
/// layer.weight = Initializer.heNormal(layer.weight.shape, using: &generator)
/// model.initialize(weights: .heNormal, using: &generator)
/// ```
///
/// A weight matrix is `[inputs, outputs]`. The weights of a convolution are `[outputs, inputs, …kernel]`: each
/// output hears `inputs · kernel` numbers, its *fan-in*, and each input is heard by `outputs · kernel`, its
/// *fan-out*.
public struct Initializer: Sendable, CustomStringConvertible {
  /// The usual name.
  public let name: String
  private let draw: @Sendable ([Int], inout RandomGenerator) -> Tensor

  /// Makes an initializer from a function of the shape.
  public init(
    _ name: String, _ draw: @escaping @Sendable ([Int], inout RandomGenerator) -> Tensor
  ) {
    (self.name, self.draw) = (name, draw)
  }

  /// The name.
  public var description: String { name }

  /// Draws the weights of a shape.
  public func callAsFunction(_ shape: [Int], using generator: inout RandomGenerator) -> Tensor {
    draw(shape, &generator)
  }

  /// Counts what a unit hears and what hears it: see ``Initializer``.
  ///
  /// By hand: a matrix `[784, 128]` has 784 and 128. A kernel `[32, 3, 5, 5]` makes 32 channels of 3:
  /// `3 · 25 = 75` and `32 · 25 = 800`. Where a convolution has groups, the second axis counts the inputs
  /// of one group, as it should.
  public static func fans(of shape: [Int]) -> (fanIn: Int, fanOut: Int) {
    require(
      shape.count >= 2,
      "Initializer: \(shape): a shape of at least two axes is expected, which has inputs and outputs"
    )
    if shape.count == 2 { return (shape[0], shape[1]) }
    let kernel = shape[2...].reduce(1, *)
    return (shape[1] * kernel, shape[0] * kernel)
  }
}

// MARK: One number

extension Initializer {
  /// Zeros; right for biases, wrong for weights: all units of a layer would stay alike.
  public static let zeros = constant(0)
  /// Ones; right for scales.
  public static let ones = constant(1)

  /// One number everywhere.
  public static func constant(_ value: Float) -> Initializer {
    Initializer("constant \(value)") { shape, _ in .full(shape, value) }
  }
}

// MARK: One spread for all shapes

extension Initializer {
  /// Numbers between two bounds.
  ///
  /// Between −b and b their variance is b²/3.
  public static func uniform(_ bounds: Range<Float>) -> Initializer {
    Initializer("uniform") { shape, generator in .uniform(shape, in: bounds, using: &generator) }
  }

  /// Normal numbers.
  public static func normal(mean: Float = 0, standardDeviation: Float = 0.01) -> Initializer {
    Initializer("normal") { shape, generator in
      .normal(shape, mean: mean, standardDeviation: standardDeviation, using: &generator)
    }
  }

  /// Normal numbers without those further than two standard deviations from the mean.
  ///
  /// Without its tails the distribution is narrower: what is drawn has 0.88 times the standard deviation
  /// that is asked for. The usual 0.02 of transformers means 0.0176.
  public static func truncatedNormal(standardDeviation: Float = 0.02) -> Initializer {
    Initializer("truncated normal") { shape, generator in
      .truncatedNormal(shape, standardDeviation: standardDeviation, using: &generator)
    }
  }
}
