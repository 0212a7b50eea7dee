import Course
import Tensors

/// Exercise 03.1: turns scores into decisions.
///
/// A unit that decides answers yes (+1) where its score is positive and no (−1) where it is negative.
/// A score of exactly zero lies on the boundary; this book answers +1 there.
///
///     stepActivation(Tensor([2.5, -1, 0]))   // [1, -1, 1]
///
/// - Parameter scores: `[n]`
/// - Returns: `n` labels, each +1 or −1.
public func stepActivation(_ scores: Tensor) throws -> [Int] {
  throw NotImplemented()
}
