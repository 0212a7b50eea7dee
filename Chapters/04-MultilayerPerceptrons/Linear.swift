public import Tensors

/// A layer of units side by side, each with a weight for every input: `[…, inputs] -> […, outputs]`.
///
///     y = x · weight + bias
///
/// It is what chapter 03 built, once for every output, and without the decision.
public struct Linear: Layer, CustomStringConvertible {
  /// The weights, `[inputs, outputs]`: a column for each unit.
  public var weight: Tensor
  /// What each unit thinks before it has seen anything, `[outputs]`; `nil` for nothing.
  public var bias: Tensor?

  /// Makes a layer from its parameters.
  ///
  /// - Parameters:
  ///   - weight: `[inputs, outputs]`
  ///   - bias: `[outputs]`
  public init(weight: Tensor, bias: Tensor?) {
    require(
      weight.rank == 2, "Linear: a weight of shape \(weight.shape); [inputs, outputs] is expected")
    require(
      bias.map { $0.shape == [weight.shape[1]] } ?? true,
      "Linear: a bias of shape \(bias?.shape ?? []) for a weight of shape \(weight.shape); "
        + "[\(weight.shape[1])] is expected")
    (self.weight, self.bias) = (weight, bias)
  }

  /// Makes a layer with random parameters between ±1/√inputs.
  ///
  /// With `n` inputs of size 1 a unit then starts with a score of about `1/√3`, whatever `n` is: neither
  /// dead nor saturated. It is the start that PyTorch gives its linear layers, biases included. Chapter 07
  /// derives better ones for deep networks.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, using generator: inout RandomGenerator
  ) {
    let range = Self.range(inputs, outputs)
    weight = .uniform([inputs, outputs], in: range, using: &generator)
    self.bias = bias ? .uniform([outputs], in: range, using: &generator) : nil
  }

  /// Makes a layer with random parameters from the default generator: see ``withSeed(_:_:)``.
  public init(_ inputs: Int, _ outputs: Int, bias: Bool = true) {
    let range = Self.range(inputs, outputs)
    weight = .uniform([inputs, outputs], in: range)
    self.bias = bias ? .uniform([outputs], in: range) : nil
  }

  private static func range(_ inputs: Int, _ outputs: Int) -> Range<Float> {
    require(
      inputs > 0 && outputs > 0,
      "Linear: \(inputs) inputs and \(outputs) outputs; there must be at least one of each")
    let bound = 1 / Float(inputs).squareRoot()
    return -bound..<bound
  }

  /// The number of inputs.
  public var inputs: Int { weight.shape[0] }

  /// The number of units, one output each.
  public var outputs: Int { weight.shape[1] }

  /// The kind of layer and its shape, such as `Linear 784 → 128`.
  public var description: String {
    "Linear \(inputs) → \(outputs)" + (bias == nil ? ", no bias" : "")
  }

  /// Shows weight and bias.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weight, "weight")
    visitor.visit(&bias, "bias")
  }

  /// Computes the scores of all units: `[…, inputs] -> […, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let scores = matmul(x, weight)
    return bias.map { scores + $0 } ?? scores
  }
}
