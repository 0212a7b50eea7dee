// Exclusive or, by hand
//
// One unit cannot decide exclusive or (chapter 03). Two layers can, and no training is needed to see it.
// Let the two hidden units count how many inputs are on:
//
//     h₁ = max(x₁ + x₂, 0)          0, 1, 1, 2      for 00, 01, 10, 11
//     h₂ = max(x₁ + x₂ − 1, 0)      0, 0, 0, 1
//     y  = h₁ − 2 h₂                0, 1, 1, 0
//
// The first layer folds the plane along the line x₁ + x₂ = 1; after the fold, the corners 00 and 11 lie on
// the same side. That is what hidden layers are for: they move the points until a line is enough.

public import Tensors

/// Networks whose weights were thought out, not trained.
public enum LogicByHand {
  /// The two layers that compute exclusive or: two units with a rectifier, then one without.
  public static let exclusiveOr = Sequential {
    Linear(weight: Tensor([[1, 1], [1, 1]]), bias: Tensor([0, -1]))
    Activation.relu
    Linear(weight: Tensor([[1], [-2]]), bias: Tensor([0]))
  }

  /// The layers that compute whether an odd number of `inputs` is on: as many hidden units as inputs.
  ///
  /// Counting does it for any number of inputs: unit `k` starts to speak at `k` inputs, and its weight of
  /// +2 or −2 turns the line the other way.
  ///
  ///     y = max(s, 0) − 2 max(s − 1, 0) + 2 max(s − 2, 0) − …          s = x₁ + … + x_d
  public static func parity(inputs: Int) -> some Layer<Tensor, Tensor> {
    require(inputs > 0, "parity: \(inputs) inputs; there must be at least one")
    let turns = (0..<inputs).map { unit -> Float in unit == 0 ? 1 : unit % 2 == 0 ? 2 : -2 }
    return Sequential {
      Linear(
        weight: .ones([inputs, inputs]), bias: Tensor((0..<inputs).map { -Float($0) }))
      Activation.relu
      Linear(weight: Tensor(turns).reshaped([inputs, 1]), bias: Tensor([0]))
    }
  }
}
