// The logistic loss
//
// How wrong is a probability? Suppose the unit gives "yes" the probability p = σ(s). If the label is
// y = 1, the truth had probability p; if it is y = 0, it had 1 − p. The examples are independent, so the
// probability of all labels together is a product. Its logarithm is a sum, and a loss should be small
// when the model is good, so change the sign and average:
//
//     L = −(1/n) Σᵢ [ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ) ]
//
// A product of many probabilities underflows; the logarithms do not. But log p still fails when p
// rounds to 0 or 1: the loss becomes infinite, where the truth is 100. So never go through p. With
// 1 − σ(s) = σ(−s), each term is −log σ(±s), and
//
//     −log σ(z) = log(1 + e⁻ᶻ) = softplus(−z)         softplus(x) = log(1 + eˣ)
//
// One formula for both labels, with the sign ỹ = 2y − 1, which is +1 or −1:
//
//     loss of one example = softplus(−ỹ s)
//
// Compare the perceptron's max(0, −ỹ s): **the logistic loss is the perceptron's loss with the corner
// rounded off.** Far from 0 they agree. At 0 the perceptron pays nothing and the logistic unit log 2,
// and it goes on paying a little while it is right but unsure. That little is what pushes the line
// away from the examples.
//
// softplus itself must not overflow: take the larger of 0 and x out of the logarithm.
//
//     log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|)
//
// And log(1 + t) for tiny t would first round 1 + t to 1; `log1p` does not.

public import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bends `max(0, x)` into a smooth ramp: `log(1 + eˣ)`, in the shape of `x`.
///
/// Never overflows: `softplus(100)` is 100, and `softplus(−100)` about 4 · 10⁻⁴⁴.
///
/// This is the function as one derives it. `Tensors` exports the same one as a single loop with its
/// gradient, under the same name; later chapters use that one.
func softplus(_ x: Tensor) -> Tensor {
  Tensor(x.scalars.map { max($0, 0) + log1pf(expf(-Swift.abs($0))) }, shape: x.shape)
}

/// Averages the loss of a logistic unit, from its logits: `[n] -> Float`.
///
///     L = −(1/n) Σᵢ [ yᵢ log σ(sᵢ) + (1 − yᵢ) log(1 − σ(sᵢ)) ] = (1/n) Σᵢ softplus(−ỹᵢ sᵢ)
///
/// Also called binary cross-entropy. Natural logarithms, so the unit is the *nat*; guessing with
/// `p = ½` costs `log 2 = 0.693`.
///
/// - Parameters:
///   - logits: The scores s, before the sigmoid: `[n]`, at least one.
///   - labels: The right answers, 0 or 1: `[n]`.
public func logisticLoss(logits: Tensor, labels: [Int]) -> Float {
  require(
    logits.shape == [labels.count] && !labels.isEmpty,
    "logisticLoss: \(logits.shape): one logit for each of \(labels.count) labels is expected")
  requireClasses("logisticLoss", labels, classes: 2)
  let signs = Tensor(labels.map { Float(2 * $0 - 1) })
  return softplus(-signs * logits).mean().scalar
}
