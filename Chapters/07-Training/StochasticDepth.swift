public import MultilayerPerceptrons
public import Tensors

/// A residual branch that is left out at random, in training: `[batch, …] -> [batch, …]`.
///
///     training    y = x + kept / (1 − rate) · branch(x)
///     evaluation  y = x + branch(x)
///
/// The way past the branch is always open; only the branch is dropped. Kept branches are divided by the chance
/// of being kept, so the mean over training is what evaluation computes.
///
/// Huang et al., "Deep Networks with Stochastic Depth" (2016), who leave out a branch for a whole batch and
/// scale in evaluation instead; Larsson, Maire and Shakhnarovich, "FractalNet" (2017), who call it drop-path.
public struct StochasticDepth<Branch: Layer<Tensor, Tensor>>: Layer, CustomStringConvertible {
  /// What may be left out.
  public var branch: Branch
  /// The chance that it is, from 0 to below 1.
  public var rate: Float
  /// What it is left out for.
  public var unit: Unit

  /// What a branch is left out for.
  public enum Unit: Sendable {
    /// Each example by its own chance.
    case example
    /// The whole batch. A branch that is left out is not computed.
    case batch
  }

  /// Makes a layer around a branch whose output has the shape of its input.
  public init(_ branch: Branch, rate: Float, unit: Unit = .example) {
    requireRate(rate, "StochasticDepth")
    (self.branch, self.rate, self.unit) = (branch, rate, unit)
  }

  /// The kind of layer and its rate, such as `StochasticDepth 0.1`.
  public var description: String { "StochasticDepth \(rate)" }

  /// Shows the parameters of the branch.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&branch, "branch")
  }

  /// Adds the branch to the input, or not.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x + branch(x) }
    let uniform = Tensor.uniform(unit == .batch ? [1] : [x.shape[0]])
    // Where nobody needs the branch it is not computed.
    if !(uniform .>= rate).any() { return x }
    return stochasticDepth(x, branch: branch(x), rate: rate, uniform: uniform)
  }
}

/// Adds a branch for the examples that have drawn a number of at least the rate.
///
/// - Parameters:
///   - x: `[batch, …]`
///   - branch: What the branch has computed, of the shape of `x`.
///   - rate: The chance that it is left out, from 0 to below 1.
///   - uniform: `[batch]` numbers from 0 to below 1, or one for all, `[1]`.
/// - Returns: The shape of `x`.
@_disfavoredOverload
public func stochasticDepth(
  _ x: Tensor, branch: Tensor, rate: Float, uniform: Tensor
) -> Tensor {
  let spread = uniform.reshaped([uniform.count] + Array(repeating: 1, count: x.rank - 1))
  return x + invertedDropout(branch, rate: rate, uniform: spread)
}

/// Spreads the rates of `count` branches from 0 in the first to `most` in the last, in even steps.
///
/// Early branches are what all later ones build on, so they are left out less. By hand, 5 branches up to 0.2:
/// `0, 0.05, 0.1, 0.15, 0.2`. Huang et al. (2016) count from 1, so that their first branch has the rate
/// `most / count`; starting at 0 is today's habit. A single branch gets `most`.
@_disfavoredOverload
public func depthRates(_ count: Int, most: Float) -> [Float] {
  (0..<count).map { count < 2 ? most : most * Float($0) / Float(count - 1) }
}
