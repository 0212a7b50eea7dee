// Units that have stopped learning
//
// A rectifier unit whose score is negative for every example says 0, has the slope 0, and therefore gets
// the gradient 0, for its weights and for its bias: nothing will ever bring it back. It is *dead*. One
// step that was too long is enough.
//
// A tanh unit does not die, but it *saturates*: at a score of ±5 its slope is 0.0002.
//
// Both are read off the slopes of the layer's scores, over a whole data set. One example is not enough: a
// unit that is silent for one digit may be the one that recognizes another.

public import Tensors

extension Activation {
  /// Finds the units whose slope is 0 for every example: nothing can train them any more.
  ///
  /// - Parameter scores: What goes into the activation, for a whole data set: `[n, units]`.
  /// - Returns: The positions of the dead units.
  public func deadUnits(scores: Tensor) -> [Int] {
    require(
      scores.rank == 2 && scores.shape[0] > 0,
      "deadUnits: scores of shape \(scores.shape); [n, units] with at least one row is expected")
    let steepest = abs(derivative(scores)).max(axis: 0).scalars
    return steepest.indices.filter { steepest[$0] == 0 }
  }

  /// Measures how many of the scores lie where the slope is below a limit.
  ///
  /// - Parameters:
  ///   - scores: What goes into the activation, any shape with at least one element.
  ///   - limit: The slope under which a score counts as saturated.
  /// - Returns: A share from 0 to 1.
  public func saturation(scores: Tensor, limit: Float = 0.01) -> Float {
    require(scores.count > 0, "saturation: there are no scores")
    return positive(limit - abs(derivative(scores))).mean().scalar
  }
}
