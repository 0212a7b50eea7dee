public import KernelInterface

extension VectorKernels {
  /// Computes running sums along the axis.
  public static func cumulativeSumAxis(
    outer: Int, axis: Int, inner: Int, reversed: Bool, _ x: Input, _ result: Output
  ) {
    guard axis > 0 else { return }
    // The first element of the walk, and the step to the next one.
    let first = reversed ? (axis - 1) * inner : 0
    let step = reversed ? -inner : inner
    var i = 0
    while i < outer {
      let start = x + (i * axis * inner + first)
      let target = result + (i * axis * inner + first)
      if inner == 1 {
        var sum = 0.0
        var k = 0
        while k < axis {
          sum += Double(start[k * step])
          target[k * step] = Float(sum)
          k += 1
        }
      } else {
        var j = 0
        while j + width <= inner {
          runColumns(AllLanes(), axis, step, start + j, target + j)
          j += width
        }
        if j < inner {
          runColumns(FirstLanes(count: inner - j), axis, step, start + j, target + j)
        }
      }
      i += 1
    }
  }
}

/// Computes running sums of a vector of columns.
///
/// What rounding cuts off a sum joins the next element (Kahan, 1965; the cut by Knuth's formula), so that a
/// long column ends as precisely as in double precision.
@inline(__always)
private func runColumns<Lanes: VectorLanes>(
  _ lanes: Lanes, _ count: Int, _ step: Int, _ x: Input, _ result: Output
) {
  var sum = Vector()
  var rest = Vector()
  var k = 0
  while k < count {
    let element = lanes.read(x + k * step) + rest
    let next = sum + element
    let part = next - sum
    let cut = (sum - (next - part)) + (element - part)
    // Where the sum is infinite, nothing was cut off, but the formula says NaN.
    rest = cut.replacing(with: Vector(), where: cut .!= cut)
    sum = next
    lanes.write(sum, result + k * step)
    k += 1
  }
}
