import KernelInterface

/// Takes the gradient of a convolution back to its images:
/// `[n, outputs, oh, ow], [outputs, c / groups, kh, kw] -> inputShape = [n, c, h, w]`.
///
/// Every element of the gradient is distributed over the window that it came from, in proportion to the
/// weights.
package func convolution2DInputGradient(
  _ gradient: Tensor, weight: Tensor, inputShape: [Int], stride: PerAxis = 1,
  padding: PerAxis = 0, dilation: PerAxis = 1, groups: Int = 1
) -> Tensor {
  let value = inputGradient(
    gradient, weight, inputShape, stride, padding, dilation, groups, nil,
    in: "convolution2DInputGradient")
  guard gradient.isTracked || weight.isTracked else { return value }
  return value.recorded(
    from: gradient,
    { g in
      convolution2D(
        g, weight: weight, stride: stride, padding: padding, dilation: dilation, groups: groups)
    },
    and: weight,
    { g in
      convolution2DWeightGradient(
        gradient, input: g, weightShape: weight.shape, stride: stride, padding: padding,
        dilation: dilation, groups: groups)
    })
}

/// Takes the gradient of a convolution back to its sequences:
/// `[n, outputs, positions], [outputs, c / groups, k] -> inputShape = [n, c, length]`.
package func convolution1DInputGradient(
  _ gradient: Tensor, weight: Tensor, inputShape: [Int], stride: Int = 1, padding: Int = 0,
  dilation: Int = 1, groups: Int = 1
) -> Tensor {
  requireRank3(gradient.shape, weight.shape, in: "convolution1DInputGradient")
  require(
    inputShape.count == 3,
    "convolution1DInputGradient: \(inputShape): [n, c, length] is expected")
  return inputGradient(
    gradient.withHeight, weight.withHeight, [inputShape[0], inputShape[1], 1, inputShape[2]],
    .alongWidth(stride, else: 1), .alongWidth(padding, else: 0), .alongWidth(dilation, else: 1),
    groups, nil, in: "convolution1DInputGradient"
  ).withoutHeight
}

/// Convolves the other way: every element of the image is a factor of a window that is added to the
/// result, `[n, c, h, w], [c, outputs / groups, kh, kw] -> [n, outputs, oh, ow]`.
///
/// It has the shapes of a convolution exchanged: `oh` is
/// `(h - 1) stride - 2 padding + dilation (kh - 1) + outputPadding + 1`. Several heights have a
/// convolution of the same height, and `outputPadding`, less than the stride, chooses among them.
/// Its gradient towards `x` is the convolution, and that towards the weights is
/// `convolution2DWeightGradient` with the gradient as the images and `x` as the gradient.
@_disfavoredOverload
public func transposedConvolution2D(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: PerAxis = 1, padding: PerAxis = 0,
  outputPadding: PerAxis = 0, dilation: PerAxis = 1, groups: Int = 1
) -> Tensor {
  let operation = "transposedConvolution2D"
  require(
    x.rank == 4 && weight.rank == 4,
    "\(operation): \(x.shape) and weight \(weight.shape): "
      + "[n, c, height, width] and [c, outputs / groups, height, width] are expected")
  require(
    outputPadding.height >= 0 && outputPadding.height < max(stride.height, dilation.height)
      && outputPadding.width >= 0 && outputPadding.width < max(stride.width, dilation.width),
    "\(operation): output padding \(outputPadding): "
      + "it must be less than the stride \(stride) or the dilation \(dilation)")
  let height =
    (x.shape[2] - 1) * stride.height - 2 * padding.height
    + dilation.height * (weight.shape[2] - 1) + outputPadding.height + 1
  let width =
    (x.shape[3] - 1) * stride.width - 2 * padding.width
    + dilation.width * (weight.shape[3] - 1) + outputPadding.width + 1
  require(
    height > 0 && width > 0,
    "\(operation): \(x.shape) and weight \(weight.shape): padding \(padding) leaves nothing")
  let shape = [x.shape[0], groups * weight.shape[1], height, width]
  if [x, weight, bias].contains(where: { $0?.isTracked == true }) {
    let y = convolution2DInputGradient(
      x, weight: weight, inputShape: shape, stride: stride, padding: padding,
      dilation: dilation, groups: groups)
    return bias.map { addingChannelBias(y, $0) } ?? y
  }
  return inputGradient(
    x, weight, shape, stride, padding, dilation, groups, bias, in: operation)
}

/// Convolves sequences the other way:
/// `[n, c, length], [c, outputs / groups, k] -> [n, outputs, positions]`.
///
/// See `transposedConvolution2D`.
@_disfavoredOverload
public func transposedConvolution1D(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0,
  outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1
) -> Tensor {
  requireRank3(x.shape, weight.shape, in: "transposedConvolution1D")
  return transposedConvolution2D(
    x.withHeight, weight: weight.withHeight, bias: bias, stride: .alongWidth(stride, else: 1),
    padding: .alongWidth(padding, else: 0), outputPadding: .alongWidth(outputPadding, else: 0),
    dilation: .alongWidth(dilation, else: 1), groups: groups
  ).withoutHeight
}

// MARK: The work

private func inputGradient(
  _ gradient: Tensor, _ weight: Tensor, _ inputShape: [Int], _ stride: PerAxis,
  _ padding: PerAxis, _ dilation: PerAxis, _ groups: Int, _ bias: Tensor?, in operation: String
) -> Tensor {
  let shape = ConvolutionShape(
    inputShape, weight: weight.shape, stride: stride, padding: padding, dilation: dilation,
    groups: groups, in: operation)
  require(
    gradient.shape == shape.outputShape,
    "\(operation): \(gradient.shape): images \(inputShape) and weight \(weight.shape) have a "
      + "gradient of \(shape.outputShape)")
  if let bias { requireBias(bias, shape.groups * shape.channels, in: operation) }
  return Tensor(shape: inputShape) { result in
    guard shape.images > 0, let result = result.baseAddress else { return }
    gradient.withPointer { gradient, _ in
      weight.withPointer { weight, _ in
        withOptionalPointer(bias) { bias in
          distribute(shape, gradient, weight, bias, result)
        }
      }
    }
  }
}

private func distribute(
  _ shape: ConvolutionShape, _ gradient: Input, _ weight: Input, _ bias: Input?, _ result: Output
) {
  let windows = shape.windows
  // A convolution computes every element of the images, also those that few windows cover.
  let isTurned =
    windows.vertical.canBeTurned && windows.horizontal.canBeTurned && !shape.isPointwise
    && (shape.isDepthwise || 3 * windows.planeCount <= 4 * windows.positions)
  let addBias: (Int) -> Void = { part in
    guard let bias else { return }
    let group = part % shape.groups
    let target = result + part * shape.inputCount
    kernels.combine(
      .add, rows: shape.channels, columns: windows.planeCount, target, windows.planeCount, 1,
      bias + group * shape.channels, 1, 0, target)
  }
  if isTurned {
    let turned = Windows(
      vertical: windows.vertical.turned, horizontal: windows.horizontal.turned)
    withScratch(shape.groups * shape.outputs * shape.terms) { turnedWeight in
      turn(shape, weight, turnedWeight)
      convolveTurned(shape, turned, gradient, turnedWeight, result, then: addBias)
    }
    return
  }
  forEachImage(shape.images * shape.groups, work: shape.work) { part in
    let group = part % shape.groups
    let from = gradient + part * shape.outputCount
    let weights = weight + group * shape.outputs * shape.terms
    let to = result + part * shape.inputCount
    if shape.isDepthwise {
      distributePlanes(shape, from, weights, to)
    } else {
      distributeColumns(shape, from, weights, to)
    }
    addBias(part)
  }
}

/// Convolves the gradient with the turned weights.
private func convolveTurned(
  _ shape: ConvolutionShape, _ turned: Windows, _ gradient: Input, _ weight: Output,
  _ result: Output, then finish: (Int) -> Void
) {
  forEachImage(shape.images * shape.groups, work: shape.work) { part in
    let group = part % shape.groups
    let from = gradient + part * shape.outputCount
    let weights = Input(weight) + group * shape.outputs * shape.terms
    let to = result + part * shape.inputCount
    if shape.isDepthwise && shape.outputs == 1 {
      withScratch(kernels.planeScratchCount(turned)) { scratch in
        kernels.convolvePlane(turned, from, weight: weights, to, scratch: scratch)
      }
    } else {
      let terms = shape.outputs * turned.taps
      multiplyColumns(
        turned, shape.outputs, from, shape.channels,
        Matrix(weights, rowStride: terms, columnStride: 1), 0, turned.positions, to,
        isPointwise: false)
    }
    finish(part)
  }
}

/// Turns windows by 180° and exchanges their channels, for every group:
/// `[outputs, channels, taps] -> [channels, outputs, taps]`.
private func turn(_ shape: ConvolutionShape, _ weight: Input, _ result: Output) {
  let taps = shape.windows.taps
  for group in 0..<shape.groups {
    let start = group * shape.outputs * shape.terms
    for output in 0..<shape.outputs {
      for channel in 0..<shape.channels {
        let from = weight + (start + (output * shape.channels + channel) * taps)
        let to = result + (start + (channel * shape.outputs + output) * taps)
        for tap in 0..<taps { to[tap] = from[taps - 1 - tap] }
      }
    }
  }
}

/// Computes the gradient of the columns of an image and adds them up.
private func distributeColumns(
  _ shape: ConvolutionShape, _ gradient: Input, _ weight: Input, _ result: Output
) {
  let windows = shape.windows
  let positions = windows.positions
  let transposed = Matrix(weight, rowStride: 1, columnStride: shape.terms)
  let from = Matrix(gradient, rowStride: positions, columnStride: 1)
  let working = kernels.scratchCount(m: shape.terms, n: positions, k: shape.outputs)
  withScratch(working) { scratch in
    if shape.isPointwise {
      kernels.multiply(
        m: shape.terms, n: positions, k: shape.outputs, alpha: 1, transposed, from, result,
        resultRow: positions, accumulate: false, scratch: scratch)
      return
    }
    result.update(repeating: 0, count: shape.inputCount)
    // As many channels at a time as fit into the second-level cache.
    let step = max(1, min(shape.channels, columnsInCache / (windows.taps * positions)))
    withScratch(step * windows.taps * positions) { columns in
      withScratch(kernels.scratchCount(windows, channels: step, outputs: 0)) { folding in
        for channel in stride(from: 0, to: shape.channels, by: step) {
          let channels = min(step, shape.channels - channel)
          let rows = Matrix(
            weight + channel * windows.taps, rowStride: 1, columnStride: shape.terms)
          kernels.multiply(
            m: channels * windows.taps, n: positions, k: shape.outputs, alpha: 1, rows, from,
            columns, resultRow: positions, accumulate: false, scratch: scratch)
          kernels.fold(
            windows, channels: channels, columns, result + channel * windows.planeCount,
            scratch: folding)
        }
      }
    }
  }
}

/// The floats of columns that are computed before they are added up.
private let columnsInCache = 1 << 17

/// Distributes the gradients of all outputs of one channel.
private func distributePlanes(
  _ shape: ConvolutionShape, _ gradient: Input, _ weight: Input, _ result: Output
) {
  let windows = shape.windows
  result.update(repeating: 0, count: windows.planeCount)
  withScratch(kernels.planeScratchCount(windows)) { scratch in
    for output in 0..<shape.outputs {
      kernels.addPlaneGradient(
        windows, gradient: gradient + output * windows.positions,
        weight: weight + output * windows.taps, result, scratch: scratch)
    }
  }
}
