import Foundation
import Tensors

// Helpers of the other right answers. A class receives neither.

/// The step with loops instead of matrix products.
func preciseStep(
  _ w: Tensor, _ b: Tensor, _ x: Tensor, _ y: [Int], _ rate: Float
) -> (weights: Tensor, biases: Tensor, loss: Float) {
  let (n, d, k) = (y.count, x.shape[1], b.count)
  var weights = w.scalars.map(Double.init)
  var biases = b.scalars.map(Double.init)
  var loss = 0.0
  for i in 0..<n {
    let logits = (0..<k).map { c in
      (0..<d).reduce(Double(b.scalars[c])) {
        $0 + Double(x.scalars[i * d + $1]) * Double(w.scalars[$1 * k + c])
      }
    }
    let top = logits.max() ?? 0
    let total = logits.reduce(0) { $0 + exp($1 - top) }
    loss += top + log(total) - logits[y[i]]
    for c in 0..<k {
      let delta = (exp(logits[c] - top) / total - (c == y[i] ? 1 : 0)) / Double(n)
      biases[c] -= Double(rate) * delta
      for j in 0..<d { weights[j * k + c] -= Double(rate) * delta * Double(x.scalars[i * d + j]) }
    }
  }
  return (
    Tensor(weights.map { Float($0) }, shape: w.shape), Tensor(biases.map { Float($0) }),
    Float(loss / Double(n))
  )
}

/// The smallest room of an example, not divided by any length.
func smallest(_ w: Tensor, _ b: Float, _ x: Tensor, _ y: [Int]) -> Double {
  let scores = (0..<y.count).map { i in
    zip(w.scalars, x[i].scalars).reduce(Double(b)) { $0 + Double($1.0) * Double($1.1) }
  }
  return zip(scores, y).map { $0 * Double($1) }.min() ?? 0
}

/// The length of a vector and one number more.
func preciseLength(_ vector: Tensor, _ extra: Float) -> Double {
  vector.scalars.reduce(Double(extra) * Double(extra)) { $0 + Double($1) * Double($1) }
    .squareRoot()
}

/// The sigmoid of one number.
func stable(_ x: Float) -> Float {
  x < 0 ? expf(x) / (1 + expf(x)) : 1 / (1 + expf(-x))
}
