import Course

/// Exercise 05.5: takes steps of gradient descent with an engine that *adds* gradients.
///
/// Each step asks for the gradient at the present parameters, then moves every parameter against it:
///
///     parameter ← parameter − learningRate · gradient
///
/// With `(w − 3)²`, start `[0]`, rate 0.1 and two steps the parameter is 0.6 after the first step, and
/// 1.08 after the second.
///
/// - Parameters:
///   - start: The parameters at the start.
///   - steps: How many steps to take; with none, the start is the answer.
///   - learningRate: The length of a step.
///   - addGradient: Adds the gradient at `parameters` to whatever `gradient`, of the same count, holds:
///     as `backward` does.
/// - Returns: The parameters after the last step.
public func descend(
  from start: [Double], steps: Int, learningRate: Double,
  addGradient: (_ parameters: [Double], _ gradient: inout [Double]) throws -> Void
) throws -> [Double] {
  throw NotImplemented()
}
