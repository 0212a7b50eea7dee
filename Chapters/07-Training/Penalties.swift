public import Tensors

// Prices on large weights.

extension Parameterized {
  /// The sum of the magnitudes of all weights, to be added to a loss with a factor: it drives small weights to
  /// exactly zero (Tibshirani 1996).
  ///
  /// Biases and other parameters of fewer than two axes are left out.
  public var absoluteWeightSum: Tensor {
    weights.reduce(Tensor(0)) { $0 + abs($1).sum() }
  }

  /// Half the sum of the squares of all weights, to be added to a loss with a factor: its slope is the weight
  /// itself, which shrinks every weight by a share.
  ///
  /// Biases and other parameters of fewer than two axes are left out.
  public var halfSquaredWeightSum: Tensor {
    weights.reduce(Tensor(0)) { $0 + 0.5 * square($1).sum() }
  }

  private var weights: [Tensor] { parameters.filter { $0.rank >= 2 } }

  /// Shortens the weights of every unit that are longer than `limit`, after a step (Srebro and Shraibman
  /// 2005).
  ///
  /// A unit of a matrix `[inputs, outputs]` is a column. Parameters of another rank are left alone.
  public mutating func limitUnitNorms(to limit: Float) {
    var visitor = ParameterVisitor { parameter in
      guard parameter.rank == 2 else { return }
      let lengths = sqrt(square(parameter).sum(axis: 0))
      parameter = parameter * minimum(limit / maximum(lengths, Float.leastNormalMagnitude), 1)
    }
    visitParameters(&visitor)
  }
}
