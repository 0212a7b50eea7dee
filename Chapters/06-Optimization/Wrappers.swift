public import Tensors

// Optimizers made of optimizers.

/// Two optimizers for two parts of a model: each leaves to the other what is frozen in its groups.
///
/// Each has a memory for the whole model; for what it leaves alone that memory stays zero.
///
/// ```swift
/// let isMatrix: @Sendable (String, [Int]) -> Bool = { name, shape in shape.count == 2 }
/// var optimizer = Both(
///   Muon(for: model, groups: ParameterGroups { isMatrix($0, $1) ? ParameterGroup() : .frozen }),
///   Adam(for: model, groups: ParameterGroups { isMatrix($0, $1) ? .frozen : ParameterGroup() }))
/// ```
public struct Both<First: Optimizer, Second: Optimizer>: Optimizer
where First.Model == Second.Model {
  /// The optimizer of the first part.
  public var first: First
  /// The optimizer of the second part.
  public var second: Second

  /// The rate of the second for a rate of 1 of the first.
  private var ratio: Float

  /// The rate of the first; setting it keeps the ratio of the two.
  public var learningRate: Float {
    get { first.learningRate }
    set {
      // Unless it was changed from outside the ratio is the one there was: a rate of 0, with which many
      // schedules start, must not take it away, and rounding must not add up.
      if first.learningRate != 0 && second.learningRate != ratio * first.learningRate {
        ratio = second.learningRate / first.learningRate
      }
      first.learningRate = newValue
      second.learningRate = ratio * newValue
    }
  }

  /// Puts two optimizers of one model together.
  public init(_ first: First, _ second: Second) {
    (self.first, self.second) = (first, second)
    ratio = first.learningRate == 0 ? 1 : second.learningRate / first.learningRate
  }

  /// Takes a step of both.
  public mutating func update(_ model: inout First.Model, along gradient: First.Model) {
    first.update(&model, along: gradient)
    second.update(&model, along: gradient)
  }

  /// Shows what both remember.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(of: &first, "first")
    visitor.visitMemory(of: &second, "second")
  }
}

/// Lookahead: `k` steps ahead, then one step back to halfway.
///
/// Zhang et al. 2019.
///
/// The slow weights move to `slow + share · (fast − slow)` every `k` steps, and the fast ones start again
/// from there.
public struct Lookahead<Fast: Optimizer>: Optimizer {
  /// The optimizer that runs ahead.
  public var fast: Fast
  /// The steps ahead.
  public var interval: Int
  /// The share of the way that is kept.
  public var share: Float

  private var slow: Fast.Model
  private var steps = 0

  /// The rate of the optimizer that runs ahead.
  public var learningRate: Float {
    get { fast.learningRate }
    set { fast.learningRate = newValue }
  }

  /// Makes an optimizer around another one.
  public init(
    _ fast: Fast, for model: Fast.Model, interval: Int = 5, share: Float = 0.5
  ) {
    require(interval > 0, "Lookahead: an interval of \(interval); at least 1 is expected")
    (self.fast, self.interval, self.share) = (fast, interval, share)
    slow = model
  }

  /// Takes one step ahead, and every `interval` steps goes back.
  public mutating func update(_ model: inout Fast.Model, along gradient: Fast.Model) {
    fast.update(&model, along: gradient)
    steps += 1
    guard steps % interval == 0 else { return }
    slow.updateParameters(with: model) { slow, fast in slow += share * (fast - slow) }
    model.setParameters(slow.parameters)
  }

  /// Shows the slow weights, the number of steps, and what the optimizer inside remembers.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(of: &fast, "fast")
    visitor.visitMemory(&slow, "slow")
    visitor.visitCount(&steps, "steps")
  }
}

/// Schedule-free AdamW or descent: averages instead of a falling rate.
///
/// Defazio et al. 2024.
///
///     y = (1 − blend) · z + blend · x          where the gradient is taken
///     z −= learningRate · step(gradient at y)  by the optimizer inside
///     x = (1 − share) · x + share · z          the average, which is used for answers
///
/// With a constant rate the share in step `t` is `1/t`. While the rate warms up, steps count by its square,
/// as in the authors' program: no schedule is needed, but a warm-up helps. The model in training is `y`. For
/// evaluation and at the end take ``averaged(_:)``. A weight decay belongs to the optimizer inside, which
/// applies it at `z`.
public struct ScheduleFree<Base: Optimizer>: Optimizer {
  /// The optimizer that moves `z`.
  public var base: Base
  /// The share of the average in the point where the gradient is taken.
  public var blend: Float

  private var ahead: Base.Model
  private var average: Base.Model
  /// The largest rate so far, and the sum of the squares of the largest rates in all steps.
  private var weights = Tensor([0, 0])

  /// The rate of the optimizer inside.
  public var learningRate: Float {
    get { base.learningRate }
    set { base.learningRate = newValue }
  }

  /// Makes an optimizer around another one, without momentum of its own.
  public init(_ base: Base, for model: Base.Model, blend: Float = 0.9) {
    (self.base, self.blend) = (base, blend)
    (ahead, average) = (model, model)
  }

  /// Takes one step.
  public mutating func update(_ model: inout Base.Model, along gradient: Base.Model) {
    base.update(&ahead, along: gradient)
    let largest = max(weights.scalars[0], learningRate)
    let sum = weights.scalars[1] + largest * largest
    weights = Tensor([largest, sum])
    let share = sum > 0 ? largest * largest / sum : 0
    average.updateParameters(with: ahead) { average, ahead in
      average += share * (ahead - average)
    }
    let averages = average.parameters
    var index = 0
    model.updateParameters(with: ahead) { parameter, ahead in
      // Written so that a frozen parameter, where both are equal, stays as it is to the last bit.
      parameter = ahead + blend * (averages[index] - ahead)
      index += 1
    }
  }

  /// The model to use for answers: the average, with the buffers of the model in training.
  public func averaged(_ model: Base.Model) -> Base.Model {
    var result = model
    result.setParameters(average.parameters)
    return result
  }

  /// Shows both models, the weights of the steps, and what the optimizer inside remembers.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(of: &base, "base")
    visitor.visitMemory(&ahead, "ahead")
    visitor.visitMemory(&average, "average")
    visitor.visitBuffer(&weights, "weights")
  }
}
