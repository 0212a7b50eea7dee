import Foundation
import Tensors

// Helpers of the other right answers. A class receives none of them.

/// The gradient of two layers with loops instead of matrix products.
func byLoops(_ x: Tensor, _ y: Tensor, _ p: TwoLayerParameters) -> LossAndGradient {
  let (n, d, h, k) = (x.shape[0], x.shape[1], p.hiddenBias.count, p.outputBias.count)
  func numbers(_ tensor: Tensor) -> [Double] { tensor.scalars.map(Double.init) }
  let (xs, ys) = (numbers(x), numbers(y))
  let (w, b) = (numbers(p.hiddenWeight), numbers(p.hiddenBias))
  let (v, c) = (numbers(p.outputWeight), numbers(p.outputBias))
  var loss = 0.0
  var (dw, db) = ([Double](repeating: 0, count: d * h), [Double](repeating: 0, count: h))
  var (dv, dc) = ([Double](repeating: 0, count: h * k), [Double](repeating: 0, count: k))
  for i in 0..<n {
    let hidden = (0..<h).map { unit in
      Foundation.tanh((0..<d).reduce(b[unit]) { $0 + xs[i * d + $1] * w[$1 * h + unit] })
    }
    let errors = (0..<k).map { output in
      (0..<h).reduce(c[output]) { $0 + hidden[$1] * v[$1 * k + output] } - ys[i * k + output]
    }
    for output in 0..<k {
      loss += errors[output] * errors[output] / 2 / Double(n)
      dc[output] += errors[output] / Double(n)
    }
    for unit in 0..<h {
      var back = 0.0
      for output in 0..<k {
        dv[unit * k + output] += hidden[unit] * errors[output] / Double(n)
        back += v[unit * k + output] * errors[output] / Double(n)
      }
      back *= (1 - hidden[unit]) * (1 + hidden[unit])
      db[unit] += back
      for feature in 0..<d { dw[feature * h + unit] += xs[i * d + feature] * back }
    }
  }
  func tensor(_ values: [Double], _ shape: [Int]) -> Tensor {
    Tensor(values.map { Float($0) }, shape: shape)
  }
  return (Float(loss), tensor(dw, [d, h]), tensor(db, [h]), tensor(dv, [h, k]), tensor(dc, [k]))
}
