import Foundation
import Tensors

// Helpers of the other right answers. A class does not receive this file.

/// Computes tensors number by number, in double precision, from tensors of the same shape.
func numberByNumber(_ inputs: [Tensor], _ body: ([Double]) -> [Double]) -> [Tensor] {
  let columns = inputs.map(\.scalars)
  let results = (inputs.first.map { 0..<$0.count } ?? 0..<0).map { place in
    body(columns.map { Double($0[place]) })
  }
  let count = results.first?.count ?? 0
  return (0..<count).map { output in
    Tensor(results.map { Float($0[output]) }, shape: inputs[0].shape)
  }
}

/// A matrix of Double.
private typealias Matrix = [[Double]]

/// Minus the inverse Hessian that BFGS builds, as a matrix, times the gradient: what the two loops compute
/// without the matrix.
func directionByMatrix(gradient: Tensor, moves: [Tensor], changes: [Tensor]) -> Tensor {
  let n = gradient.count
  func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  let pairs = zip(moves, changes).map { ($0.scalars.map(Double.init), $1.scalars.map(Double.init)) }
  var scale = 1.0
  if let (s, y) = pairs.last { scale = product(s, y) / product(y, y) }
  var inverse: Matrix = (0..<n).map { i in (0..<n).map { $0 == i ? scale : 0 } }
  for (s, y) in pairs {
    // (I − s yᵀ/sy) H (I − y sᵀ/sy) + s sᵀ/sy
    let sy = product(s, y)
    let left: Matrix = (0..<n).map { i in (0..<n).map { (i == $0 ? 1 : 0) - s[i] * y[$0] / sy } }
    let half: Matrix = (0..<n).map { i in
      (0..<n).map { j in (0..<n).reduce(0) { $0 + left[i][$1] * inverse[$1][j] } }
    }
    inverse = (0..<n).map { i in
      (0..<n).map { j in
        (0..<n).reduce(s[i] * s[j] / sy) { $0 + half[i][$1] * left[j][$1] }
      }
    }
  }
  let g = gradient.scalars.map(Double.init)
  return Tensor(inverse.map { Float(-product($0, g)) })
}

/// Adam and AdamW number by number.
let preciseAdam: AdamStep = { p, m, v, g, s in
  let (beta1, beta2, rate) = (Double(s.beta1), Double(s.beta2), Double(s.learningRate))
  let results = numberByNumber([p, m, v, g]) { x in
    let mean = beta1 * x[1] + (1 - beta1) * x[3]
    let square = beta2 * x[2] + (1 - beta2) * x[3] * x[3]
    let size =
      (square / (1 - pow(beta2, Double(s.step)))).squareRoot() + Double(s.epsilon)
    let step = mean / (1 - pow(beta1, Double(s.step))) / size
    return [x[0] - rate * (step + Double(s.weightDecay) * x[0]), mean, square]
  }
  return (results[0], results[1], results[2])
}
