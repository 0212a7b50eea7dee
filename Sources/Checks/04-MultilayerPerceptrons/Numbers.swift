import Foundation
import Tensors

// What several exercises compute number by number.

/// Applies a function to every element.
func each(_ x: Tensor, _ function: (Float) -> Float) -> Tensor {
  Tensor(x.scalars.map(function), shape: x.shape)
}

/// The exponential of a number.
func exponential(_ x: Float) -> Float { expf(x) }

/// The hyperbolic tangent of a number.
func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
