import Tensors

/// Exercise 07.5: counts what a unit hears and what hears an input.
///
/// A matrix is `[inputs, outputs]`. A kernel is `[outputs, inputs, …kernel]`, with one, two or three axes of the
/// kernel: every output hears all places of the kernel of all inputs, and every input is heard by all places of
/// the kernel of all outputs.
///
/// `[784, 128]` has the fans 784 and 128; `[32, 3, 5, 5]` has 75 and 800.
///
/// - Parameter shape: The shape of the weights, of two axes or more.
/// - Returns: The number of terms in a unit's sum, and the number of units that hear an input.
public func fans(of shape: [Int]) throws -> (fanIn: Int, fanOut: Int) {
  if shape.count == 2 { return (shape[0], shape[1]) }
  let kernel = shape[2...].reduce(1, *)
  return (shape[1] * kernel, shape[0] * kernel)
}

/// Exercise 07.5: computes between which bounds weights are drawn, so that a signal keeps its size.
///
/// The weights are uniform between −bound and bound. Their variance, `bound² / 3`, shall be `gain² / fanIn`.
///
/// `[3, 5]` with a gain of 1 has the bound 1; with a gain of √2, for ReLU, it has 1.4142.
///
/// - Parameters:
///   - shape: The shape of the weights: see `fans(of:)`.
///   - gain: Makes up for what the activation takes away; above 0.
/// - Returns: The bound.
public func initialBound(shape: [Int], gain: Float) throws -> Float {
  gain * (3 / Float(try fans(of: shape).fanIn)).squareRoot()
}
