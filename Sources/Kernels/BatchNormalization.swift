public import KernelInterface

extension VectorKernels {
  /// Normalizes every channel by the given moments.
  public static func batchNorm(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ x: Input, means: Input,
    inverseDeviations: Input, scale: Input?, shift: Input?, _ result: Output
  ) {
    var sample = 0
    while sample < samples {
      let start = x + sample * sampleStep
      let target = result + sample * sampleStep
      if inner == 1 {
        normalize(start, means, inverseDeviations, scale, shift, target, channels)
      } else {
        var channel = 0
        while channel < channels {
          let line = Line(
            mean: means[channel],
            factor: inverseDeviations[channel] * (scale.map { $0[channel] } ?? 1),
            shift: shift.map { $0[channel] } ?? 0)
          eachInRow(line, start + channel * inner, target + channel * inner, inner)
          channel += 1
        }
      }
      sample += 1
    }
  }

  /// Computes the gradient of `batchNorm` with respect to its operand.
  public static func batchNormGradient(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ gradient: Input, _ x: Input,
    means: Input, inverseDeviations: Input, scale: Input?, scaleGradient: Input,
    shiftGradient: Input, _ result: Output
  ) {
    let share = 1 / Float(samples * inner)
    var sample = 0
    while sample < samples {
      let start = sample * sampleStep
      if inner == 1 {
        gradientOfChannels(
          gradient + start, x + start, means, inverseDeviations, scale, scaleGradient,
          shiftGradient, share, result + start, channels)
      } else {
        var channel = 0
        while channel < channels {
          let inverse = inverseDeviations[channel]
          let line = GradientLine(
            mean: means[channel], factor: inverse * (scale.map { $0[channel] } ?? 1),
            offset: shiftGradient[channel] * share,
            slope: scaleGradient[channel] * share * inverse)
          let row = start + channel * inner
          eachInRows(line, gradient + row, x + row, result + row, inner)
          channel += 1
        }
      }
      sample += 1
    }
  }
}

/// `(x - mean) factor + shift`.
private struct Line: RowOperation {
  let mean: Float
  let factor: Float
  let shift: Float
  @inline(__always) func apply(_ x: Vector) -> Vector {
    multiplyAdd(x - mean, factor, Vector(repeating: shift))
  }
}

/// `(g - offset - (x - mean) slope) factor`.
private struct GradientLine: RowPairOperation {
  let mean: Float
  let factor: Float
  let offset: Float
  let slope: Float
  @inline(__always) func apply(_ g: Vector, _ x: Vector) -> Vector {
    multiplyAdd(x - mean, -slope, g - offset) * factor
  }
}

/// Normalizes one sample of channels that lie one after the other.
@inline(__always)
private func normalize(
  _ x: Input, _ means: Input, _ inverses: Input, _ scale: Input?, _ shift: Input?,
  _ result: Output, _ count: Int
) {
  var i = 0
  while i + width <= count {
    normalize(AllLanes(), i, x, means, inverses, scale, shift, result)
    i += width
  }
  if i < count {
    normalize(FirstLanes(count: count - i), i, x, means, inverses, scale, shift, result)
  }
}

@inline(__always)
private func normalize<Lanes: VectorLanes>(
  _ lanes: Lanes, _ i: Int, _ x: Input, _ means: Input, _ inverses: Input, _ scale: Input?,
  _ shift: Input?, _ result: Output
) {
  let factor = lanes.read(inverses + i) * lanes.read(scale, i, orElse: 1)
  let deviation = lanes.read(x + i) - lanes.read(means + i)
  lanes.write(
    multiplyAdd(deviation, factor, lanes.read(shift, i, orElse: 0)), result + i)
}

/// Computes the gradient for one sample of channels that lie one after the other.
@inline(__always)
private func gradientOfChannels(
  _ g: Input, _ x: Input, _ means: Input, _ inverses: Input, _ scale: Input?,
  _ scaleGradient: Input, _ shiftGradient: Input, _ share: Float, _ result: Output, _ count: Int
) {
  var i = 0
  while i + width <= count {
    gradientOfVector(
      AllLanes(), i, g, x, means, inverses, scale, scaleGradient, shiftGradient, share, result)
    i += width
  }
  if i < count {
    gradientOfVector(
      FirstLanes(count: count - i), i, g, x, means, inverses, scale, scaleGradient,
      shiftGradient, share, result)
  }
}

@inline(__always)
private func gradientOfVector<Lanes: VectorLanes>(
  _ lanes: Lanes, _ i: Int, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input,
  _ scale: Input?, _ scaleGradient: Input, _ shiftGradient: Input, _ share: Float,
  _ result: Output
) {
  let inverse = lanes.read(inverses + i)
  let slope = lanes.read(scaleGradient + i) * share * inverse
  let rest = multiplyAdd(lanes.read(shiftGradient + i), -share, lanes.read(g + i))
  let deviation = lanes.read(x + i) - lanes.read(means + i)
  let factor = inverse * lanes.read(scale, i, orElse: 1)
  lanes.write((rest - deviation * slope) * factor, result + i)
}
