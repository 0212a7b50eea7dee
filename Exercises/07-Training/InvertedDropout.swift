import Course
import Tensors

/// Exercise 07.9: sets numbers to zero at random, in training, and keeps their mean.
///
/// A number is dropped if its number in `uniform` is below `rate`, and kept otherwise. What is kept is divided by
/// the chance of being kept. In evaluation nothing happens at all.
///
/// By hand: `1, 2, 3, 4` with the numbers `0.1, 0.6, 0.5, 0.9` and a rate of 0.5 becomes `0, 4, 6, 8`.
///
/// - Parameters:
///   - x: any shape
///   - rate: The chance that a number is dropped, from 0 to below 1.
///   - uniform: Random numbers from 0 to below 1, of the shape of `x`.
///   - isTraining: Whether this is training; otherwise it is evaluation.
/// - Returns: The shape of `x`.
public func invertedDropout(
  _ x: Tensor, rate: Float, uniform: Tensor, isTraining: Bool
) throws -> Tensor {
  throw NotImplemented()
}
