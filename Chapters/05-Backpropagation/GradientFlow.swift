// What is left of a gradient after twenty layers.
//
// On its way back through a layer y = f(x W) a gradient is multiplied by the slopes f′ and by Wᵀ. Through
// twenty layers that happens twenty times. If a layer shrinks it to a tenth, 10⁻²⁰ is left for the first
// layer: it *vanishes*, and the first layer learns nothing. If a layer makes it three times as long, it is
// 3·10⁹ times too long at the end: it *explodes*, and the first step ruins the network.
//
// How much does one layer do? Let it have n inputs and n units, and weights that are independent with mean
// 0 and variance s². An element of G Wᵀ is a sum of n products, so its variance is n s² times that of G;
// the slopes multiply it by the mean of f′². A layer multiplies the mean square of the gradient by
//
//     n s² · mean of f′²
//
// The length is the root of that. For a sigmoid f′ is at most 1/4: with n s² = 1 the gradient shrinks at
// least to a quarter in each layer, to 4⁻¹⁹ on the way from the last layer to the first. For relu, f′ is 1
// for about half of the units: n s² = 1 leaves 1/√2 of the length, and n s² = 2 keeps it (He et al. 2015).
// Chapter 07 makes a rule of this.
//
// Two gradients are easily confused here. The gradient δ of a layer's *output* is what travels. The gradient
// of a layer's *weights* is the product of δ with what went into the layer. In a stack of relus both signal
// and gradient shrink by the same factor, one forwards and one backwards, so the weights' gradients are
// equally long in all layers; they are all too short together.

public import MultilayerPerceptrons
public import Tensors

/// A deep stack of equal layers, to watch signals and gradients in.
public typealias DeepStack = Sequential<Repeated<Chain<Linear, Activation>>>

/// Makes a stack of layers of one width, with normal weights of standard deviation `gain / √width`.
///
/// - Parameters:
///   - depth: The number of layers.
///   - width: The number of units in each, and of inputs.
///   - activation: What stands behind each layer.
///   - gain: 1 keeps the size of a signal that only passes weights; √2 makes up for relu.
///   - generator: Draws the weights; biases are 0.
public func deepStack(
  depth: Int, width: Int, activation: Activation, gain: Float,
  using generator: inout RandomGenerator
) -> DeepStack {
  require(depth > 0 && width > 0, "deepStack: \(depth) layers of \(width) units")
  let spread = gain / Float(width).squareRoot()
  let weights = (0..<depth).map { _ in
    Tensor.normal([width, width], standardDeviation: spread, using: &generator)
  }
  return Sequential {
    for weight in weights {
      Linear(weight: weight, bias: .zeros([width]))
      activation
    }
  }
}

/// Measures the length of the gradient of every weight of a model, in the order of its layers.
///
/// The first place to look when a network does not learn: lengths that fall or rise by a factor from layer
/// to layer.
///
/// - Parameters:
///   - gradient: What `gradient(at: model)` returned.
///   - suffix: Only parameters whose name ends so; empty for all.
/// - Returns: The name of each parameter and `√Σ g²`.
public func gradientNorms<Model: Parameterized>(
  of gradient: Model, endingWith suffix: String = "weight"
) -> [(name: String, norm: Float)] {
  var norms: [(name: String, norm: Float)] = []
  var copy = gradient
  var visitor = ParameterVisitor(namedParameters: { parameter, name in
    guard suffix.isEmpty || name.hasSuffix(suffix) else { return }
    // The largest element is taken out first: squares of 1e-25 would be rounded to 0.
    let largest = parameter.count == 0 ? 0 : Tensors.abs(parameter).max().scalar
    guard largest > 0, largest.isFinite else { return norms.append((name, largest)) }
    let scaled = parameter / largest
    norms.append((name, largest * (scaled * scaled).sum().scalar.squareRoot()))
  })
  copy.visitParameters(&visitor)
  return norms
}

/// How long the gradient is at each layer of a deep stack, the first layer first.
public struct GradientFlow: Sendable {
  /// The lengths of the gradients with respect to what each layer puts out.
  public let signals: [Float]
  /// The lengths of the gradients with respect to each layer's weights.
  public let weights: [Float]
}

// The gradient of a layer's output is asked for with a trick that works for anything inside a model: add
// a variable that is zero. It changes nothing, and its gradient is the gradient of what it is added to.

/// Measures how long the gradient of a deep stack is at each layer.
///
/// The inputs are normal. The loss is the outputs weighed with random numbers, so that a gradient of
/// length 1 comes in at the end.
///
/// - Parameters:
///   - stack: The layers.
///   - batch: The number of examples.
///   - generator: Draws inputs and weights.
public func gradientFlow(
  through stack: DeepStack, batch: Int = 64, using generator: inout RandomGenerator
) -> GradientFlow {
  let layers = stack.content.layers
  let shape = [batch, layers[0].first.inputs]
  let x = Tensor.normal(shape, using: &generator)
  let weights = Tensor.normal(shape, using: &generator) / Float(batch * shape[1]).squareRoot()
  let zeros = layers.map { _ in Tensor.zeros(shape) }
  let slopes = valueWithGradient(at: stack, zeros) { stack, zeros in
    let output = zip(stack.content.layers, zeros).reduce(x) { signal, next in
      next.0(signal) + next.1
    }
    return (output * weights).sum()
  }.gradient
  return GradientFlow(
    signals: gradientNorms(of: slopes.1, endingWith: "").map(\.norm),
    weights: gradientNorms(of: slopes.0).map(\.norm))
}
