/// What a comparison of gradients with measured slopes found.
public struct GradientCheck: Sendable, CustomStringConvertible {
  /// The largest difference, relative to the larger of the two slopes and of the typical slope.
  public let error: Float
  /// The operand in which it was found.
  public let operand: Int
  /// The element of that operand, in row-major order.
  public let element: Int
  /// The slope that the pullback gives there.
  public let computed: Float
  /// The slope that was measured there.
  public let measured: Float

  /// Says where the worst difference is.
  public var description: String {
    "worst element \(element) of operand \(operand): "
      + "computed \(computed), measured \(measured), relative error \(error)"
  }
}

/// Compares the gradient of a function with slopes that are measured by moving its inputs.
///
/// The outputs are weighed with random numbers first. With weights of one, errors that cancel in the sum
/// go unnoticed: every pullback of softmax would pass, even one that is always zero.
///
/// Slopes are measured with four values of the function at distances of one and two steps on both sides,
/// whose error falls with the fourth power of the step. In single precision about three digits agree.
///
/// - Parameters:
///   - inputs: Where to check; keep away from kinks, such as 0 for `abs`.
///   - step: The step, for inputs of size 1.
///   - seed: The seed of the weights, and of the choice of elements in large operands.
///   - most: The most elements of each operand that are checked.
///   - function: Any number of operands, any shape of result.
/// - Returns: The worst difference found. A right pullback gives an error of about 1e-3.
public func gradientCheck(
  at inputs: [Tensor], step: Float = 0.02, seed: UInt64 = 1, most: Int = 64,
  of function: ([Tensor]) -> Tensor
) -> GradientCheck {
  // A stream of its own: inputs drawn with the same seed must not be the weights as well.
  var generator = RandomGenerator(seed: seed).split(0x6368_6563_6B)
  let weights = Tensor.normal(function(inputs).shape, using: &generator)
  let gradients = gradient(at: inputs) { (function($0) * weights).sum() }
  let typical = gradients.reduce(Float(1e-3)) { Swift.max($0, rootMeanSquare($1)) }
  var worst = GradientCheck(error: 0, operand: 0, element: 0, computed: 0, measured: 0)
  for (operand, input) in inputs.enumerated() {
    let elements =
      input.count <= most
      ? Array(0..<input.count)
      : Array(generator.permutation(input.count).prefix(most))
    let computed = gradients[operand].scalars
    for element in elements {
      let size = Swift.max(1, Swift.abs(input.scalars[element]))
      func value(_ steps: Float) -> Double {
        var moved = inputs
        moved[operand].withUnsafeMutableScalars { $0[element] += steps * step * size }
        return weighedSum(function(moved), weights)
      }
      let near = value(1) - value(-1)
      let far = value(2) - value(-2)
      let measured = Float((8 * near - far) / (12 * Double(step * size)))
      let scale = Swift.max(typical, Swift.abs(measured), Swift.abs(computed[element]))
      let error = Swift.abs(measured - computed[element]) / scale
      // Not-a-number compares as larger than everything here.
      if !(error <= worst.error) {
        worst = GradientCheck(
          error: error, operand: operand, element: element, computed: computed[element],
          measured: measured)
      }
    }
  }
  return worst
}

private func rootMeanSquare(_ x: Tensor) -> Float {
  x.count == 0 ? 0 : ((x * x).sum().scalar / Float(x.count)).squareRoot()
}

/// The weighed sum in double precision, so that small differences of it are not lost.
private func weighedSum(_ x: Tensor, _ weights: Tensor) -> Double {
  zip(x.scalars, weights.scalars).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
}
