// Why there must be a bend
//
// Put one linear layer behind another, with nothing in between:
//
//     (x W₁ + b₁) W₂ + b₂  =  x (W₁ W₂) + (b₁ W₂ + b₂)
//
// The right-hand side is one linear layer, with the weight W₁W₂ and the bias b₁W₂ + b₂. So a hundred
// linear layers can say nothing that one cannot. They can say less: if one of them is narrow, so is W₁W₂,
// whose rank is at most the smallest width on the way.

import Tensors

extension Linear {
  /// Makes the one layer that computes what two layers compute one after the other.
  ///
  ///     weight = W₁ W₂          bias = b₁ W₂ + b₂
  ///
  /// - Parameters:
  ///   - first: `[…, inputs] -> […, middle]`
  ///   - second: `[…, middle] -> […, outputs]`
  public init(collapsing first: Linear, _ second: Linear) {
    require(
      first.outputs == second.inputs,
      "Linear(collapsing:): \(first.outputs) outputs cannot be \(second.inputs) inputs")
    let pushed = first.bias.map { matmul($0, second.weight) }
    let bias =
      switch (pushed, second.bias) {
      case (let pushed?, let own?): pushed + own as Tensor?
      case (let pushed, let own): pushed ?? own
      }
    self.init(weight: matmul(first.weight, second.weight), bias: bias)
  }
}
