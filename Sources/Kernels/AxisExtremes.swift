public import KernelInterface

extension VectorKernels {
  /// Finds extremes along the axis, and where the first of them is.
  public static func findAxis(
    _ extreme: Extreme, outer: Int, axis: Int, inner: Int, _ x: Input, _ values: Output,
    _ positions: UnsafeMutablePointer<Int>?
  ) {
    var i = 0
    while i < outer {
      let start = x + i * axis * inner
      if inner == 1 {
        let value = find(extreme, start, count: axis)
        values[i] = value
        if let positions { positions[i] = position(of: value, start, axis) }
      } else {
        let found = values + i * inner
        findInColumns(extreme, rows: axis, columns: inner, start, found)
        if let positions {
          positionsInColumns(axis, inner, start, found, positions + i * inner)
        }
      }
      i += 1
    }
  }
}

/// Finds the first element that is the value; there is one.
private func position(of value: Float, _ x: Input, _ count: Int) -> Int {
  var i = 0
  if value.isNaN {
    while !x[i].isNaN { i += 1 }
    return i
  }
  let target = Vector(repeating: value)
  let one = Vector(repeating: 1)
  while i + width <= count {
    if sumOfLanes(Vector().replacing(with: one, where: load(x + i) .== target)) != 0 { break }
    i += width
  }
  while x[i] != value { i += 1 }
  return i
}

/// Finds in every column the first element that is the column's value.
@inline(__always)
private func positionsInColumns(
  _ rows: Int, _ columns: Int, _ x: Input, _ values: Input,
  _ positions: UnsafeMutablePointer<Int>
) {
  var j = 0
  while j + width <= columns {
    positionsInVector(AllLanes(), rows, columns, x + j, values + j, positions + j, width)
    j += width
  }
  if j < columns {
    let lanes = columns - j
    positionsInVector(
      FirstLanes(count: lanes), rows, columns, x + j, values + j, positions + j, lanes)
  }
}

@inline(__always)
private func positionsInVector<Lanes: VectorLanes>(
  _ lanes: Lanes, _ rows: Int, _ step: Int, _ x: Input, _ values: Input,
  _ positions: UnsafeMutablePointer<Int>, _ count: Int
) {
  let target = lanes.read(values)
  // From the last row to the first, so that the first of equals stays. Row numbers are kept in the bits
  // of floats; -1 is the mark of a column without an equal, which has NaN.
  var found = float(IntVector(repeating: -1))
  var row = rows - 1
  while row >= 0 {
    let number = float(IntVector(repeating: Int32(truncatingIfNeeded: row)))
    found = found.replacing(with: number, where: lanes.read(x + row * step) .== target)
    row -= 1
  }
  let numbers = bits(found)
  var lane = 0
  while lane < count {
    var position = Int(numbers[lane])
    if position < 0 {
      position = 0
      while !x[position * step + lane].isNaN { position += 1 }
    }
    positions[lane] = position
    lane += 1
  }
}
