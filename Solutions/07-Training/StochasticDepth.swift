import Tensors

/// Exercise 07.10: spreads the chances of being left out over the branches of a deep network.
///
/// They rise in even steps from 0 for the first branch to `most` for the last. A single branch gets `most`.
///
/// 5 branches up to 0.2 have the rates `0, 0.05, 0.1, 0.15, 0.2`.
///
/// - Parameters:
///   - count: The number of branches, at least 1.
///   - most: The rate of the last one.
/// - Returns: `count` rates.
public func depthRates(_ count: Int, most: Float) throws -> [Float] {
  if count == 1 { return [most] }
  return (0..<count).map { most * Float($0) / Float(count - 1) }
}

/// Exercise 07.10: adds a residual branch, in training only for some of the examples.
///
/// In training, the branch is left out for an example if its number in `uniform` is below `rate`; where it is
/// kept it is divided by the chance of being kept. In evaluation it is added as it is. The way past the branch
/// is always open.
///
/// By hand: `x = [[1], [2]]` with the branch `[[10], [20]]`, a rate of 0.5 and the numbers `0.2, 0.7` becomes
/// `[[1], [42]]`, and `[[11], [22]]` in evaluation.
///
/// - Parameters:
///   - x: `[batch, …]`
///   - branch: What the branch has computed, of the shape of `x`.
///   - rate: The chance that the branch is left out, from 0 to below 1.
///   - uniform: A random number from 0 to below 1 for each example, `[batch]`.
///   - isTraining: Whether this is training; otherwise it is evaluation.
/// - Returns: The shape of `x`.
public func stochasticDepth(
  _ x: Tensor, branch: Tensor, rate: Float, uniform: Tensor, isTraining: Bool
) throws -> Tensor {
  if !isTraining { return x + branch }
  let kept = select(uniform .>= rate, Tensor(1 / (1 - rate)), 0)
  return x + branch * kept.reshaped([x.shape[0]] + x.shape[1...].map { _ in 1 })
}
