public import Tensors

/// Adafactor: remembers the mean square of a matrix as one number per row and one per column (Shazeer and
/// Stern 2018).
///
/// The product of row and column means stands for the whole: `rows · columns / mean of rows`. A model of a
/// billion weights then needs no second billion of memory.
///
/// The step is measured in the parameter's own size, is clipped to a typical size of `clip`, and its rate
/// falls as `1/√t`.
public struct Adafactor<Model: Parameterized>: Optimizer {
  /// The highest relative rate.
  public var learningRate: Float
  /// The power by which the memory grows longer: step `t` keeps `1 − tᵈ`.
  public var decayPower: Float
  /// The least size that a parameter counts as.
  public var leastSize: Float
  /// Is added to every squared slope, so that nothing is divided by zero.
  public var epsilon: Float
  /// The largest typical size of a step, before the rate.
  public var clip: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  /// For a matrix the mean squares of rows and columns, otherwise those of all numbers and nothing.
  private var rows: [Tensor]
  private var columns: [Tensor]
  private var steps = 0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 0.01, decayPower: Float = -0.8,
    epsilon: Float = 1e-30, leastSize: Float = 1e-3, clip: Float = 1, weightDecay: Float = 0,
    groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.decayPower) = (learningRate, decayPower)
    (self.epsilon, self.leastSize) = (epsilon, leastSize)
    (self.clip, self.weightDecay) = (clip, weightDecay)
    self.groups = groups(model)
    let shapes = model.parameters.map(\.shape)
    rows = shapes.map { $0.count < 2 ? .zeros($0) : .zeros($0.dropLast() + [1]) }
    columns = shapes.map {
      $0.count < 2 ? .zeros([0]) : .zeros($0.dropLast(2) + [1, $0[$0.count - 1]])
    }
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    steps += 1
    let new = Float(power(Double(steps), Double(decayPower)))
    let rate = min(learningRate, 1 / Float(steps).squareRoot())
    var index = -1
    model.updateParameters(with: gradient) { parameter, slope in
      index += 1
      let group = groups[index]
      if group.isFrozen || parameter.count == 0 { return }
      let count = Float(parameter.count).squareRoot()
      let relative = max(leastSize, length(parameter) / count) * rate * group.rateFactor
      let squared = slope * slope + epsilon
      let square: Tensor
      if parameter.rank < 2 {
        rows[index] = rows[index] + new * (squared - rows[index])
        square = rows[index]
      } else {
        rows[index] =
          rows[index] + new * (squared.mean(axis: -1, keepDimensions: true) - rows[index])
        columns[index] =
          columns[index] + new * (squared.mean(axis: -2, keepDimensions: true) - columns[index])
        // Divided first: the product of two small squares may be less than a Float holds.
        let mean = rows[index].mean(axis: -2, keepDimensions: true)
        square = rows[index] / mean * columns[index]
      }
      let step = slope * reciprocalSquareRoot(square)
      let excess = max(1, length(step) / (count * clip))
      let decay = learningRate * group.rateFactor * weightDecay * group.decayFactor
      parameter = parameter * (1 - decay) - relative / excess * step
    }
  }

  /// Shows the mean squares and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&rows, "rows")
    visitor.visitMemory(&columns, "columns")
    visitor.visitCount(&steps, "steps")
  }
}
