// Order along an axis. NaN counts as larger than everything; equal elements keep their order.

extension Tensor {
  /// Sorts along an axis.
  ///
  /// - Returns: The values in their order, and for each the position from which it came, in row-major order
  ///   of the values.
  public func sorted(
    axis: Int = -1, descending: Bool = false
  ) -> (values: Tensor, indices: [Int]) {
    let axis = Shape.axis(axis, of: shape, in: "sorted")
    let indices = argsort(axis: axis, descending: descending)
    return (takeAlong(indices, width: shape[axis], axis: axis), indices)
  }

  /// Finds the positions that would sort along an axis, in row-major order of the result.
  public func argsort(axis: Int = -1, descending: Bool = false) -> [Int] {
    let lines = Lines(shape, axis, in: "argsort")
    return chosenPositions(lines, width: lines.length) { order(of: $0, descending: descending) }
  }

  /// Finds the `k` largest elements along an axis, the largest first.
  ///
  /// - Parameters:
  ///   - k: How many.
  ///   - axis: The axis, whose extent becomes `k`.
  ///   - largest: False for the smallest elements, the smallest first.
  /// - Returns: The values, and for each its position along the axis, in row-major order of the values. Of
  ///   equal elements the first ones are taken.
  public func topK(
    _ k: Int, axis: Int = -1, largest: Bool = true
  ) -> (values: Tensor, indices: [Int]) {
    let lines = Lines(shape, axis, in: "topK")
    require(
      k >= 0 && k <= lines.length,
      "topK: \(shape): \(k) of the \(lines.length) elements of axis \(lines.axis)")
    let indices = chosenPositions(lines, width: k) { line in
      k <= 64 && 2 * k < line.count
        ? first(k, of: line, descending: largest)
        : Array(order(of: line, descending: largest).prefix(k))
    }
    return (takeAlong(indices, width: k, axis: lines.axis), indices)
  }

  /// Finds the different values, in ascending order.
  ///
  /// - Returns: The values; for each element of this tensor in row-major order the position of its value
  ///   among them; and how often each value occurs. All NaN count as one value.
  public func unique() -> (values: Tensor, inverse: [Int], counts: [Int]) {
    let elements = scalars
    var values: [Float] = []
    var inverse = [Int](repeating: 0, count: count)
    var counts: [Int] = []
    for index in order(of: elements, descending: false) {
      let element = elements[index]
      let isSame = values.last.map { $0 == element || ($0.isNaN && element.isNaN) } ?? false
      if !isSame {
        values.append(element)
        counts.append(0)
      }
      inverse[index] = values.count - 1
      counts[values.count - 1] += 1
    }
    return (Tensor(values), inverse, counts)
  }

  /// Calls `choose` with every line along an axis and arranges the positions that it gives.
  private func chosenPositions(
    _ lines: Lines, width: Int, _ choose: ([Float]) -> [Int]
  ) -> [Int] {
    var result = [Int](repeating: 0, count: lines.count * width)
    withPointer { x, _ in
      for o in 0..<lines.outer {
        for i in 0..<lines.inner {
          let line = (0..<lines.length).map { x[(o * lines.length + $0) * lines.inner + i] }
          for (j, position) in choose(line).enumerated() {
            result[(o * width + j) * lines.inner + i] = position
          }
        }
      }
    }
    return result
  }
}

/// The positions of a line's elements in sorted order.
private func order(of line: [Float], descending: Bool) -> [Int] {
  let keys = line.map { key($0, descending: descending) }
  return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
}

/// The positions of the first `k` elements of the sorted line, found without sorting the rest.
private func first(_ k: Int, of line: [Float], descending: Bool) -> [Int] {
  if k == 0 { return [] }
  var best: [(key: Int32, position: Int)] = []
  for (position, element) in line.enumerated() {
    let key = key(element, descending: descending)
    if best.count == k {
      if key >= best[k - 1].key { continue }
      best.removeLast()
    }
    let place = best.lastIndex { $0.key <= key }.map { $0 + 1 } ?? 0
    best.insert((key, position), at: place)
  }
  return best.map(\.position)
}

/// An integer that is ordered as the element is: NaN above infinity, both zeros alike.
private func key(_ element: Float, descending: Bool) -> Int32 {
  let bits: Int32
  if element.isNaN {
    bits = .max
  } else if element == 0 {
    bits = 0
  } else {
    let pattern = Int32(bitPattern: element.bitPattern)
    // Negative numbers have falling patterns: mirror them.
    bits = pattern >= 0 ? pattern : -(pattern & .max)
  }
  return descending ? -bits : bits
}
