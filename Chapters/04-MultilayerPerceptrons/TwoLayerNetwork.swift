// Two layers and their gradient, by hand
//
// From here on the gradient comes from `valueWithGradient`. Once, it should be done by hand; chapter 05
// shows how a machine does the same for any network. Shapes: X [n, d], Y [n, k], h hidden units.
//
//     S₁ = X W₁ + b₁        [n, h]     scores of the hidden units
//     H  = tanh S₁          [n, h]     their outputs
//     P  = H W₂ + b₂        [n, k]     what the network says
//     L  = 1/n Σᵢ ½ ‖Pᵢ − Yᵢ‖²         half the squared error, averaged over the examples
//
// Go backwards, one line at a time. Each line turns "how L changes with my output" into "how L changes
// with my input".
//
//     ∂L/∂P  = E₂ = (P − Y) / n        [n, k]
//     ∂L/∂W₂ = Hᵀ E₂                   [h, k]     as in chapter 03, with H in the place of X
//     ∂L/∂b₂ = column sums of E₂       [k]
//     ∂L/∂H  = E₂ W₂ᵀ                  [n, h]     each hidden unit hears from every output it feeds
//     ∂L/∂S₁ = E₁ = E₂ W₂ᵀ ⊙ (1 − H²)  [n, h]     tanh′ = 1 − tanh², at the place of the forward pass
//     ∂L/∂W₁ = Xᵀ E₁                   [d, h]
//     ∂L/∂b₁ = column sums of E₁       [h]
//
// Two lines are easily forgotten: the factor 1 − H², and that W₂ is the weight *before* the step. A network
// without that factor often learns all the same, only worse; nothing but a comparison with measured slopes
// finds it.

public import Tensors

/// Two linear layers with tanh between them, and a gradient that is written out.
public struct TwoLayerNetwork: Layer {
  /// The layer that the input meets: `[n, d] -> [n, h]`.
  public var hidden: Linear
  /// The layer behind the bend: `[n, h] -> [n, k]`.
  public var output: Linear

  /// Makes a network from its layers.
  public init(hidden: Linear, output: Linear) {
    require(
      hidden.outputs == output.inputs,
      "TwoLayerNetwork: \(hidden.outputs) hidden units cannot be \(output.inputs) inputs")
    (self.hidden, self.output) = (hidden, output)
  }

  /// Makes a network with random parameters.
  public init(
    inputs: Int, hidden: Int, outputs: Int, using generator: inout RandomGenerator
  ) {
    self.hidden = Linear(inputs, hidden, using: &generator)
    output = Linear(hidden, outputs, using: &generator)
  }

  /// Shows the parameters of both layers.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&hidden, "hidden")
    visitor.visit(&output, "output")
  }

  /// Computes what the network says: `[n, d] -> [n, k]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { output(tanh(hidden(x))) }

  /// Computes half the squared error, added up over the outputs and averaged over the examples.
  ///
  /// - Parameters:
  ///   - examples: `[n, d]`, at least one.
  ///   - targets: `[n, k]`
  public func loss(_ examples: Tensor, _ targets: Tensor) -> Tensor {
    let said = self(examples)
    require(
      said.shape == targets.shape,
      "TwoLayerNetwork.loss: the network says \(said.shape), the targets are \(targets.shape)")
    return square(said - targets).sum() * (0.5 / Float(examples.shape[0]))
  }

  /// Computes the gradient of ``loss(_:_:)`` by the formulas above.
  public func gradientByHand(_ examples: Tensor, _ targets: Tensor) -> TwoLayerNetwork {
    let h = tanh(hidden(examples))
    let p = output(h)
    require(
      p.shape == targets.shape,
      "TwoLayerNetwork.gradientByHand: the network says \(p.shape), the targets are "
        + "\(targets.shape)")
    let outputErrors = (p - targets) / Float(examples.shape[0])
    let hiddenErrors = matmul(outputErrors, output.weight.transposed()) * (1 - square(h))
    var gradient = self
    gradient.output.weight = matmul(h.transposed(), outputErrors)
    gradient.output.bias = output.bias.map { _ in outputErrors.sum(axis: 0) }
    gradient.hidden.weight = matmul(examples.transposed(), hiddenErrors)
    gradient.hidden.bias = hidden.bias.map { _ in hiddenErrors.sum(axis: 0) }
    return gradient
  }
}
