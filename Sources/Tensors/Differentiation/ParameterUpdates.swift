// Changing the parameters of a model with the help of values of the model's own type: its gradient, and
// what an optimizer remembers.

extension Parameterized {
  /// The parameters, in the order in which they are visited.
  public var parameters: [Tensor] {
    var model = self
    return model.takeParameters()
  }

  /// Changes every parameter with the help of the gradient.
  ///
  /// ```swift
  /// model.updateParameters(with: gradient) { parameter, slope in parameter -= 0.1 * slope }
  /// ```
  ///
  /// - Parameters:
  ///   - gradient: A value of the same structure: as many parameters, of the same shapes.
  ///   - body: Is called with every parameter and its gradient.
  public mutating func updateParameters(
    with gradient: Self, _ body: (inout Tensor, Tensor) throws -> Void
  ) rethrows {
    let slopes = gradient.parameters
    try update { parameters in
      requireMatch(parameters, slopes)
      for index in parameters.indices { try body(&parameters[index], slopes[index]) }
    }
  }

  /// Changes every parameter, and what an optimizer remembers of it, with the help of the gradient.
  ///
  /// ```swift
  /// model.updateParameters(with: gradient, &velocity) { parameter, slope, velocity in
  ///   velocity = 0.9 * velocity + slope
  ///   parameter -= 0.1 * velocity
  /// }
  /// ```
  public mutating func updateParameters(
    with gradient: Self, _ memory: inout Self,
    _ body: (inout Tensor, Tensor, inout Tensor) throws -> Void
  ) rethrows {
    try memory.update { memories in
      var next = 0
      requireMatch(memories, gradient.parameters)
      try updateParameters(with: gradient) { parameter, slope in
        try body(&parameter, slope, &memories[next])
        next += 1
      }
    }
  }

  /// Changes every parameter, and two things that an optimizer remembers of it, with the help of the
  /// gradient.
  public mutating func updateParameters(
    with gradient: Self, _ first: inout Self, _ second: inout Self,
    _ body: (inout Tensor, Tensor, inout Tensor, inout Tensor) throws -> Void
  ) rethrows {
    try second.update { seconds in
      var next = 0
      requireMatch(seconds, gradient.parameters)
      try updateParameters(with: gradient, &first) { parameter, slope, first in
        try body(&parameter, slope, &first, &seconds[next])
        next += 1
      }
    }
  }

  /// A value of the model's own type whose parameters are all zero, to start an optimizer's memory with.
  public func zerosLike() -> Self {
    var zeros = self
    var visitor = ParameterVisitor { parameter in parameter = Tensor.zeros(parameter.shape) }
    zeros.visitParameters(&visitor)
    return zeros
  }

  /// Hands out all parameters, to be changed in place.
  private mutating func update(_ body: (inout [Tensor]) throws -> Void) rethrows {
    var parameters = takeParameters()
    defer { putBack(parameters) }
    try body(&parameters)
  }

  /// Takes the parameters out, so that they have one owner and are changed without a copy.
  private mutating func takeParameters() -> [Tensor] {
    var parameters: [Tensor] = []
    var visitor = ParameterVisitor { parameter in
      parameters.append(parameter)
      parameter = nothing
    }
    visitParameters(&visitor)
    return parameters
  }

  private mutating func putBack(_ parameters: [Tensor]) {
    var rest = parameters[...]
    var visitor = ParameterVisitor { parameter in parameter = rest.removeFirst() }
    visitParameters(&visitor)
  }
}

/// Stands in a parameter's place while it is taken out.
private let nothing = Tensor.zeros([0])

private func requireMatch(_ parameters: [Tensor], _ others: [Tensor]) {
  require(
    parameters.count == others.count && zip(parameters, others).allSatisfy { $0.shape == $1.shape },
    "updateParameters: the two values do not have the same parameters: shapes "
      + "\(parameters.map(\.shape)) and \(others.map(\.shape))")
}
