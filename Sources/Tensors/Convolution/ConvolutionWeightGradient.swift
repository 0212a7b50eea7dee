import KernelInterface

/// Takes the gradient of a convolution to its weights:
/// `[n, outputs, oh, ow], [n, c, h, w] -> weightShape = [outputs, c / groups, kh, kw]`.
///
/// Each weight's gradient is the sum of the products of the gradient with the elements that the weight
/// was multiplied by, over all positions of all images.
package func convolution2DWeightGradient(
  _ gradient: Tensor, input x: Tensor, weightShape: [Int], stride: PerAxis = 1,
  padding: PerAxis = 0, dilation: PerAxis = 1, groups: Int = 1
) -> Tensor {
  let value = weightGradient(
    gradient, x, weightShape, stride, padding, dilation, groups, in: "convolution2DWeightGradient")
  guard gradient.isTracked || x.isTracked else { return value }
  return value.recorded(
    from: gradient,
    { g in
      convolution2D(
        x, weight: g, stride: stride, padding: padding, dilation: dilation, groups: groups)
    },
    and: x,
    { g in
      convolution2DInputGradient(
        gradient, weight: g, inputShape: x.shape, stride: stride, padding: padding,
        dilation: dilation, groups: groups)
    })
}

/// Takes the gradient of a convolution to its weights:
/// `[n, outputs, positions], [n, c, length] -> weightShape = [outputs, c / groups, k]`.
package func convolution1DWeightGradient(
  _ gradient: Tensor, input x: Tensor, weightShape: [Int], stride: Int = 1, padding: Int = 0,
  dilation: Int = 1, groups: Int = 1
) -> Tensor {
  requireRank3(x.shape, weightShape, in: "convolution1DWeightGradient")
  require(
    gradient.rank == 3,
    "convolution1DWeightGradient: \(gradient.shape): [n, outputs, positions] is expected")
  return weightGradient(
    gradient.withHeight, x.withHeight, [weightShape[0], weightShape[1], 1, weightShape[2]],
    .alongWidth(stride, else: 1), .alongWidth(padding, else: 0), .alongWidth(dilation, else: 1),
    groups, in: "convolution1DWeightGradient"
  ).withoutHeight
}

private func weightGradient(
  _ gradient: Tensor, _ x: Tensor, _ weightShape: [Int], _ stride: PerAxis, _ padding: PerAxis,
  _ dilation: PerAxis, _ groups: Int, in operation: String
) -> Tensor {
  let shape = ConvolutionShape(
    x.shape, weight: weightShape, stride: stride, padding: padding, dilation: dilation,
    groups: groups, in: operation)
  require(
    gradient.shape == shape.outputShape,
    "\(operation): \(gradient.shape): images \(x.shape) and weight \(weightShape) have a "
      + "gradient of \(shape.outputShape)")
  return Tensor(shape: weightShape) { result in
    guard let result = result.baseAddress else { return }
    gradient.withPointer { gradient, _ in
      x.withPointer { x, _ in
        sumOfImages(shape, gradient, x, result)
      }
    }
  }
}

/// The chunks that images are cut into, each with a sum of its own.
private let mostChunks = 16

/// The floats that all sums may occupy, unless two chunks alone are more.
private let mostFloats = 1 << 24

/// Sums the gradients of all images, chunk by chunk.
///
/// The chunks depend on the shapes alone, and their sums are added in their order: the number of threads
/// does not change a bit.
private func sumOfImages(
  _ shape: ConvolutionShape, _ gradient: Input, _ x: Input, _ result: Output
) {
  let size = shape.groups * shape.outputs * shape.terms
  let chunks = max(1, min(shape.images, mostChunks, max(2, mostFloats / size)))
  withScratch((chunks + 1) * size) { sums in
    let addsUp = { (index: Int) in
      let (chunk, group) = (index / shape.groups, index % shape.groups)
      let start = group * shape.outputs * shape.terms
      let sum = sums + (chunk * size + start)
      sum.update(repeating: 0, count: shape.outputs * shape.terms)
      let images = shape.images * chunk / chunks..<shape.images * (chunk + 1) / chunks
      for image in images {
        let part = image * shape.groups + group
        addImage(shape, gradient + part * shape.outputCount, x + part * shape.inputCount, sum)
      }
    }
    forEachImage(
      chunks * shape.groups, work: shape.work * max(1, shape.images / chunks), addsUp)
    let total = sums + chunks * size
    inParallelRanges(size, length: max(64, chunkLength / chunks)) { start, count in
      for i in start..<start + count {
        var sum = sums[i]
        for chunk in 1..<max(1, chunks) { sum += sums[chunk * size + i] }
        total[i] = sum
      }
    }
    if shape.isDepthwise {
      result.update(from: total, count: size)
      return
    }
    for group in 0..<shape.groups {
      let start = group * shape.outputs * shape.terms
      kernels.transpose(
        rows: shape.terms, columns: shape.outputs, total + start, xRow: shape.outputs,
        result + start, resultRow: shape.terms)
    }
  }
}

/// Adds the gradient of one group of one image: `[terms, outputs]`, or `[outputs, taps]` if depthwise.
private func addImage(
  _ shape: ConvolutionShape, _ gradient: Input, _ image: Input, _ sum: Output
) {
  let windows = shape.windows
  let positions = windows.positions
  if shape.isDepthwise {
    withScratch(kernels.planeScratchCount(windows)) { scratch in
      for output in 0..<shape.outputs {
        kernels.addPlaneWeightGradient(
          windows, image, gradient: gradient + output * positions, sum + output * windows.taps,
          scratch: scratch)
      }
    }
  } else if shape.isPointwise {
    let count = kernels.scratchCount(m: shape.channels, n: shape.outputs, k: positions)
    withScratch(count) { scratch in
      kernels.multiply(
        m: shape.channels, n: shape.outputs, k: positions, alpha: 1,
        Matrix(image, rowStride: positions, columnStride: 1),
        Matrix(gradient, rowStride: 1, columnStride: positions), sum, resultRow: shape.outputs,
        accumulate: true, scratch: scratch)
    }
  } else {
    let count = kernels.scratchCount(windows, channels: shape.channels, outputs: shape.outputs)
    withScratch(count) { scratch in
      kernels.addWeightGradient(
        windows, channels: shape.channels, image, outputs: shape.outputs, gradient: gradient, sum,
        scratch: scratch)
    }
  }
}
