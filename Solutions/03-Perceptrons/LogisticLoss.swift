import Tensors

/// Exercise 03.6: measures how badly probabilities fit the labels, straight from the scores.
///
/// The score before the sigmoid is called a logit. With `p = σ(logit)`, one example costs `−ln p` where its
/// label is 1, and `−ln(1 − p)` where it is 0; the loss is the mean over the examples.
///
///     logisticLoss(logits: Tensor([0]), labels: [1])      // 0.6931, which is ln 2
///     logisticLoss(logits: Tensor([-100]), labels: [1])   // 100
///
/// The second line is why the loss is computed from logits: `σ(−100)` rounds to 0, and `ln 0` is infinite.
/// Rewrite the formula until nothing in it can overflow.
///
/// - Parameters:
///   - logits: `[n]`, at least one, any finite values.
///   - labels: `n` labels, each 0 or 1.
/// - Returns: The mean loss, by the natural logarithm (one says: in nats).
public func logisticLoss(logits: Tensor, labels: [Int]) throws -> Float {
  // −ln σ(z) = ln(1 + exp(−z)) and −ln(1 − σ(z)) = z + ln(1 + exp(−z)), so both are
  // max(z, 0) − z · label + ln(1 + exp(−|z|)), in which no exponent is positive.
  let targets = Tensor(labels.map { Float($0) })
  let losses = maximum(logits, 0) - logits * targets + log(1 + exp(-abs(logits)))
  return losses.mean().scalar
}
