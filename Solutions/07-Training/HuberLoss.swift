import Tensors

/// Exercise 07.1: Huber's loss, squared near zero and straight further away.
///
/// For the difference `d = prediction − target` of each element:
///
///     ½ d²                     where |d| ≤ delta
///     delta · (|d| − ½ delta)  where |d| > delta
///
/// The result is the mean over all elements, as a tensor with one number, and it can be differentiated: use
/// operations of tensors, such as `abs`, `minimum`, `select`, and never `.scalars`.
///
/// Predictions `[0, 0, 0]`, targets `[0.5, -3, 1]` and `delta` 1 give the losses `[0.125, 2.5, 0.5]`, and so
/// the mean `1.041667`.
///
/// - Parameters:
///   - predictions: any shape
///   - targets: the same shape
///   - delta: Where the straight part begins, above 0.
/// - Returns: A number, of shape `[]`.
/// - Throws: Any error if the shapes differ, such as one of your own, `struct ShapesDiffer: Error {}`. Without
///   it, predictions `[n, 1]` and targets `[n]` would stretch to `[n, n]`.
public func huberLoss(_ predictions: Tensor, _ targets: Tensor, delta: Float) throws -> Tensor {
  guard predictions.shape == targets.shape else {
    throw ShapesDiffer(predictions: predictions.shape, targets: targets.shape)
  }
  let size = abs(predictions - targets)
  // With m = min(|d|, delta) both pieces are m · (|d| − ½ m).
  let near = minimum(size, delta)
  return (near * (size - 0.5 * near)).mean()
}

/// Says which shapes differ.
struct ShapesDiffer: Error {
  let predictions: [Int]
  let targets: [Int]
}
