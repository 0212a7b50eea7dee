public import Tensors

/// L-BFGS: learns the curvature from the last steps and goes where a parabola would have its minimum
/// (Nocedal 1980; Liu and Nocedal 1989).
///
/// From each step it keeps how far the model moved and how the gradient changed. The product of the inverse
/// Hessian with the gradient is built from these pairs alone, in two loops. It wants gradients of the whole
/// data set: on batches the change of the gradient is mostly noise.
///
/// `update` goes `learningRate` along the direction, whatever comes of it. ``minimize(_:steps:tolerance:of:)``
/// searches along the line and is what one normally wants.
public struct LimitedMemoryBFGS<Model: Parameterized>: Optimizer {
  /// How far to go along the direction; 1 is the parabola's minimum.
  public var learningRate: Float
  /// The most pairs that are kept.
  public var memory: Int

  private struct Pair: Sendable {
    var move: Model
    var change: Model
    /// One over their product.
    var inverse: Float
  }

  private let groups: [ParameterGroup]
  private let zeros: Model
  private var pairs: [Pair] = []
  private var lastGradient: Model
  private var lastMove: Model
  private var steps = 0

  /// Makes an optimizer.
  ///
  /// - Parameters:
  ///   - model: What it is for.
  ///   - learningRate: How far to go along the direction.
  ///   - memory: The most pairs that are kept.
  ///   - groups: Says which parameters are frozen; the rest of a group has no meaning here.
  public init(
    for model: Model, learningRate: Float = 1, memory: Int = 10, groups: ParameterGroups = .same
  ) {
    require(memory > 0, "LimitedMemoryBFGS: a memory of \(memory); at least 1 is expected")
    (self.learningRate, self.memory) = (learningRate, memory)
    self.groups = groups(model)
    zeros = model.zerosLike()
    (lastGradient, lastMove) = (zeros, zeros)
  }

  /// Takes one step of a fixed length.
  ///
  /// The first one is no longer than 1 in the sum of all magnitudes: nothing is known yet.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    let gradient = withoutFrozen(gradient)
    let direction = direction(at: gradient)
    var rate = learningRate
    if steps == 0 {
      let sum = gradient.parameters.reduce(Float(0)) { $0 + abs($1).sum().scalar }
      rate *= min(1, 1 / max(sum, .leastNormalMagnitude))
    }
    move(&model, rate, direction, gradient)
  }

  /// Takes steps of a length that is searched for, until the gradient is small.
  ///
  /// - Parameters:
  ///   - model: Where to start; where it ends.
  ///   - steps: The most steps.
  ///   - tolerance: Ends when the global norm of the gradient is smaller.
  ///   - loss: The loss on the whole data set.
  /// - Returns: The loss before every step, and at the end.
  public mutating func minimize(
    _ model: inout Model, steps: Int, tolerance: Float = 1e-5, of loss: (Model) throws -> Tensor
  ) rethrows -> [Float] {
    var losses: [Float] = []
    for _ in 0..<steps {
      let (value, slope) = try valueWithGradient(at: &model, of: loss)
      let gradient = withoutFrozen(slope)
      losses.append(value.scalar)
      if gradient.globalNorm < tolerance { return losses }
      var direction = direction(at: gradient)
      if direction.dot(gradient) >= 0 {
        pairs = []  // not downhill: what was learnt does not hold here
        direction = gradient.scaled(by: -1)
      }
      let first = pairs.isEmpty ? min(1, 1 / gradient.globalNorm) : 1
      guard
        let rate = try lineSearch(
          from: model, value.scalar, along: direction, slope: direction.dot(gradient),
          first: first, of: loss)
      else { return losses }
      move(&model, rate, direction, gradient)
    }
    losses.append(try withoutRecording { try loss(model).scalar })
    return losses
  }

  private mutating func move(
    _ model: inout Model, _ rate: Float, _ direction: Model, _ gradient: Model
  ) {
    let step = direction.scaled(by: rate)
    model = model.adding(1, step)
    (lastMove, lastGradient) = (step, gradient)
    steps += 1
  }

  /// The gradient with zeros where a parameter is frozen: there is then no direction in which it moves.
  private func withoutFrozen(_ gradient: Model) -> Model {
    guard groups.contains(where: \.isFrozen) else { return gradient }
    var (result, group) = (gradient, groups.makeIterator())
    var visitor = ParameterVisitor { slope in
      if group.next()?.isFrozen == true { slope = .zeros(slope.shape) }
    }
    result.visitParameters(&visitor)
    return result
  }

  /// Minus the inverse Hessian times the gradient, as far as the pairs know it.
  private mutating func direction(at gradient: Model) -> Model {
    if steps > 0 {
      let change = gradient.adding(-1, lastGradient)
      let product = change.dot(lastMove)
      // A pair without upward curvature would make the direction point uphill.
      if product > 1e-10 {
        pairs.append(Pair(move: lastMove, change: change, inverse: 1 / product))
        if pairs.count > memory { pairs.removeFirst() }
      }
    }
    var direction = gradient.scaled(by: -1)
    var shares: [Float] = []
    for pair in pairs.reversed() {
      let share = pair.inverse * pair.move.dot(direction)
      shares.append(share)
      direction = direction.adding(-share, pair.change)
    }
    if let last = pairs.last {
      // The size of the inverse Hessian along the last step.
      direction = direction.scaled(by: 1 / (last.inverse * last.change.dot(last.change)))
    }
    for (pair, share) in zip(pairs, shares.reversed()) {
      let other = pair.inverse * pair.change.dot(direction)
      direction = direction.adding(share - other, pair.move)
    }
    return direction
  }

  /// Shows the pairs, the last gradient, the last move and the number of steps.
  ///
  /// All places for pairs are shown, the empty ones as zeros: what there is to show does not depend on how
  /// far a training has come, so that a fresh optimizer takes back what another one has shown.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    var count = pairs.count
    visitor.visitCount(&count, "pairs.count")
    let empty = Pair(move: zeros, change: zeros, inverse: 0)
    var places = pairs + Array(repeating: empty, count: max(0, memory - pairs.count))
    for index in places.indices {
      visitor.visitMemory(&places[index].move, "pairs.\(index).move")
      visitor.visitMemory(&places[index].change, "pairs.\(index).change")
    }
    pairs = places.prefix(count).map { pair in
      Pair(move: pair.move, change: pair.change, inverse: 1 / pair.change.dot(pair.move))
    }
    visitor.visitMemory(&lastGradient, "lastGradient")
    visitor.visitMemory(&lastMove, "lastMove")
    visitor.visitCount(&steps, "steps")
  }
}

/// Takes a step of Newton's method: to the minimum of the parabola that fits the loss here.
///
/// The step solves `Hessian · step = −gradient` by conjugate gradients, which needs products with the Hessian
/// only (Nash 1984; Martens 2010). Where the loss curves downward, it stops there: no parabola has its
/// minimum in that direction. Then the length is searched for.
///
/// - Parameters:
///   - model: Where to start; where it ends.
///   - iterations: The most products with the Hessian.
///   - damping: Added to the diagonal of the Hessian; makes steps shorter and safer.
///   - loss: The loss on the whole data set.
/// - Returns: The loss before the step, and whether there was a step: without one the model is at a minimum
///   as far as single precision can tell.
@discardableResult
public func newtonStep<Model: Parameterized>(
  _ model: inout Model, iterations: Int = 50, damping: Float = 0,
  of loss: (Model) throws -> Tensor
) rethrows -> (value: Float, hasMoved: Bool) {
  let (value, gradient) = try valueWithGradient(at: &model, of: loss)
  var step = model.zerosLike()
  var rest = gradient.scaled(by: -1)
  var direction = rest
  var squared = rest.dot(rest)
  let first = squared
  for iteration in 0..<iterations where squared > 1e-10 * first {
    let curved = try hessianProduct(at: model, times: direction, of: loss)
      .adding(damping, direction)
    let curvature = direction.dot(curved)
    if curvature <= 0 {
      if iteration == 0 { step = direction }
      break
    }
    let length = squared / curvature
    step = step.adding(length, direction)
    rest = rest.adding(-length, curved)
    let next = rest.dot(rest)
    direction = rest.adding(next / squared, direction)
    squared = next
  }
  let slope = step.dot(gradient)
  guard slope < 0,
    let rate = try lineSearch(
      from: model, value.scalar, along: step, slope: slope, first: 1, of: loss)
  else { return (value.scalar, false) }
  model = model.adding(rate, step)
  return (value.scalar, true)
}

/// The first of the lengths `first, first/2, first/4, …` that lowers the loss enough (Armijo 1966).
///
/// - Returns: `nil` if none of thirty does.
func lineSearch<Model: Parameterized>(
  from model: Model, _ value: Float, along direction: Model, slope: Float, first: Float,
  of loss: (Model) throws -> Tensor
) rethrows -> Float? {
  var rate = first
  for _ in 0..<30 {
    let there = try withoutRecording { try loss(model.adding(rate, direction)).scalar }
    if there <= value + 1e-4 * rate * slope { return rate }
    rate /= 2
  }
  return nil
}
