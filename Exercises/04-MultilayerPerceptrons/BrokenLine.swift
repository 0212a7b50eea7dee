import Course
import Tensors

/// Exercise 04.8: writes down a network whose graph is a broken line through given points.
///
/// The network has one input, a rectifier unit for each piece, and an output. The weights from the input
/// are all 1, so a unit is a hinge that starts to climb where `x = −hiddenBias`:
///
///     y(x) = outputBias + Σⱼ outputWeight[j] · max(x + hiddenBias[j], 0)
///
/// The graph must go through all the points and be straight between neighbours. Left of the first point it
/// stays at the first value; right of the last it goes straight on.
///
/// Through (0, 1), (1, 3) and (3, 2): `y = 1 + 2 max(x, 0) − 2.5 max(x − 1, 0)`, so the hidden biases are
/// `[0, -1]`, the output weights `[2, -2.5]` and the output bias is 1. The order of the units does not matter.
///
/// - Parameters:
///   - places: The `x` of the points, rising, at least two.
///   - values: The `y` of the points, as many.
/// - Returns: `hiddenBias` and `outputWeight`, each `[places.count − 1]`, and the output bias.
public func brokenLine(
  places: [Float], values: [Float]
) throws -> (hiddenBias: Tensor, outputWeight: Tensor, outputBias: Float) {
  throw NotImplemented()
}
