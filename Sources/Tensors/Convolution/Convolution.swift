import KernelInterface

// The convolution of images with weights. Its gradients, in the files beside this one, are linear in both
// operands as well, and each one's pullbacks are the other two.

/// Slides windows of weights over images and sums the products:
/// `[n, c, h, w], [outputs, c / groups, kh, kw] -> [n, outputs, oh, ow]`.
///
/// The weights are not turned, as in every library of deep learning (in mathematics this is a
/// correlation). `bias [outputs]` is added to every position. `oh` is
/// `(h + 2 padding - dilation (kh - 1) - 1) / stride + 1`, rounded down. With `groups`, the channels are
/// cut into so many parts that do not see each other.
@_disfavoredOverload
public func convolution2D(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: PerAxis = 1, padding: PerAxis = 0,
  dilation: PerAxis = 1, groups: Int = 1
) -> Tensor {
  let shape = ConvolutionShape(
    x.shape, weight: weight.shape, stride: stride, padding: padding, dilation: dilation,
    groups: groups, in: "convolution2D")
  if let bias { requireBias(bias, shape.groups * shape.outputs, in: "convolution2D") }
  let value = Tensor(shape: shape.outputShape) { result in
    guard shape.images > 0, let result = result.baseAddress else { return }
    x.withPointer { x, _ in
      weight.withPointer { weight, _ in
        withOptionalPointer(bias) { bias in
          convolve(shape, x, weight, bias, result)
        }
      }
    }
  }
  let inputs = [x, weight] + [bias].compactMap(\.self)
  guard inputs.contains(where: \.isTracked) else { return value }
  return value.recorded(from: inputs) { g, needed in
    let shares = [
      needed[0]
        ? convolution2DInputGradient(
          g, weight: weight, inputShape: x.shape, stride: stride, padding: padding,
          dilation: dilation, groups: groups) : nil,
      needed[1]
        ? convolution2DWeightGradient(
          g, input: x, weightShape: weight.shape, stride: stride, padding: padding,
          dilation: dilation, groups: groups) : nil,
    ]
    return needed.count == 2 ? shares : shares + [needed[2] ? channelSums(g) : nil]
  }
}

/// Slides windows of weights over sequences and sums the products:
/// `[n, c, length], [outputs, c / groups, k] -> [n, outputs, positions]`.
///
/// See `convolution2D`.
@_disfavoredOverload
public func convolution1D(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0,
  dilation: Int = 1, groups: Int = 1
) -> Tensor {
  requireRank3(x.shape, weight.shape, in: "convolution1D")
  return convolution2D(
    x.withHeight, weight: weight.withHeight, bias: bias, stride: .alongWidth(stride, else: 1),
    padding: .alongWidth(padding, else: 0), dilation: .alongWidth(dilation, else: 1),
    groups: groups
  ).withoutHeight
}

/// Adds one number per channel: `[n, c, …], [c] -> [n, c, …]`.
package func addingChannelBias(_ x: Tensor, _ bias: Tensor) -> Tensor {
  require(x.rank >= 2, "addingChannelBias: \(x.shape): [n, c, …] is expected")
  requireBias(bias, x.shape[1], in: "addingChannelBias")
  return x + bias.reshaped([x.shape[1]] + [Int](repeating: 1, count: x.rank - 2))
}

/// Sums each channel over all images and positions, the gradient of a bias: `[n, c, …] -> [c]`.
package func channelSums(_ x: Tensor) -> Tensor {
  require(x.rank >= 2, "channelSums: \(x.shape): [n, c, …] is expected")
  let inner = Shape.count(Array(x.shape[2...]))
  return x.reshaped([x.shape[0], x.shape[1], inner]).sum(axis: 2).sum(axis: 0)
}

// MARK: Checks

func requireBias(_ bias: Tensor, _ channels: Int, in operation: String) {
  require(
    bias.shape == [channels], "\(operation): bias \(bias.shape): [\(channels)] is expected")
}

func requireRank3(_ x: [Int], _ weight: [Int], in operation: String) {
  require(
    x.count == 3 && weight.count == 3,
    "\(operation): \(x) and weight \(weight): "
      + "[n, c, length] and [outputs, c / groups, length] are expected")
}

extension PerAxis {
  /// A number along the width of a sequence that is read as an image of height 1.
  static func alongWidth(_ width: Int, else height: Int) -> PerAxis {
    PerAxis(height: height, width: width)
  }
}

extension Tensor {
  /// A sequence as an image of height 1.
  var withHeight: Tensor { reshaped([shape[0], shape[1], 1, shape[2]]) }

  /// An image of height 1 as a sequence.
  var withoutHeight: Tensor { reshaped([shape[0], shape[1], shape[3]]) }
}

func withOptionalPointer(_ tensor: Tensor?, _ body: (Input?) -> Void) {
  if let tensor { tensor.withPointer { pointer, _ in body(pointer) } } else { body(nil) }
}

// MARK: The work

private func convolve(
  _ shape: ConvolutionShape, _ x: Input, _ weight: Input, _ bias: Input?, _ result: Output
) {
  if shape.isDepthwise { return convolvePlanes(shape, x, weight, bias, result) }
  let positions = shape.windows.positions
  // Few images are cut into ranges of windows, so that every thread has something to do. Where the
  // cuts are does not change a bit of the result.
  let parts = shape.images * shape.groups
  let unit = 4 * kernels.tile.columns
  let pieces =
    parts >= 4 || shape.work < 1 << 18 ? 1 : min(8, max(1, positions / unit))
  let length = (positions / pieces + unit - 1) / unit * unit
  forEachImage(parts * pieces, work: shape.work / pieces) { index in
    let part = index / pieces
    let first = pieces == 1 ? 0 : min(positions, index % pieces * length)
    let count = pieces == 1 ? positions : min(length, positions - first)
    if count == 0 { return }
    let group = part % shape.groups
    let target = result + part * shape.outputCount
    let weights = Matrix(
      weight + group * shape.outputs * shape.terms, rowStride: shape.terms, columnStride: 1)
    multiplyColumns(
      shape.windows, shape.channels, x + part * shape.inputCount, shape.outputs, weights, first,
      count, target, isPointwise: shape.isPointwise)
    guard let bias else { return }
    let own = bias + group * shape.outputs
    if pieces == 1 {
      kernels.combine(
        .add, rows: shape.outputs, columns: positions, target, positions, 1, own, 1, 0, target)
      return
    }
    for output in 0..<shape.outputs {
      let row = target + (output * positions + first)
      kernels.combine(.add, rows: 1, columns: count, row, 0, 1, own + output, 0, 0, row)
    }
  }
}

/// Multiplies weights with the columns of one image, for some of its windows.
func multiplyColumns(
  _ windows: Windows, _ channels: Int, _ image: Input, _ outputs: Int, _ weights: Matrix,
  _ first: Int, _ count: Int, _ result: Output, isPointwise: Bool
) {
  if isPointwise {
    withScratch(kernels.scratchCount(m: outputs, n: count, k: channels)) { scratch in
      kernels.multiply(
        m: outputs, n: count, k: channels, alpha: 1, weights,
        Matrix(image + first, rowStride: windows.positions, columnStride: 1), result + first,
        resultRow: windows.positions, accumulate: false, scratch: scratch)
    }
  } else {
    withScratch(kernels.scratchCount(windows, channels: channels, outputs: outputs)) { scratch in
      kernels.convolve(
        windows, channels: channels, image, outputs: outputs, weight: weights, first: first,
        count: count, result, scratch: scratch)
    }
  }
}

private func convolvePlanes(
  _ shape: ConvolutionShape, _ x: Input, _ weight: Input, _ bias: Input?, _ result: Output
) {
  let windows = shape.windows
  let outputs = shape.groups * shape.outputs
  forEachImage(shape.images * outputs, work: windows.positions * windows.taps) { index in
    let output = index % outputs
    let plane = index / outputs * shape.groups + output / shape.outputs
    let target = result + index * windows.positions
    withScratch(kernels.planeScratchCount(windows)) { scratch in
      kernels.convolvePlane(
        windows, x + plane * windows.planeCount, weight: weight + output * windows.taps, target,
        scratch: scratch)
    }
    guard let bias else { return }
    kernels.combine(
      .add, rows: 1, columns: windows.positions, target, 0, 1, bias + output, 0, 0, target)
  }
}
