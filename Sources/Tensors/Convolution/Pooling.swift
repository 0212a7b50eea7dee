import KernelInterface

// Pooling: one number for every window of every channel.

/// Takes the largest element of every window: `[n, c, h, w] -> [n, c, oh, ow]`.
///
/// The windows move by `stride`, by their own extents if it is nil. Padding does not take part. Of equal
/// elements the first one counts, and a NaN is larger than everything. The positions say which element
/// it was: `row * w + column` in its plane `[h, w]`, one for each element of the result.
@_disfavoredOverload
public func maxPooling2D(
  _ x: Tensor, window: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0,
  dilation: PerAxis = 1
) -> (values: Tensor, positions: [Int32]) {
  let (shape, windows) = pooling(x, window, stride, padding, dilation, in: "maxPooling2D")
  let count = Shape.count(shape)
  var values: Tensor?
  let positions = [Int32](unsafeUninitializedCapacity: count) { positions, written in
    written = count
    values = Tensor(shape: shape) { result in
      guard count > 0, let result = result.baseAddress, let places = positions.baseAddress
      else { return }
      x.withPointer { x, _ in
        forEachPlane(x, result, windows, count / windows.positions) { plane, to, start, scratch in
          kernels.poolLargest(windows, plane, to, positions: places + start, scratch: scratch)
        }
      }
    }
  }
  let largest = values ?? Tensor.zeros(shape)
  guard x.isTracked else { return (largest, positions) }
  let inputShape = x.shape
  let recorded = largest.recorded(from: x) { g in
    maxPooling2DGradient(g, positions: positions, inputShape: inputShape)
  }
  return (recorded, positions)
}

/// Takes the gradient of `maxPooling2D` back to the elements that were the largest:
/// `[n, c, oh, ow] -> inputShape = [n, c, h, w]`.
package func maxPooling2DGradient(
  _ gradient: Tensor, positions: [Int32], inputShape: [Int]
) -> Tensor {
  requirePooled(gradient.shape, positions, inputShape, in: "maxPooling2DGradient")
  let count = gradient.shape[2] * gradient.shape[3]
  let planeCount = inputShape[2] * inputShape[3]
  let value = Tensor(shape: inputShape) { result in
    guard let result = result.baseAddress else { return }
    gradient.withPointer { gradient, _ in
      positions.withUnsafeBufferPointer { positions in
        let planes = inputShape[0] * inputShape[1]
        inParallelRanges(planes, length: max(1, chunkLength / max(1, planeCount))) {
          start, number in
          let to = result + start * planeCount
          to.update(repeating: 0, count: number * planeCount)
          guard let places = positions.baseAddress else { return }
          for plane in start..<start + number {
            kernels.scatter(
              gradient + plane * count, positions: places + plane * count, count: count,
              result + plane * planeCount)
          }
        }
      }
    }
  }
  guard gradient.isTracked else { return value }
  let resultShape = gradient.shape
  return value.recorded(from: gradient) { g in
    maxPooling2DSelection(g, positions: positions, resultShape: resultShape)
  }
}

/// Picks the elements that were the largest from other images of the same shape:
/// `[n, c, h, w] -> resultShape = [n, c, oh, ow]`.
///
/// It is the gradient of `maxPooling2DGradient`.
package func maxPooling2DSelection(
  _ x: Tensor, positions: [Int32], resultShape: [Int]
) -> Tensor {
  requirePooled(resultShape, positions, x.shape, in: "maxPooling2DSelection")
  let count = resultShape[2] * resultShape[3]
  let planeCount = x.shape[2] * x.shape[3]
  let value = Tensor(shape: resultShape) { result in
    x.withPointer { x, _ in
      for i in result.indices {
        result[i] = x[i / count * planeCount + Int(positions[i])]
      }
    }
  }
  guard x.isTracked else { return value }
  let inputShape = x.shape
  return value.recorded(from: x) { g in
    maxPooling2DGradient(g, positions: positions, inputShape: inputShape)
  }
}

/// Averages every window: `[n, c, h, w] -> [n, c, oh, ow]`.
///
/// The windows move by `stride`, by their own extents if it is nil. The zeros of the padding count as
/// elements, unless `countsPadding` is false.
@_disfavoredOverload
public func averagePooling2D(
  _ x: Tensor, window: PerAxis, stride: PerAxis? = nil, padding: PerAxis = 0,
  countsPadding: Bool = true
) -> Tensor {
  let (shape, windows) = pooling(x, window, stride, padding, 1, in: "averagePooling2D")
  let means = Tensor(shape: shape) { result in
    guard !result.isEmpty, let result = result.baseAddress else { return }
    x.withPointer { x, _ in
      forEachPlane(x, result, windows, shape[0] * shape[1]) { plane, to, _, scratch in
        kernels.poolAverage(windows, countsPadding: countsPadding, plane, to, scratch: scratch)
      }
    }
  }
  guard x.isTracked else { return means }
  let inputShape = x.shape
  return means.recorded(from: x) { g in
    averagePooling2DGradient(
      g, inputShape: inputShape, window: window, stride: stride, padding: padding,
      countsPadding: countsPadding)
  }
}

/// Takes the gradient of `averagePooling2D` back to the images, an equal share to every element of a
/// window: `[n, c, oh, ow] -> inputShape = [n, c, h, w]`.
package func averagePooling2DGradient(
  _ gradient: Tensor, inputShape: [Int], window: PerAxis, stride: PerAxis? = nil,
  padding: PerAxis = 0, countsPadding: Bool = true
) -> Tensor {
  let operation = "averagePooling2DGradient"
  let (shape, windows) = pooling(inputShape, window, stride, padding, 1, in: operation)
  require(
    gradient.shape == shape,
    "\(operation): \(gradient.shape): images \(inputShape) have a gradient of \(shape)")
  let value = Tensor(shape: inputShape) { result in
    guard !result.isEmpty, let result = result.baseAddress else { return }
    gradient.withPointer { gradient, _ in
      let planes = shape[0] * shape[1]
      forEachImage(planes, work: 8 * (windows.planeCount + windows.positions)) { plane in
        withScratch(kernels.planeScratchCount(windows)) { scratch in
          kernels.averageGradient(
            windows, countsPadding: countsPadding, gradient + plane * windows.positions,
            result + plane * windows.planeCount, scratch: scratch)
        }
      }
    }
  }
  guard gradient.isTracked else { return value }
  return value.recorded(from: gradient) { g in
    averagePooling2D(
      g, window: window, stride: stride, padding: padding, countsPadding: countsPadding)
  }
}

// MARK: Shapes

private func pooling(
  _ x: Tensor, _ window: PerAxis, _ stride: PerAxis?, _ padding: PerAxis, _ dilation: PerAxis,
  in operation: String
) -> (shape: [Int], windows: Windows) {
  pooling(x.shape, window, stride, padding, dilation, in: operation)
}

private func pooling(
  _ shape: [Int], _ window: PerAxis, _ stride: PerAxis?, _ padding: PerAxis,
  _ dilation: PerAxis, in operation: String
) -> (shape: [Int], windows: Windows) {
  require(shape.count == 4, "\(operation): \(shape): [n, c, height, width] is expected")
  require(
    window.height > 0 && window.width > 0 && shape[2] > 0 && shape[3] > 0,
    "\(operation): \(shape) with window \(window): planes and windows must not be empty")
  let windows = Windows(
    on: shape, window: window, stride: stride ?? window, padding: padding, dilation: dilation,
    in: operation)
  require(
    windows.vertical.isCovered && windows.horizontal.isCovered,
    "\(operation): \(shape) with window \(window) and padding \(padding): "
      + "a window lies in the padding alone")
  return (
    [shape[0], shape[1], windows.vertical.positions, windows.horizontal.positions], windows
  )
}

private func requirePooled(
  _ pooled: [Int], _ positions: [Int32], _ images: [Int], in operation: String
) {
  require(
    pooled.count == 4 && images.count == 4 && pooled[..<2] == images[..<2],
    "\(operation): \(pooled) and \(images): two shapes [n, c, height, width] that agree in n and c "
      + "are expected")
  require(
    positions.count == Shape.count(pooled),
    "\(operation): \(pooled): there are \(positions.count) positions")
  let planeCount = Int32(clamping: images[2] * images[3])
  require(
    positions.allSatisfy { $0 >= 0 && $0 < planeCount },
    "\(operation): \(images): a position lies outside of its plane")
}

// MARK: The work

/// Calls `body` for every plane, with the plane, the place of its result, the number of its first
/// result, and working memory.
private func forEachPlane(
  _ x: Input, _ result: Output, _ windows: Windows, _ planes: Int,
  _ body: (Input, Output, Int, Output) -> Void
) {
  let cost = windows.planeCount + windows.positions * windows.taps
  inParallelRanges(planes, length: max(1, 4 * chunkLength / cost)) { first, count in
    withScratch(kernels.planeScratchCount(windows)) { scratch in
      for plane in first..<first + count {
        let start = plane * windows.positions
        body(x + plane * windows.planeCount, result + start, start, scratch)
      }
    }
  }
}
