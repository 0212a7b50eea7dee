public import Tensors

/// Computes the gradient at the worst point nearby: SAM.
///
/// Foret et al. 2021.
///
///     worst    = model + radius · gradient / ‖gradient‖
///     gradient = gradient of the loss at `worst`
///
/// A minimum whose surroundings are low too generalizes better than a narrow one. It takes two gradients.
///
/// ```swift
/// let (loss, gradient) = sharpnessAwareGradient(at: &model, radius: 0.05) { model in … }
/// optimizer.update(&model, along: gradient)
/// ```
///
/// - Parameters:
///   - model: The model; its buffers are updated by the first gradient only.
///   - radius: How far to go up.
///   - loss: The same batch both times.
/// - Returns: The loss at the model, and the gradient at the worst point.
public func sharpnessAwareGradient<Model: Parameterized>(
  at model: inout Model, radius: Float = 0.05, of loss: (Model) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Model) {
  let (value, gradient) = try valueWithGradient(at: &model, of: loss)
  let norm = gradient.globalNorm
  var worst = model
  if norm > 0 {
    worst.updateParameters(with: gradient) { parameter, slope in
      parameter += radius / norm * slope
    }
  }
  // In the same phase as the first, but what layers post about the second is thrown away with `worst`.
  let slope = try valueWithGradient(at: &worst, of: loss).gradient
  return (value, slope)
}
