import Foundation
import Tensors

// Helpers of the other right answers. A class does not receive this file.

// MARK: Losses

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
