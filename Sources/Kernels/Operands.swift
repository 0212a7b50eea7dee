import KernelInterface

/// An operand of a row: its elements one after the other, or one element again and again.
protocol Operand {
  func vector(_ i: Int) -> Vector
  func vector(_ i: Int, count: Int) -> Vector
}

struct Stream: Operand {
  let start: Input
  @inline(__always) func vector(_ i: Int) -> Vector { load(start + i) }
  @inline(__always) func vector(_ i: Int, count: Int) -> Vector { load(start + i, count: count) }
}

struct Constant: Operand {
  let value: Float
  @inline(__always) func vector(_ i: Int) -> Vector { Vector(repeating: value) }
  @inline(__always) func vector(_ i: Int, count: Int) -> Vector { Vector(repeating: value) }
}
