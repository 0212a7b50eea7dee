import Foundation
import Tensors

// Helpers of the other right answers. A class does not receive this file.

// MARK: Losses

/// Cross-entropy one row and one class after the other.
@Sendable func rowByRow(
  _ logits: Tensor, _ labels: [Int], _ weights: Tensor?, _ smoothing: Float
) -> Tensor {
  let classes = logits.shape[1]
  let w = weights?.scalars ?? [Float](repeating: 1, count: classes)
  var (total, counted) = (Tensor(0), Float(0))
  for (row, label) in labels.enumerated() {
    let z = logits[row]
    let logSum = logSumExp(z, axis: 0)
    for k in 0..<classes {
      let target = (k == label ? 1 - smoothing : 0) + smoothing / Float(classes)
      total = total + target * w[k] * (logSum - z[k])
    }
    counted += w[label]
  }
  return total / counted
}

/// The focal loss in double precision, with the slope that is derived by hand.
///
/// With the probability p of the right answer and the slope of its score, p (1 − p):
///
///     d/ds (1 − p)ᵍ (−ln p) = (1 − p)ᵍ (g p ln p − (1 − p))
@Sendable func preciseFocalLoss(
  _ logits: Tensor, _ targets: Tensor, _ gamma: Float, _ alpha: Float
) -> Tensor {
  @Sendable func each(_ z: Tensor, _ body: (_ sign: Double, _ s: Double) -> Double) -> Tensor {
    Tensor(
      zip(z.scalars, targets.scalars).map { z, t in
        let sign: Double = t == 1 ? 1 : -1
        return Float(Double(t == 1 ? alpha : 1 - alpha) * body(sign, sign * Double(z)))
      }, shape: z.shape)
  }
  @Sendable func minusLog(_ s: Double) -> Double { max(-s, 0) + log1p(exp(-abs(s))) }
  let g = Double(gamma)
  let losses = differentiable(
    logits,
    value: { z in each(z) { _, s in exp(-g * minusLog(-s)) * minusLog(s) } },
    pullback: { z, gradient in
      gradient
        * each(z) { sign, s in
          let p = exp(-minusLog(s))
          return -sign * exp(-g * minusLog(-s)) * (g * p * minusLog(s) + exp(-minusLog(-s)))
        }
    })
  return losses.mean()
}

/// InfoNCE pair by pair.
@Sendable func contrastiveByPairs(_ a: Tensor, _ b: Tensor, _ temperature: Float) -> Tensor {
  let n = a.shape[0]
  func similarity(_ i: Int, _ j: Int) -> Tensor {
    let (x, y) = (a[i], b[j])
    return (x * y).sum() / sqrt((x * x).sum() * (y * y).sum()) / temperature
  }
  let s = (0..<n).map { i in (0..<n).map { j in similarity(i, j) } }
  var total = Tensor(0)
  for i in 0..<n {
    let row = Tensor.stack((0..<n).map { s[i][$0] })
    let column = Tensor.stack((0..<n).map { s[$0][i] })
    total = total + 0.5 * (logSumExp(row, axis: 0) + logSumExp(column, axis: 0)) - s[i][i]
  }
  return total / Float(n)
}

// MARK: Layers

// MARK: Loop
