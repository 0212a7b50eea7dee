// Slopes of slopes.
//
// The gradient says which way is downhill. Along the way the slope changes, and the matrix of these changes
// is the *Hessian*, Hᵢⱼ = ∂²L / ∂xᵢ ∂xⱼ. It is symmetric: it does not matter in which order one moves. With
// a million parameters it has 10¹² entries. But its product with one vector costs no more than about two
// gradients, in either of two ways:
//
//     H v = the gradient of (g · v)                      exact; backwards through the way back
//     H v ≈ (g(x + h v) − g(x − h v)) / (2 h)            a central difference of two gradients
//
// The library does the first (`hessianVectorProduct`, after Pearlmutter 1994); the second needs nothing but
// gradients and is a check of the first.
//
// What H v is good for: its largest eigenvalue λ is the sharpest curvature of the loss. Gradient descent
// with a step longer than 2 / λ overshoots the valley by more than it started with, and diverges.

public import Tensors

/// Approximates the product of the Hessian with a vector by a central difference of two gradients.
///
/// In `Float`, so about three digits are right. Use `hessianVectorProduct` for more.
///
/// - Parameters:
///   - x: Where it is taken, any shape.
///   - vector: The shape of `x`.
///   - step: How far to move along the vector, for a vector of length 1.
///   - gradient: Computes the gradient at a place.
public func differenceOfGradients(
  at x: Tensor, times vector: Tensor, step: Float = 0.01, gradient: (Tensor) throws -> Tensor
) rethrows -> Tensor {
  require(
    x.shape == vector.shape,
    "differenceOfGradients: \(x.shape) and \(vector.shape): the vector must have the shape of x")
  let length = (vector * vector).sum().scalar.squareRoot()
  guard length > 0 else { return Tensor.zeros(x.shape) }
  let h = step / length
  return (try gradient(x + h * vector) - gradient(x - h * vector)) / (2 * h)
}

/// Finds the sharpest curvature of a function: the eigenvalue of its Hessian that is largest in size.
///
/// Power iteration: multiplied by H again and again, any vector turns towards the direction of the sharpest
/// curvature. H itself is never built.
///
/// - Parameters:
///   - x: Where it is taken, any shape.
///   - iterations: The number of products; more are needed where two eigenvalues are nearly as large.
///   - generator: Draws the first direction.
///   - function: Must return one number.
/// - Returns: The eigenvalue, negative for a ridge, and its direction, of length 1.
public func sharpestCurvature(
  at x: Tensor, iterations: Int = 30, using generator: inout RandomGenerator,
  of function: (Tensor) throws -> Tensor
) rethrows -> (curvature: Float, direction: Tensor) {
  var direction = Tensor.normal(x.shape, using: &generator)
  direction = direction / (direction * direction).sum().scalar.squareRoot()
  var curvature: Float = 0
  for _ in 0..<max(iterations, 1) {
    let product = try hessianVectorProduct(at: x, times: direction, of: function)
    curvature = (direction * product).sum().scalar
    let length = (product * product).sum().scalar.squareRoot()
    guard length > 0 else { break }
    direction = product / length
  }
  return (curvature, direction)
}
