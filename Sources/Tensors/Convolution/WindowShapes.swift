import KernelInterface

// From the shapes and numbers that a caller gives to the windows that the kernels work with.

extension Windows {
  /// Describes windows of extents `window` on images `shape [n, c, height, width]`.
  init(
    on shape: [Int], window: PerAxis, stride: PerAxis, padding: PerAxis, dilation: PerAxis,
    in operation: String
  ) {
    require(
      stride.height > 0 && stride.width > 0 && dilation.height > 0 && dilation.width > 0,
      "\(operation): stride \(stride) and dilation \(dilation) must be at least 1")
    require(
      padding.height >= 0 && padding.width >= 0,
      "\(operation): padding \(padding) must not be negative")
    let span = PerAxis(
      height: dilation.height * (window.height - 1) + 1,
      width: dilation.width * (window.width - 1) + 1)
    require(
      shape[2] + 2 * padding.height >= span.height && shape[3] + 2 * padding.width >= span.width,
      "\(operation): \(shape) with padding \(padding): "
        + "a window of [\(window.height), \(window.width)] with dilation \(dilation) does not fit")
    self.init(
      vertical: WindowAxis(
        extent: shape[2], window: window.height, stride: stride.height, padding: padding.height,
        dilation: dilation.height),
      horizontal: WindowAxis(
        extent: shape[3], window: window.width, stride: stride.width, padding: padding.width,
        dilation: dilation.width))
  }
}

extension WindowAxis {
  /// Whether a window of weights that is turned by 180° undoes the movement of the windows.
  ///
  /// The gradient of a convolution with stride 1 is a convolution with the turned weights.
  var canBeTurned: Bool { stride == 1 && padding <= dilation * (window - 1) }

  /// The windows along the gradient, whose positions are the elements of this axis.
  var turned: WindowAxis {
    WindowAxis(
      extent: positions, window: window, stride: 1, padding: dilation * (window - 1) - padding,
      dilation: dilation)
  }

  /// Whether every window has an element that is not padding.
  var isCovered: Bool {
    (0..<positions).allSatisfy { position in
      (0..<window).contains { tap in
        (0..<extent).contains(position * stride - padding + tap * dilation)
      }
    }
  }
}

/// The extents of a convolution, checked.
struct ConvolutionShape {
  let images: Int
  let groups: Int
  /// The channels of the image per group.
  let channels: Int
  /// The channels of the result per group.
  let outputs: Int
  let windows: Windows

  init(
    _ x: [Int], weight: [Int], stride: PerAxis, padding: PerAxis, dilation: PerAxis, groups: Int,
    in operation: String
  ) {
    let shapes = "\(operation): \(x) and weight \(weight)"
    require(
      x.count == 4 && weight.count == 4,
      "\(shapes): [n, c, height, width] and [outputs, c / groups, height, width] are expected")
    require(
      x[1...].allSatisfy { $0 > 0 } && weight.allSatisfy { $0 > 0 },
      "\(shapes): only the number of images may be 0")
    require(
      groups > 0 && x[1] == groups * weight[1] && weight[0] % groups == 0,
      "\(shapes): \(groups) groups of \(weight[1]) channels need \(groups * weight[1]) channels "
        + "and a multiple of \(groups) outputs")
    images = x[0]
    self.groups = groups
    channels = weight[1]
    outputs = weight[0] / groups
    windows = Windows(
      on: x, window: PerAxis(height: weight[2], width: weight[3]), stride: stride,
      padding: padding, dilation: dilation, in: operation)
  }

  var inputShape: [Int] {
    [images, groups * channels, windows.vertical.extent, windows.horizontal.extent]
  }

  var outputShape: [Int] {
    [images, groups * outputs, windows.vertical.positions, windows.horizontal.positions]
  }

  var weightShape: [Int] {
    [groups * outputs, channels, windows.vertical.window, windows.horizontal.window]
  }

  /// The elements of one group of one image.
  var inputCount: Int { channels * windows.planeCount }

  /// The elements of one group of one result.
  var outputCount: Int { outputs * windows.positions }

  /// The rows of the columns of one group: the elements that one result is a weighted sum of.
  var terms: Int { channels * windows.taps }

  /// The multiplications for one group of one image.
  var work: Int { outputCount * terms }

  /// Whether every channel is convolved by itself.
  var isDepthwise: Bool { channels == 1 && groups > 1 }

  /// Whether the columns of an image are the image.
  var isPointwise: Bool {
    windows.taps == 1 && windows.spreadCount == windows.planeCount
      && windows.positions == windows.planeCount
  }
}

/// Calls `body` for the images `0..<count`, several at a time if one is little work.
func forEachImage(_ count: Int, work: Int, _ body: (Int) -> Void) {
  inParallelRanges(count, length: max(1, imageWork / max(1, work))) { start, count in
    for image in start..<start + count { body(image) }
  }
}

/// The multiplications that are worth the attention of a thread.
private let imageWork = 1 << 17

/// Calls `body` with working memory for `count` floats.
func withScratch(_ count: Int, _ body: (Output) -> Void) {
  let scratch = Storage(count: count)
  withExtendedLifetime(scratch) { body(scratch.start) }
}
