// A network of single numbers.
//
// Nothing here knows about gradients. A unit multiplies and adds `Value`s, a layer is a list of units, and
// the loss is one more `Value`. Every number on the way has noted where it comes from, so one call of
// `backward` on the loss fills in the slopes of all parameters, whatever the network looks like.

public import Tensors

/// A multilayer perceptron whose every weight is a ``Value``: slow, and completely visible.
public final class ValueNetwork {
  /// One unit: a weight for each input, and a bias.
  struct Unit {
    var weights: [Value]
    var bias: Value

    func score(_ inputs: [Value]) -> Value {
      zip(weights, inputs).reduce(bias) { $0 + $1.0 * $1.1 }
    }
  }

  private let layers: [[Unit]]

  /// Makes a network with random weights, uniform between ±1/√inputs, as in chapter 04.
  ///
  /// - Parameters:
  ///   - widths: The number of inputs, of units in each hidden layer, and of outputs.
  ///   - generator: Draws the weights.
  public init(_ widths: [Int], using generator: inout RandomGenerator) {
    require(
      widths.count >= 2 && widths.allSatisfy { $0 > 0 },
      "ValueNetwork: widths \(widths); at least two positive numbers are expected")
    layers = zip(widths, widths.dropFirst()).map { inputs, units in
      let bound = 1 / Float(inputs).squareRoot()
      return (0..<units).map { _ in
        func draw() -> Value { Value(Double((2 * generator.uniform() - 1) * bound)) }
        return Unit(weights: (0..<inputs).map { _ in draw() }, bias: draw())
      }
    }
  }

  /// All weights and biases.
  public var parameters: [Value] {
    layers.joined().flatMap { $0.weights + [$0.bias] }
  }

  /// Computes the scores of one example: tanh in every layer but the last.
  public func callAsFunction(_ example: [Double]) -> [Value] {
    var signals = example.map { Value($0) }
    for (index, layer) in layers.enumerated() {
      let scores = layer.map { $0.score(signals) }
      signals = index == layers.count - 1 ? scores : scores.map { $0.tanh() }
    }
    return signals
  }

  /// Takes one step of gradient descent on the mean logistic loss of two classes.
  ///
  /// - Parameters:
  ///   - examples: The features of each example.
  ///   - labels: 0 or 1 for each.
  ///   - learningRate: The length of the step.
  ///   - forgetsToZero: Leaves the slopes of the last step where they are: a mistake to look at.
  /// - Returns: The loss before the step.
  @discardableResult
  public func step(
    _ examples: [[Double]], _ labels: [Int], learningRate: Double, forgetsToZero: Bool = false
  ) -> Double {
    require(
      examples.count == labels.count && !examples.isEmpty,
      "step: \(examples.count) examples and \(labels.count) labels")
    var total = Value(0)
    for (example, label) in zip(examples, labels) {
      // −log σ(±s), written with an exponent that is never positive (chapter 03).
      let agreement = label == 1 ? self(example)[0] : -1 * self(example)[0]
      let distance = agreement.number < 0 ? agreement : -1 * agreement
      total = total + (-1 * agreement).relu() + (1 + distance.exp()).log()
    }
    let loss = total / Value(Double(labels.count))
    if !forgetsToZero { for parameter in parameters { parameter.gradient = 0 } }
    loss.backward()
    for parameter in parameters { parameter.number -= learningRate * parameter.gradient }
    return loss.number
  }

  /// Answers 0 or 1 for every row: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] {
    let (rows, columns) = (examples.shape[0], examples.shape[1])
    let scalars = examples.scalars
    return (0..<rows).map { row in
      let example = scalars[row * columns..<(row + 1) * columns].map { Double($0) }
      return self(example)[0].number >= 0 ? 1 : 0
    }
  }
}
