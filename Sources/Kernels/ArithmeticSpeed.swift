extension VectorKernels {
  /// Multiplies and adds in registers.
  ///
  /// Twelve numbers that do not wait for one another are enough to keep the processor busy: a multiplication
  /// and addition takes it four or five steps, and it can begin two in every step.
  public static func multiplyAndAdd(rounds: Int) -> (operations: Int, result: Float) {
    var x0 = Vector(repeating: 0.1)
    var x1 = Vector(repeating: 0.2)
    var x2 = Vector(repeating: 0.3)
    var x3 = Vector(repeating: 0.4)
    var x4 = Vector(repeating: 0.5)
    var x5 = Vector(repeating: 0.6)
    var x6 = Vector(repeating: 0.7)
    var x7 = Vector(repeating: 0.8)
    var x8 = Vector(repeating: 0.9)
    var x9 = Vector(repeating: 1.0)
    var x10 = Vector(repeating: 1.1)
    var x11 = Vector(repeating: 1.2)
    let factor = Vector(repeating: 0.999)
    let term = Vector(repeating: 0.001)
    var round = 0
    while round < rounds {
      x0 = multiplyAdd(x0, factor, term)
      x1 = multiplyAdd(x1, factor, term)
      x2 = multiplyAdd(x2, factor, term)
      x3 = multiplyAdd(x3, factor, term)
      x4 = multiplyAdd(x4, factor, term)
      x5 = multiplyAdd(x5, factor, term)
      x6 = multiplyAdd(x6, factor, term)
      x7 = multiplyAdd(x7, factor, term)
      x8 = multiplyAdd(x8, factor, term)
      x9 = multiplyAdd(x9, factor, term)
      x10 = multiplyAdd(x10, factor, term)
      x11 = multiplyAdd(x11, factor, term)
      round += 1
    }
    let sum = ((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7)) + ((x8 + x9) + (x10 + x11))
    return (rounds * 12 * width * 2, sumOfLanes(sum))
  }
}
