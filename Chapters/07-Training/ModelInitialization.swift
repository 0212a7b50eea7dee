public import MultilayerPerceptrons
public import Tensors

extension Parameterized {
  /// Draws the parameters of a whole model anew.
  ///
  /// ```swift
  /// var model = Sequential { Linear(784, 128); Activation.relu; Linear(128, 10) }
  /// model.initialize(weights: .heNormal, using: &generator)
  /// ```
  ///
  /// What a parameter is follows from its rank and its name:
  ///
  /// - two axes or more: a weight. It is drawn by `weights`.
  /// - fewer, and the last part of the name is `bias`: a bias. It is drawn by `biases`.
  /// - anything else stays as it is. The scale of a normalization begins at 1; an initializer that set every
  ///   vector to zero would switch the layer off.
  ///
  /// Buffers stay as they are. Initialize first and wrap layers afterwards: what a reparameterized layer has
  /// computed from its first weight, such as a length, is not computed again.
  ///
  /// - Parameters:
  ///   - weights: Draws the weights; `nil` leaves them alone.
  ///   - biases: Draws the biases; `nil` leaves them alone.
  ///   - isIncluded: Is asked with the name of each parameter, such as `0.weight`; what it declines stays.
  ///   - generator: Where the numbers come from. Parameters are drawn in the order in which they are visited.
  public mutating func initialize(
    weights: Initializer?, biases: Initializer? = .zeros,
    where isIncluded: (String) -> Bool = { _ in true }, using generator: inout RandomGenerator
  ) {
    // The visitor keeps its closure, so the generator and the question are handed to it and taken back.
    var drawing = generator
    withoutActuallyEscaping(isIncluded) { isIncluded in
      var visitor = ParameterVisitor(namedParameters: { parameter, name in
        guard isIncluded(name) else { return }
        if parameter.rank >= 2 {
          if let weights { parameter = weights(parameter.shape, using: &drawing) }
        } else if name == "bias" || name.hasSuffix(".bias") {
          if let biases { parameter = biases(parameter.shape, using: &drawing) }
        }
      })
      visitParameters(&visitor)
    }
    generator = drawing
  }
}

extension Linear {
  /// Makes a layer whose weights are drawn by an initializer and whose biases are zero.
  ///
  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - outputs: The number of units.
  ///   - bias: Whether there are biases.
  ///   - weights: Draws the weights `[inputs, outputs]`.
  ///   - generator: Where the numbers come from.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, weights: Initializer,
    using generator: inout RandomGenerator
  ) {
    self.init(
      weight: weights([inputs, outputs], using: &generator), bias: bias ? .zeros([outputs]) : nil)
  }
}
