public import KernelInterface

extension VectorKernels {
  /// Computes mean and variance of every channel.
  public static func channelMoments(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ x: Input, means: Output,
    variances: Output
  ) {
    if inner == 1 {
      return momentsOfColumns(samples, channels, sampleStep, x, means, variances, divisor: samples)
    }
    let count = Double(samples * inner)
    var channel = 0
    while channel < channels {
      let start = x + channel * inner
      var total = 0.0
      var sample = 0
      while sample < samples {
        total += sum(start + sample * sampleStep, count: inner)
        sample += 1
      }
      let mean = Float(total / count)
      var squares = 0.0
      sample = 0
      while sample < samples {
        squares += squaredDeviations(start + sample * sampleStep, inner, from: mean)
        sample += 1
      }
      means[channel] = mean
      variances[channel] = Float(squares / count)
      channel += 1
    }
  }

  /// Computes the gradients of `batchNorm` with respect to scale and shift.
  public static func batchNormParameterGradients(
    samples: Int, channels: Int, inner: Int, sampleStep: Int, _ gradient: Input, _ x: Input,
    means: Input, inverseDeviations: Input, scaleGradient: Output, shiftGradient: Output
  ) {
    if inner == 1 {
      var i = 0
      while i + width <= channels {
        sumGradients(
          AllLanes(), samples, sampleStep, gradient + i, x + i, means + i, inverseDeviations + i,
          scaleGradient + i, shiftGradient + i)
        i += width
      }
      if i < channels {
        sumGradients(
          FirstLanes(count: channels - i), samples, sampleStep, gradient + i, x + i, means + i,
          inverseDeviations + i, scaleGradient + i, shiftGradient + i)
      }
      return
    }
    var channel = 0
    while channel < channels {
      let mean = means[channel]
      var total = 0.0
      var product = 0.0
      var sample = 0
      while sample < samples {
        let start = sample * sampleStep + channel * inner
        total += sum(gradient + start, count: inner)
        product += dotOfDeviations(gradient + start, x + start, inner, from: mean)
        sample += 1
      }
      shiftGradient[channel] = Float(total)
      scaleGradient[channel] = Float(product * Double(inverseDeviations[channel]))
      channel += 1
    }
  }
}

/// Computes means and variances of columns whose rows are `step` elements apart.
@inline(__always)
func momentsOfColumns(
  _ rows: Int, _ columns: Int, _ step: Int, _ x: Input, _ means: Output, _ variances: Output,
  divisor: Int
) {
  var i = 0
  while i + width <= columns {
    momentsOfVector(AllLanes(), rows, step, x + i, means + i, variances + i, divisor)
    i += width
  }
  if i < columns {
    let lanes = FirstLanes(count: columns - i)
    momentsOfVector(lanes, rows, step, x + i, means + i, variances + i, divisor)
  }
}

@inline(__always)
private func momentsOfVector<Lanes: VectorLanes>(
  _ lanes: Lanes, _ rows: Int, _ step: Int, _ x: Input, _ means: Output, _ variances: Output,
  _ divisor: Int
) {
  // The first row is close to the mean: differences from it are summed, which are small numbers even
  // where the elements are large ones.
  let first = lanes.read(x)
  var sum = Vector()
  var row = 1
  while row < rows {
    sum += lanes.read(x + row * step) - first
    row += 1
  }
  let mean = first + sum / Float(rows)
  var squares = Vector()
  row = 0
  while row < rows {
    let deviation = lanes.read(x + row * step) - mean
    squares = multiplyAdd(deviation, deviation, squares)
    row += 1
  }
  lanes.write(mean, means)
  lanes.write(squares / Float(divisor), variances)
}

/// Sums gradients over samples for a vector of channels.
@inline(__always)
private func sumGradients<Lanes: VectorLanes>(
  _ lanes: Lanes, _ samples: Int, _ step: Int, _ gradient: Input, _ x: Input, _ means: Input,
  _ inverses: Input, _ scaleGradient: Output, _ shiftGradient: Output
) {
  let mean = lanes.read(means)
  var total = Vector()
  var product = Vector()
  var sample = 0
  while sample < samples {
    let g = lanes.read(gradient + sample * step)
    total += g
    product = multiplyAdd(g, lanes.read(x + sample * step) - mean, product)
    sample += 1
  }
  lanes.write(total, shiftGradient)
  lanes.write(product * lanes.read(inverses), scaleGradient)
}
