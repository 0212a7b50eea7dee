import KernelInterface

/// Writes the elements of every window into a column:
/// `[n, c, h, w] -> [n, c kh kw, oh ow]`.
///
/// A convolution is the product of its weights, read as `[outputs, c kh kw]`, with these columns.
@_disfavoredOverload
public func unfold2D(
  _ x: Tensor, window: PerAxis, stride: PerAxis = 1, padding: PerAxis = 0, dilation: PerAxis = 1
) -> Tensor {
  let windows = unfolding(x.shape, window, stride, padding, dilation, in: "unfold2D")
  let (images, channels) = (x.shape[0], x.shape[1])
  let count = channels * windows.taps * windows.positions
  let columns = Tensor(shape: [images, channels * windows.taps, windows.positions]) { result in
    guard images > 0, let result = result.baseAddress else { return }
    x.withPointer { x, _ in
      forEachImage(images, work: 8 * count) { image in
        withScratch(kernels.scratchCount(windows, channels: channels, outputs: 0)) { scratch in
          kernels.unfold(
            windows, channels: channels, x + image * channels * windows.planeCount,
            result + image * count, scratch: scratch)
        }
      }
    }
  }
  guard x.isTracked else { return columns }
  let inputShape = x.shape
  return columns.recorded(from: x) { g in
    fold2D(
      g, inputShape: inputShape, window: window, stride: stride, padding: padding,
      dilation: dilation)
  }
}

/// Adds the columns of `unfold2D` up to images, every element at the place that it came from:
/// `[n, c kh kw, oh ow] -> inputShape = [n, c, h, w]`.
///
/// It is the gradient of `unfold2D`.
@_disfavoredOverload
public func fold2D(
  _ columns: Tensor, inputShape: [Int], window: PerAxis, stride: PerAxis = 1,
  padding: PerAxis = 0, dilation: PerAxis = 1
) -> Tensor {
  let windows = unfolding(inputShape, window, stride, padding, dilation, in: "fold2D")
  let (images, channels) = (inputShape[0], inputShape[1])
  let expected = [images, channels * windows.taps, windows.positions]
  require(
    columns.shape == expected,
    "fold2D: \(columns.shape): images \(inputShape) have columns \(expected)")
  let count = channels * windows.taps * windows.positions
  let sums = Tensor(shape: inputShape) { result in
    result.update(repeating: 0)
    guard images > 0, let result = result.baseAddress else { return }
    columns.withPointer { columns, _ in
      forEachImage(images, work: 8 * count) { image in
        withScratch(kernels.scratchCount(windows, channels: channels, outputs: 0)) { scratch in
          kernels.fold(
            windows, channels: channels, columns + image * count,
            result + image * channels * windows.planeCount, scratch: scratch)
        }
      }
    }
  }
  guard columns.isTracked else { return sums }
  return sums.recorded(from: columns) { g in
    unfold2D(g, window: window, stride: stride, padding: padding, dilation: dilation)
  }
}

private func unfolding(
  _ shape: [Int], _ window: PerAxis, _ stride: PerAxis, _ padding: PerAxis, _ dilation: PerAxis,
  in operation: String
) -> Windows {
  require(
    shape.count == 4 && shape[1...].allSatisfy { $0 > 0 } && window.height > 0
      && window.width > 0,
    "\(operation): \(shape) with window \(window): [n, c, height, width] is expected, "
      + "and only n may be 0")
  return Windows(
    on: shape, window: window, stride: stride, padding: padding, dilation: dilation, in: operation)
}
