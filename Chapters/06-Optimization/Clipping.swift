public import Tensors

// Gradients cut down to size before a step.

extension Parameterized {
  /// The Euclidean length of all parameters together; of a gradient, its *global norm*.
  public var globalNorm: Float {
    // In double precision: the squares of a large model's gradient add up beyond seven digits.
    let sum = parameters.reduce(0.0) { sum, parameter in
      let length = Double(length(parameter))
      return sum + length * length
    }
    return Float(sum.squareRoot())
  }

  /// Cuts every number to the range from `−limit` to `limit`.
  ///
  /// That changes the direction of the gradient: long entries lose more than short ones.
  public mutating func clipValues(to limit: Float) {
    var visitor = ParameterVisitor { parameter in
      parameter = minimum(maximum(parameter, -limit), limit)
    }
    visitParameters(&visitor)
  }

  /// Shortens every parameter that is longer than `limit` to that length.
  public mutating func clipNorms(to limit: Float) {
    var visitor = ParameterVisitor { parameter in
      let norm = length(parameter)
      if norm > limit { parameter = parameter * (limit / norm) }
    }
    visitParameters(&visitor)
  }

  /// Shortens all parameters by one factor so that together they are at most `limit` long (Pascanu,
  /// Mikolov and Bengio 2013).
  ///
  /// The direction stays. That is the usual way for recurrent networks and transformers. Where the norm is
  /// not a number nothing can be saved: the result says so, and the step should be left out.
  ///
  /// - Returns: The global norm before.
  @discardableResult
  public mutating func clipGlobalNorm(to limit: Float) -> Float {
    let norm = globalNorm
    if norm > limit {
      let factor = limit / norm
      var visitor = ParameterVisitor { parameter in parameter = parameter * factor }
      visitParameters(&visitor)
    }
    return norm
  }
}

/// The Euclidean length of all numbers of a tensor.
func length(_ x: Tensor) -> Float {
  let plain = (x * x).sum().scalar.squareRoot()
  if plain > 1e-15 && plain < .infinity || x.count == 0 { return plain }
  // The squares of very large and very small numbers do not fit into a Float: measure in units of the
  // largest. That is when clipping is needed most.
  let unit = abs(x).max().scalar
  guard unit > 0 && unit < .infinity else { return unit }
  let scaled = x / unit
  return unit * (scaled * scaled).sum().scalar.squareRoot()
}
