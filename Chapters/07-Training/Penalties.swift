public import Tensors

// Prices on large weights
//
// Two ways to make weights small. A *penalty* joins the loss, and its gradient pulls in every step:
//
//     L1: λ · Σ |w|      pulls every weight with the same force λ
//     L2: λ/2 · Σ w²     pulls each weight with a share of itself, λ w
//
// The share makes large weights much smaller and small ones hardly; the constant force carries small weights
// all the way to zero. But only to its neighbourhood: a step of length η λ overshoots a weight that is smaller
// and comes back in the next. For zeros that are zero the L1 penalty is taken *after* the step on the loss, by
// `shrinkWeights(by: η λ)`, which stops at zero.
//
// A *limit* is no penalty: `limitUnitNorms` changes nothing until a unit's weights are too long.
//
// Weights are the parameters of two axes or more. Biases, scales and shifts pay nothing: they move the signal
// or set its size, they do not follow details of the examples.

extension Parameterized {
  /// The sum of the magnitudes of all weights, to be added to a loss with a factor.
  ///
  /// The slope at zero counts as zero. Gradient descent brings small weights near zero, not to zero: see
  /// ``shrinkWeights(by:)`` (Tibshirani, "Regression Shrinkage and Selection via the Lasso", 1996).
  public var absoluteWeightSum: Tensor {
    weights.reduce(Tensor(0)) { $0 + abs($1).sum() }
  }

  /// Half the sum of the squares of all weights, to be added to a loss with a factor: its slope is the weight
  /// itself.
  public var halfSquaredWeightSum: Tensor {
    weights.reduce(Tensor(0)) { $0 + 0.5 * square($1).sum() }
  }

  /// Mixes both penalties: `strength · (share · Σ |w| + (1 − share) / 2 · Σ w²)`.
  ///
  /// Of inputs that say the same, L1 alone keeps any one; with a part of L2 it keeps all of them, each a little
  /// (Zou and Hastie, "Regularization and Variable Selection via the Elastic Net", 2005).
  ///
  /// - Parameters:
  ///   - strength: The weight of the whole penalty.
  ///   - share: The share of L1, from 0 to 1.
  public func elasticNet(strength: Float, share: Float) -> Tensor {
    require(share >= 0 && share <= 1, "elasticNet: a share of \(share); 0 to 1 is expected")
    return strength * (share * absoluteWeightSum + (1 - share) * halfSquaredWeightSum)
  }

  private var weights: [Tensor] { parameters.filter { $0.rank >= 2 } }

  /// Moves every weight towards zero by `distance`, and no further: `sign(w) · max(|w| − distance, 0)`.
  ///
  /// After a step of gradient descent with the rate η on the loss alone, `shrinkWeights(by: η · λ)` is the L1
  /// penalty λ, with zeros that are zero. It is the *proximal* step: the point that minimizes
  /// `½ (v − w)² + distance · |v|` (Daubechies, Defrise and De Mol 2004).
  public mutating func shrinkWeights(by distance: Float) {
    var visitor = ParameterVisitor { parameter in
      guard parameter.rank >= 2 else { return }
      parameter = sign(parameter) * maximum(abs(parameter) - distance, 0)
    }
    visitParameters(&visitor)
  }

  /// Shortens the weights of every unit that are longer than `limit`, after a step.
  ///
  /// A unit of a matrix `[inputs, outputs]` is a column; one of a kernel `[outputs, inputs, …]` is everything
  /// under one index of the first axis. Units that are short enough stay as they are.
  ///
  /// Srebro and Shraibman (2005); with dropout, Srivastava et al. (2014), who take limits from 3 to 4.
  public mutating func limitUnitNorms(to limit: Float) {
    var visitor = ParameterVisitor { parameter in
      guard parameter.rank >= 2 else { return }
      let isMatrix = parameter.rank == 2
      let units = isMatrix ? parameter : parameter.reshaped([parameter.shape[0], -1])
      let lengths = sqrt(square(units).sum(axis: isMatrix ? 0 : 1, keepDimensions: true))
      let shortened = units * minimum(limit / maximum(lengths, Float.leastNormalMagnitude), 1)
      parameter = shortened.reshaped(parameter.shape)
    }
    visitParameters(&visitor)
  }
}
