import KernelInterface

// The same elements in another arrangement.

extension Tensor {
  /// The same elements in another shape; one extent may be -1 and is computed.
  ///
  /// The result shares memory with this tensor.
  public func reshaped(_ newShape: [Int]) -> Tensor {
    var result = newShape
    let unknown = newShape.indices.filter { newShape[$0] == -1 }
    require(
      unknown.count <= 1 && newShape.allSatisfy { $0 >= -1 },
      "reshaped: \(shape) to \(newShape): at most one extent may be -1 and none smaller")
    if let axis = unknown.first {
      result[axis] = 1
      let known = Shape.count(result)
      require(
        known > 0 && count % known == 0,
        "reshaped: \(shape) to \(newShape): \(count) elements are not a multiple of \(known)")
      result[axis] = count / known
    }
    require(
      Shape.count(result) == count,
      "reshaped: \(shape) to \(newShape): \(count) elements do not fill \(Shape.count(result))")
    let value = Tensor(storage: storage, offset: offset, shape: result, count: count)
    guard isTracked else { return value }
    return value.recorded(from: self) { [shape] g in g.reshaped(shape) }
  }

  /// The same elements as a vector: `[a, b, …] -> [a · b · …]`.
  public func flattened() -> Tensor { reshaped([count]) }

  /// Exchanges the last two axes: `[…, m, n] -> […, n, m]`.
  public func transposed() -> Tensor {
    require(rank >= 2, "transposed: \(shape): a tensor of rank 2 or more is expected")
    return transposed(-2, -1)
  }

  /// Exchanges two axes.
  public func transposed(_ first: Int, _ second: Int) -> Tensor {
    let one = Shape.axis(first, of: shape, in: "transposed")
    let other = Shape.axis(second, of: shape, in: "transposed")
    if one == other { return self }
    // Read as [outer, high, middle, low, inner], of which high and low change places.
    let (a, b) = (Swift.min(one, other), Swift.max(one, other))
    let middle = Shape.count(Array(shape[(a + 1)..<b]))
    let inner = Shape.count(Array(shape[(b + 1)...]))
    var newShape = shape
    newShape.swapAt(a, b)
    let value = Tensor.make(newShape, count: count) { result in
      withPointer { x, count in
        if count == 0 { return }
        let block = Exchange(high: shape[a], middle: middle, low: shape[b], inner: inner)
        let blocksPerChunk = Swift.max(1, chunkLength / block.count)
        inParallelRanges(count / block.count, length: blocksPerChunk) { start, count in
          for index in start..<start + count {
            block.run(x + index * block.count, result + index * block.count)
          }
        }
      }
    }
    return isTracked ? value.recorded(from: self) { g in g.transposed(a, b) } : value
  }

  /// Moves one axis behind all others.
  func transposedToLast(_ axis: Int) -> Tensor {
    let outer = Shape.count(Array(shape[..<axis]))
    let inner = Array(shape[(axis + 1)...])
    return reshaped([outer, shape[axis], Shape.count(inner)]).transposed()
      .reshaped(Array(shape[..<axis]) + inner + [shape[axis]])
  }

  /// Joins tensors along an axis; their other extents must agree.
  public static func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    require(!tensors.isEmpty, "concatenate: there must be at least one tensor")
    let first = tensors[0].shape
    let axis = Shape.axis(axis, of: first, in: "concatenate")
    var shape = first
    shape[axis] = 0
    for tensor in tensors {
      var others = tensor.shape
      require(
        others.count == first.count,
        "concatenate: \(first) and \(tensor.shape): the ranks differ")
      others[axis] = first[axis]
      require(
        others == first,
        "concatenate: \(first) and \(tensor.shape): extents other than that of axis \(axis) differ")
      shape[axis] += tensor.shape[axis]
    }
    let outer = Shape.count(Array(shape[..<axis]))
    let row = Shape.count(Array(shape[axis...]))
    let joined = Tensor(shape: shape) { result in
      guard let base = result.baseAddress else { return }
      var column = 0
      for tensor in tensors where tensor.count > 0 {
        let width = tensor.count / outer
        tensor.withUnsafeScalars { source in
          guard let from = source.baseAddress else { return }
          for i in 0..<outer {
            (base + i * row + column).update(from: from + i * width, count: width)
          }
        }
        column += width
      }
    }
    guard tensors.contains(where: \.isTracked) else { return joined }
    let extents = tensors.map { $0.shape[axis] }
    return joined.recorded(from: tensors) { g, needed in
      var start = 0
      return zip(extents, needed).map { extent, isNeeded in
        defer { start += extent }
        return isNeeded ? g.slice(start..<start + extent, axis: axis) : nil
      }
    }
  }

  /// Joins tensors of one shape along a new axis, the leading one if not said otherwise: `n` of `[…]`
  /// give `[n, …]`.
  public static func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    require(!tensors.isEmpty, "stack: there must be at least one tensor")
    for tensor in tensors {
      require(
        tensor.shape == tensors[0].shape,
        "stack: \(tensors[0].shape) and \(tensor.shape): the shapes differ")
    }
    let position = axis < 0 ? axis + tensors[0].rank + 1 : axis
    return concatenate(tensors.map { $0.expanded(at: position) }, axis: position)
  }
}

/// Exchanges `high` and `low` of a block `[high, middle, low, inner]`.
private struct Exchange {
  let high: Int
  let middle: Int
  let low: Int
  let inner: Int

  var count: Int { high * middle * low * inner }

  func run(_ x: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
    if inner == 1 {
      for m in 0..<middle {
        kernels.transpose(
          rows: high, columns: low, x + m * low, xRow: middle * low, result + m * high,
          resultRow: middle * high)
      }
      return
    }
    for h in 0..<high {
      for m in 0..<middle {
        for l in 0..<low {
          let from = x + ((h * middle + m) * low + l) * inner
          let to = result + ((l * middle + m) * high + h) * inner
          to.update(from: from, count: inner)
        }
      }
    }
  }
}
