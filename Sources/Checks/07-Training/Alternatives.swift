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

/// The fans and the bound of 07.5, found by listing the weights that belong to one unit and to one input.
let initialBoundByCounting = InitialBound(
  fans: { shape in
    // The places of all weights, as numbers along the axes.
    var places: [[Int]] = [[]]
    for extent in shape { places = places.flatMap { place in (0..<extent).map { place + [$0] } } }
    let (input, output) = shape.count == 2 ? (0, 1) : (1, 0)
    return (places.count { $0[output] == 0 }, places.count { $0[input] == 0 })
  },
  bound: { shape, gain in
    var fanIn = 1
    for (axis, extent) in shape.enumerated() where axis != (shape.count == 2 ? 1 : 0) {
      fanIn *= extent
    }
    return Float(3).squareRoot() * gain / Float(fanIn).squareRoot()
  })

/// 07.6 with layer normalization of the transposed batch.
let batchNormalizationByRows: BatchNormalizationAnswer = { x, s, isTraining in
  guard isTraining else {
    let deviation = pow(s.variance + s.epsilon, 0.5)
    return ((x - s.mean) * s.scale / deviation + s.shift, s.mean, s.variance)
  }
  let y = layerNorm(x.transposed(), epsilon: s.epsilon).transposed() * s.scale + s.shift
  let rows = stopGradient(x).transposed()
  return (
    y, s.mean + s.momentum * (rows.mean(axis: 1) - s.mean),
    s.variance + s.momentum * (rows.variance(axis: 1, correction: 1) - s.variance)
  )
}

/// 07.7 by the chain rule, one quantity after the other: first the variance, then the mean, then x.
let batchNormalizationGradientByChain: BatchNormalizationGradient = { g, x, scale, epsilon in
  let m = Float(x.shape[0])
  let centred = x - x.sum(axis: 0) / m
  let variance = (centred * centred).sum(axis: 0) / m
  let inverse = 1 / sqrt(variance + epsilon)
  let h = g * scale
  // y depends on the variance through inverse, whose slope is −½ inverse³.
  let ofVariance = (h * centred).sum(axis: 0) * (-0.5) * inverse * inverse * inverse
  let ofMean = -1 * (h * inverse).sum(axis: 0)
  let ofX = h * inverse + 2 / m * centred * ofVariance + ofMean / m
  return (ofX, (g * centred * inverse).sum(axis: 0), g.sum(axis: 0))
}

/// 07.7 with the matrix of all slopes of one channel, in double precision.
let batchNormalizationGradientByMatrix: BatchNormalizationGradient = { g, x, scale, epsilon in
  let (m, channels) = (x.shape[0], x.shape[1])
  var slopes = Tensor.zeros(x.shape)
  var (ofScale, ofShift) = ([Float](), [Float]())
  for channel in 0..<channels {
    let numbers = (0..<m).map { Double(x[$0, channel]) }
    let gradient = (0..<m).map { Double(g[$0, channel]) }
    let mean = numbers.reduce(0, +) / Double(m)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(m)
    let deviation = (variance + Double(epsilon)).squareRoot()
    let normal = numbers.map { ($0 - mean) / deviation }
    for i in 0..<m {
      let sum = (0..<m).reduce(0.0) { sum, j in
        let slope = (i == j ? 1 : 0) - 1 / Double(m) - normal[i] * normal[j] / Double(m)
        return sum + gradient[j] * slope
      }
      slopes[i, channel] = Float(sum * Double(scale.scalars[channel]) / deviation)
    }
    ofScale.append(Float(zip(gradient, normal).reduce(0) { $0 + $1.0 * $1.1 }))
    ofShift.append(Float(gradient.reduce(0, +)))
  }
  return (slopes, Tensor(ofScale), Tensor(ofShift))
}

/// 07.8 with a piece for every example and group.
let groupNormalizationByPieces: GroupNormalizationAnswer = { x, groups, scale, shift, epsilon in
  let size = x.shape[1] / groups
  let examples = (0..<x.shape[0]).map { index in
    let pieces = (0..<groups).map { group in
      let piece = x[index][group * size..<(group + 1) * size]
      let mean = piece.sum() / Float(piece.count)
      let variance = square(piece - mean).sum() / Float(piece.count)
      return (piece - mean) * reciprocalSquareRoot(variance + epsilon)
    }
    return Tensor.concatenate(pieces)
  }
  let channels = (0..<x.shape[1]).map { channel in
    Tensor.stack(examples.map { $0[channel] * scale[channel] + shift[channel] })
  }
  return Tensor.stack(channels, axis: 1)
}

/// 07.11 with a loop over all pixels.
let cutMixByPixels: CutMix = { images, targets, partners, share, row, column in
  let shape = images.shape
  let side = Double(1 - share).squareRoot()
  let (high, wide) = (Int(side * Double(shape[2])) / 2, Int(side * Double(shape[3])) / 2)
  let (old, labels) = (images.scalars, targets.scalars)
  var (pixels, mixed) = (old, labels)
  var count = 0
  for r in 0..<shape[2] where r >= row - high && r < row + high {
    for c in 0..<shape[3] where c >= column - wide && c < column + wide {
      count += 1
      for n in 0..<shape[0] {
        for channel in 0..<shape[1] {
          let place = (channel * shape[2] + r) * shape[3] + c
          let size = shape[1] * shape[2] * shape[3]
          pixels[n * size + place] = old[partners[n] * size + place]
        }
      }
    }
  }
  let part = Float(count) / Float(shape[2] * shape[3])
  let classes = targets.shape[1]
  for n in 0..<shape[0] {
    for k in 0..<classes {
      mixed[n * classes + k] =
        (1 - part) * labels[n * classes + k] + part * labels[partners[n] * classes + k]
    }
  }
  return (Tensor(pixels, shape: shape), Tensor(mixed, shape: targets.shape))
}

// MARK: Loop
