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
        if let scale {
          if let shift {
            normalize(
              start, means, inverseDeviations, Stream(start: scale), Stream(start: shift), target,
              channels)
          } else {
            normalize(
              start, means, inverseDeviations, Stream(start: scale), Constant(value: 0), target,
              channels)
          }
        } else if let shift {
          normalize(
            start, means, inverseDeviations, Constant(value: 1), Stream(start: shift), target,
            channels)
        } else {
          normalize(
            start, means, inverseDeviations, Constant(value: 1), Constant(value: 0), target,
            channels)
        }
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
        if let scale {
          gradientOfChannels(
            gradient + start, x + start, means, inverseDeviations, Stream(start: scale),
            scaleGradient, shiftGradient, share, result + start, channels)
        } else {
          gradientOfChannels(
            gradient + start, x + start, means, inverseDeviations, Constant(value: 1),
            scaleGradient, shiftGradient, share, result + start, channels)
        }
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
private func normalize<Scale: Operand, Shift: Operand>(
  _ x: Input, _ means: Input, _ inverses: Input, _ scale: Scale, _ shift: Shift,
  _ result: Output, _ count: Int
) {
  var i = 0
  while i + width <= count {
    let factor = load(inverses + i) * scale.vector(i)
    store(multiplyAdd(load(x + i) - load(means + i), factor, shift.vector(i)), result + i)
    i += width
  }
  if i < count {
    let lanes = count - i
    let factor = load(inverses + i, count: lanes) * scale.vector(i, count: lanes)
    let deviation = load(x + i, count: lanes) - load(means + i, count: lanes)
    let y = multiplyAdd(deviation, factor, shift.vector(i, count: lanes))
    store(y, result + i, count: lanes)
  }
}

@inline(__always)
private func gradientOfChannels<Scale: Operand>(
  _ g: Input, _ x: Input, _ means: Input, _ inverses: Input, _ scale: Scale,
  _ scaleGradient: Input, _ shiftGradient: Input, _ share: Float, _ result: Output, _ count: Int
) {
  var i = 0
  while i < count {
    if i + width <= count {
      let y = gradientOfVector(
        AllLanes(), g + i, x + i, means + i, inverses + i, scale.vector(i), scaleGradient + i,
        shiftGradient + i, share)
      store(y, result + i)
    } else {
      let lanes = FirstLanes(count: count - i)
      let y = gradientOfVector(
        lanes, g + i, x + i, means + i, inverses + i, scale.vector(i, count: count - i),
        scaleGradient + i, shiftGradient + i, share)
      lanes.write(y, result + i)
    }
    i += width
  }
}

@inline(__always)
private func gradientOfVector<Lanes: VectorLanes>(
  _ lanes: Lanes, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input, _ scale: Vector,
  _ scaleGradient: Input, _ shiftGradient: Input, _ share: Float
) -> Vector {
  let inverse = lanes.read(inverses)
  let slope = lanes.read(scaleGradient) * share * inverse
  let rest = multiplyAdd(lanes.read(shiftGradient), -share, lanes.read(g))
  let deviation = lanes.read(x) - lanes.read(means)
  return (rest - deviation * slope) * (inverse * scale)
}
