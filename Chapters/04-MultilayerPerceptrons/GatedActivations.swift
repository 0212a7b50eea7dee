// Bends with something to train, gates, and chance
//
// A bend may learn its own slope (PReLU). It may be steered by other units: a *gate* multiplies what one
// half of the units say by what the other half thinks of it. And it may be drawn by lot (RReLU).

public import Tensors

/// A rectifier that learns how much of a negative score to let through (He and others 2015).
///
///     y = x above 0, otherwise slope · x
public struct ParametricReLU: Layer {
  /// One slope for all, `[1]`, or one for every unit, `[units]`.
  public var slope: Tensor
  /// The axis that the units lie along, if each has a slope of its own.
  public let axis: Int

  /// Makes a layer with one slope, or with one for each of `units` units.
  ///
  /// - Parameters:
  ///   - units: The number of slopes.
  ///   - slope: Where they start.
  ///   - axis: The axis of the units: −1 for rows of units, 1 for images `[n, channels, …]`.
  public init(units: Int = 1, slope: Float = 0.25, axis: Int = -1) {
    require(units > 0, "ParametricReLU: \(units) units; there must be at least one")
    self.slope = .full([units], slope)
    self.axis = axis
  }

  /// Shows the slopes.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&slope, "slope")
  }

  /// Computes the function of every element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let positivePart = relu(x)
    return positivePart + spread(over: x) * (x - positivePart)
  }

  /// The slopes in a shape that broadcasts along the units' axis.
  private func spread(over x: Tensor) -> Tensor {
    guard slope.count > 1 else { return slope }
    let place = axis < 0 ? x.rank + axis : axis
    require(
      place >= 0 && place < x.rank && x.shape[place] == slope.count,
      "ParametricReLU: \(x.shape): axis \(axis) does not have the extent \(slope.count)")
    var shape = [Int](repeating: 1, count: x.rank)
    shape[place] = slope.count
    return slope.reshaped(shape)
  }
}

/// A leaky rectifier whose slope is drawn anew for every element in training (Xu and others 2015).
///
/// In evaluation the slope is the middle of the range. Draws from the default generator.
public struct RandomizedReLU: Layer {
  /// The range of the slopes.
  public var range: Range<Float>

  /// Makes a layer that draws slopes from a range.
  public init(in range: Range<Float> = (1 / 8)..<(1 / 3)) { self.range = range }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Computes the function of every element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let positivePart = relu(x)
    let negativePart = x - positivePart
    guard Phase.current == .training else {
      return positivePart + negativePart * ((range.lowerBound + range.upperBound) / 2)
    }
    return positivePart + negativePart * .uniform(x.shape, in: range)
  }
}

/// A gate: one half of the units, times the sigmoid of the other (Dauphin and others 2017).
///
///     y = a · σ(b)          where x = (a, b) along the axis
///
/// `[…, 2n] -> […, n]` for the last axis.
public struct GatedLinearUnit: Layer {
  /// The axis that is cut in two.
  public let axis: Int

  /// Makes a gate along an axis.
  public init(axis: Int = -1) { self.axis = axis }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Multiplies the first half by the sigmoid of the second.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let place = axis < 0 ? x.rank + axis : axis
    require(
      place >= 0 && place < x.rank && x.shape[place] % 2 == 0,
      "GatedLinearUnit: \(x.shape): axis \(axis) cannot be cut in two")
    let halves = x.split(sizes: [x.shape[place] / 2, x.shape[place] / 2], axis: axis)
    return halves[0] * sigmoid(halves[1])
  }
}

/// A gate with weights of its own, as in the layers of large language models (Shazeer 2020).
///
///     y = silu(x · gate) ⊙ (x · value)           […, inputs] -> […, outputs]
public struct SwiGLU: Layer {
  /// The layer whose bent scores open and close.
  public var gate: Linear
  /// The layer whose scores pass.
  public var value: Linear

  /// Makes a gate from two layers of the same shape.
  public init(gate: Linear, value: Linear) {
    require(
      gate.weight.shape == value.weight.shape,
      "SwiGLU: the weights \(gate.weight.shape) and \(value.weight.shape) differ in shape")
    (self.gate, self.value) = (gate, value)
  }

  /// Makes a gate with random parameters, by default without biases.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = false, using generator: inout RandomGenerator
  ) {
    gate = Linear(inputs, outputs, bias: bias, using: &generator)
    value = Linear(inputs, outputs, bias: bias, using: &generator)
  }

  /// Makes a gate with random parameters from the default generator: see ``withSeed(_:_:)``.
  public init(_ inputs: Int, _ outputs: Int, bias: Bool = false) {
    gate = Linear(inputs, outputs, bias: bias)
    value = Linear(inputs, outputs, bias: bias)
  }

  /// Shows the parameters of both layers.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&gate, "gate")
    visitor.visit(&value, "value")
  }

  /// Computes the gated scores: `[…, inputs] -> […, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { silu(gate(x)) * value(x) }
}
