/// Makes an operation out of a value and a pullback that you have derived yourself.
///
/// ```swift
/// // The step function, with the slope of a straight line: a "straight-through" gradient.
/// let bits = differentiable(x, value: { step($0) }, pullback: { x, gradient in gradient })
/// ```
///
/// - Parameters:
///   - x: The operand.
///   - value: Computes the result. It is not recorded.
///   - pullback: Computes the gradient of the operand from the operand and the gradient of the result;
///     its shape must be that of the operand. Written in tensor operations, it can be differentiated
///     itself.
public func differentiable(
  _ x: Tensor, value: (Tensor) -> Tensor,
  pullback: @escaping @Sendable (_ x: Tensor, _ gradient: Tensor) -> Tensor
) -> Tensor {
  let result = withoutRecording { value(stopGradient(x)) }
  guard x.isTracked else { return result }
  return result.recorded(from: x) { gradient in
    let share = pullback(x, gradient)
    requireShape(share, x, number: 0)
    return share
  }
}

/// Makes an operation on several tensors: see ``differentiable(_:value:pullback:)``.
///
/// - Parameter pullback: Gives one gradient for each operand, or `nil` where no gradient flows.
public func differentiable(
  _ inputs: [Tensor], value: ([Tensor]) -> Tensor,
  pullback: @escaping @Sendable (_ inputs: [Tensor], _ gradient: Tensor) -> [Tensor?]
) -> Tensor {
  let result = withoutRecording { value(inputs.map(stopGradient)) }
  guard inputs.contains(where: \.isTracked) else { return result }
  return result.recorded(from: inputs) { gradient, _ in
    let shares = pullback(inputs, gradient)
    require(
      shares.count == inputs.count,
      "differentiable: the pullback gives \(shares.count) gradients for \(inputs.count) operands")
    for (number, share) in shares.enumerated() {
      if let share { requireShape(share, inputs[number], number: number) }
    }
    return shares
  }
}

private func requireShape(_ share: Tensor, _ input: Tensor, number: Int) {
  require(
    share.shape == input.shape,
    "differentiable: operand \(number) has shape \(input.shape), "
      + "but the pullback gives its gradient the shape \(share.shape)")
}

/// Computes a part of a model without keeping its intermediate results, and computes it again on the way
/// back.
///
/// That trades time for memory: about one more forward pass of the part, for all that it would have kept
/// (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost").
///
/// - Parameters:
///   - model: The part. Its parameters get gradients.
///   - x: What goes in.
///   - body: Computes the result. It is called twice and must do the same both times; the default random
///     generator gives it the same numbers. Whatever it uses besides its arguments is a constant.
public func checkpointed<Model: Parameterized>(
  _ model: Model, _ x: Tensor, _ body: @escaping @Sendable (Model, Tensor) -> Tensor
) -> Tensor {
  var inputs = [x]
  var copy = model
  var visitor = ParameterVisitor(parameters: { parameter in inputs.append(parameter) })
  copy.visitParameters(&visitor)
  let seed = SharedGenerator.current.draw { $0.next() }
  let phase = Phase.current
  let value = withoutRecording { withSeed(seed) { stopGradient(body(model, x)) } }
  guard inputs.contains(where: \.isTracked) else { return value }
  return value.recorded(from: inputs) { gradient, _ in
    var variables = Variables()
    let tracedInput = variables.trace(x)
    let tracedModel = variables.trace(model)
    let again = variables.record {
      // The same numbers and the same phase as before; what was posted to buffers is not posted again.
      withSeed(seed) {
        withPhase(phase) {
          BufferUpdates.$current.withValue(nil) { body(tracedModel, tracedInput) }
        }
      }
    }
    return variables.pullBack(again, gradient)
  }
}
