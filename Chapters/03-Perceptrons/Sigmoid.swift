// A soft decision
//
// The step throws information away: a score of 0.01 and a score of 100 give the same answer. And its
// slope is 0 wherever it has one, so no descent can learn through it. The *sigmoid* bends the step
// into a smooth climb from 0 to 1:
//
//     σ(x) = 1 / (1 + e⁻ˣ)
//
// Read σ(s) as the probability that the answer is "yes". The score s is then called the *logit*. It is
// the logarithm of the odds: p = σ(s) is the same as s = log(p / (1 − p)). Two facts are used all the time:
//
//     1 − σ(x) = σ(−x)              "no" is "yes" to the opposite score
//     σ′(x) = σ(x) (1 − σ(x))       the slope is ¼ at 0, and dies away on both sides
//
// The first: 1 − 1/(1 + e⁻ˣ) = e⁻ˣ/(1 + e⁻ˣ) = 1/(eˣ + 1). The second: σ′ = e⁻ˣ/(1 + e⁻ˣ)², which is
// 1/(1 + e⁻ˣ) · e⁻ˣ/(1 + e⁻ˣ) = σ(x) σ(−x).
//
// In 32-bit numbers e⁸⁹ is already infinite. The formula as written survives that (1/∞ = 0), but it
// loses what is small: σ(−100) = 4 · 10⁻⁴⁴ becomes 0. Multiplying above and below by eˣ gives
// eˣ/(1 + eˣ), which is fine for negative x and hopeless for large x, ∞/∞. Both at once:
//
//     σ(x) = e^min(x, 0) / (1 + e^−|x|)
//
// For x ≥ 0 this is 1/(1 + e⁻ˣ), for x < 0 it is eˣ/(1 + eˣ), and no exponent is ever positive.

public import Tensors

/// Squashes every element into 0…1: `σ(x) = 1 / (1 + e⁻ˣ)`, in the shape of `x`.
///
/// Never overflows: `σ(±100)` is 1 and about 4 · 10⁻⁴⁴.
///
/// ```swift
/// sigmoid(Tensor([0, 2, -2]))    // [0.5, 0.8808, 0.1192]
/// ```
///
/// This is the function as one derives it. `Tensors` exports the same one as a single loop with its
/// gradient, under the same name; later chapters use that one.
func sigmoid(_ x: Tensor) -> Tensor {
  exp(minimum(x, 0)) / (1 + exp(-abs(x)))
}

/// Computes the slope of the sigmoid at every `x`, in the shape of `x`: `σ′(x) = σ(x) σ(−x)`.
///
/// The argument is the input of the sigmoid, not its output. The product is taken as it stands: in
/// `σ(x) (1 − σ(x))` the difference would round to 0 from `x = 17` on.
///
/// ```swift
/// sigmoidDerivative(Tensor([0, 2, -2]))    // [0.25, 0.105, 0.105]
/// ```
public func sigmoidDerivative(_ x: Tensor) -> Tensor {
  sigmoid(x) * sigmoid(-x)
}
