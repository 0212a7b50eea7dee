// Derivatives that are more than one gradient.

/// Computes all slopes of all outputs: the Jacobian matrix, `[outputs, inputs]`.
///
/// The function is computed once; every output takes one way back.
///
/// - Parameters:
///   - x: Where the Jacobian is taken, any shape.
///   - function: Any shape of result.
/// - Returns: Element `(i, j)` is the slope of output `i` with respect to input `j`, both in row-major
///   order.
public func jacobian(at x: Tensor, of function: (Tensor) throws -> Tensor) rethrows -> Tensor {
  var variables = Variables()
  let traced = variables.trace(x)
  let value = try variables.record { try function(traced) }
  let rows = (0..<value.count).map { index -> Tensor in
    var seed = Tensor.zeros([value.count])
    seed.withUnsafeMutableScalars { $0[index] = 1 }
    return variables.pullBack(value, seed.reshaped(value.shape))[0].reshaped([1, x.count])
  }
  return rows.isEmpty ? Tensor.zeros([0, x.count]) : Tensor.concatenate(rows)
}

/// Computes the product of the Hessian with a vector without building the Hessian.
///
/// The Hessian holds the second slopes of a function with one output. Its product with `vector` is the
/// gradient of `gradient · vector` (Pearlmutter 1994).
///
/// - Parameters:
///   - x: Where it is taken, any shape.
///   - vector: The shape of `x`.
///   - function: Must return one number.
/// - Returns: The shape of `x`.
public func hessianVectorProduct(
  at x: Tensor, times vector: Tensor, of function: (Tensor) throws -> Tensor
) rethrows -> Tensor {
  require(
    vector.shape == x.shape,
    "hessianVectorProduct: \(x.shape) and \(vector.shape): the vector must have the shape of x")
  return try gradient(at: x) { x in
    (try gradient(at: x, of: function) * vector).sum()
  }
}

/// Computes the matrix of second slopes of a function with one output: `[inputs, inputs]`.
public func hessian(at x: Tensor, of function: (Tensor) throws -> Tensor) rethrows -> Tensor {
  try jacobian(at: x) { x in try gradient(at: x, of: function) }
}
