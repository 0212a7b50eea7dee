import KernelInterface

// Channels brought to mean 0 and variance 1 over a batch.

/// Normalizes every channel to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015).
///
///     y = (x − mean) / √(variance + epsilon) · scale + shift
///
/// Gradients flow through mean and variance into `x`.
///
/// - Parameters:
///   - x: `[batch, channels, …]`; there must be at least one number for each channel.
///   - scale: `[channels]`, or `nil` for 1.
///   - shift: `[channels]`, or `nil` for 0.
///   - epsilon: Added to the variance, which divides by the count.
/// - Returns: The result, of the shape of `x`, and the mean and variance of every channel, `[channels]`,
///   as constants.
@_disfavoredOverload
public func batchNorm(
  _ x: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, epsilon: Float = 1e-5
) -> (result: Tensor, mean: Tensor, variance: Tensor) {
  let channels = Channels(x, scale, shift)
  let (means, variances) = channels.moments(x)
  let inverse = reciprocalSquareRoot(variances + epsilon)
  let y = Tensor.make(x.shape, count: x.count) { result in
    channels.eachPart(x, scale, shift) { part, x, scale, shift in
      kernels.batchNorm(
        samples: channels.samples, channels: part.count, inner: channels.inner,
        sampleStep: channels.sampleStep, x + part.offset,
        means: means.pointer + part.first, inverseDeviations: inverse.pointer + part.first,
        scale: scale.map { $0 + part.first }, shift: shift.map { $0 + part.first },
        result + part.offset)
    }
  }
  let inputs = [x] + [scale, shift].compactMap(\.self)
  guard inputs.contains(where: \.isTracked) else { return (y, means, variances) }
  let recorded = y.recorded(from: inputs) { g, _ in
    if Recording.isNested {
      return batchNormGradients(g, x, scale: scale, shift: shift, epsilon: epsilon)
    }
    let scaleGradient = Tensor.zeros([channels.count])
    let shiftGradient = Tensor.zeros([channels.count])
    let dx = Tensor.make(x.shape, count: x.count) { result in
      channels.eachPart(x, scale, g) { part, x, scale, g in
        guard let g else { return }
        kernels.batchNormParameterGradients(
          samples: channels.samples, channels: part.count, inner: channels.inner,
          sampleStep: channels.sampleStep, g + part.offset, x + part.offset,
          means: means.pointer + part.first, inverseDeviations: inverse.pointer + part.first,
          scaleGradient: scaleGradient.storage.start + part.first,
          shiftGradient: shiftGradient.storage.start + part.first)
        kernels.batchNormGradient(
          samples: channels.samples, channels: part.count, inner: channels.inner,
          sampleStep: channels.sampleStep, g + part.offset, x + part.offset,
          means: means.pointer + part.first, inverseDeviations: inverse.pointer + part.first,
          scale: scale.map { $0 + part.first },
          scaleGradient: scaleGradient.pointer + part.first,
          shiftGradient: shiftGradient.pointer + part.first, result + part.offset)
      }
    }
    return [dx] + (scale == nil ? [] : [scaleGradient]) + (shift == nil ? [] : [shiftGradient])
  }
  return (recorded, means, variances)
}

/// Normalizes every channel by statistics that are given, as batch normalization does in evaluation.
///
/// - Parameters:
///   - x: `[batch, channels, …]`
///   - mean: `[channels]`
///   - variance: `[channels]`
///   - scale: `[channels]`, or `nil` for 1.
///   - shift: `[channels]`, or `nil` for 0.
///   - epsilon: Added to the variance.
/// - Returns: The shape of `x`.
@_disfavoredOverload
public func batchNorm(
  _ x: Tensor, mean: Tensor, variance: Tensor, scale: Tensor? = nil, shift: Tensor? = nil,
  epsilon: Float = 1e-5
) -> Tensor {
  let channels = Channels(x, scale, shift, mean, variance)
  let inverse = reciprocalSquareRoot(variance + epsilon)
  let factor = scale.map { $0 * inverse } ?? inverse
  let offset = (shift ?? Tensor(0)) - mean * factor
  return x * channels.spread(factor) + channels.spread(offset)
}

extension Tensor {
  /// The first element, to be read while the tensor is alive.
  fileprivate var pointer: Input { Input(storage.start + offset) }
}

/// How the channels of a batch lie in memory.
private struct Channels {
  /// Some neighbouring channels, which are handled alone.
  struct Part {
    let first: Int
    let count: Int
    /// Where the part starts in each sample.
    let offset: Int
  }

  let samples: Int
  let count: Int
  /// The elements of one channel of one sample.
  let inner: Int
  let rank: Int
  var sampleStep: Int { count * inner }

  init(_ x: Tensor, _ parameters: Tensor?...) {
    require(
      x.rank >= 2, "batchNorm: \(x.shape): a shape [batch, channels, …] is expected")
    samples = x.shape[0]
    count = x.shape[1]
    inner = Shape.count(Array(x.shape[2...]))
    rank = x.rank
    for parameter in parameters.compactMap(\.self) {
      require(
        parameter.shape == [count],
        "batchNorm: \(x.shape) and \(parameter.shape): one number for each channel is expected, "
          + "shape [\(count)]")
    }
  }

  /// Mean and variance of every channel.
  func moments(_ x: Tensor) -> (means: Tensor, variances: Tensor) {
    require(
      samples * inner > 0, "batchNorm: \(x.shape): there is nothing to take the mean of")
    let (means, variances) = (Tensor.zeros([count]), Tensor.zeros([count]))
    eachPart(x, nil, nil) { part, x, _, _ in
      kernels.channelMoments(
        samples: samples, channels: part.count, inner: inner, sampleStep: sampleStep,
        x + part.offset, means: means.storage.start + part.first,
        variances: variances.storage.start + part.first)
    }
    return (means, variances)
  }

  /// Calls `body` for parts that do not depend on the number of threads.
  func eachPart(
    _ x: Tensor, _ a: Tensor?, _ b: Tensor?, _ body: (Part, Input, Input?, Input?) -> Void
  ) {
    if x.count == 0 { return }
    // Neighbouring channels of one element each fill vectors; keep them together.
    let least = inner == 1 ? 64 : 1
    let length = Swift.max(least, chunkLength / Swift.max(1, samples * inner))
    withPointers(x, a, b) { x, a, b in
      inParallelRanges(count, length: length) { first, count in
        body(Part(first: first, count: count, offset: first * inner), x, a, b)
      }
    }
  }

  /// One number for each channel in a shape that broadcasts over the batch.
  func spread(_ x: Tensor) -> Tensor {
    x.reshaped([count] + Array(repeating: 1, count: rank - 2))
  }
}

/// The gradients of batch normalization in tensor operations, to be differentiated.
private func batchNormGradients(
  _ g: Tensor, _ x: Tensor, scale: Tensor?, shift: Tensor?, epsilon: Float
) -> [Tensor?] {
  let channels = Channels(x, scale, shift)
  let rows = [channels.samples, channels.count, channels.inner]
  func mean(_ x: Tensor) -> Tensor {
    x.mean(axis: 2, keepDimensions: true).mean(axis: 0, keepDimensions: true)
  }
  let (x3, g3) = (x.reshaped(rows), g.reshaped(rows))
  let centred = x3 - mean(x3)
  let inverse = reciprocalSquareRoot(mean(square(centred)) + epsilon)
  let normal = centred * inverse
  let scaled = scale.map { g3 * $0.reshaped([channels.count, 1]) } ?? g3
  let dx = inverse * (scaled - mean(scaled) - normal * mean(scaled * normal))
  return [dx.reshaped(x.shape)]
    + (scale == nil ? [] : [(g3 * normal).sum(axis: 2).sum(axis: 0)])
    + (shift == nil ? [] : [g3.sum(axis: 2).sum(axis: 0)])
}
