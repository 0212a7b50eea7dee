import KernelInterface

// Steps of optimizers in place: each number of the parameter, the gradient and the optimizer's memory is
// read once and written once. The chapter on optimization derives the formulas.

extension Tensor {
  /// Does a step of gradient descent (Robbins and Monro 1951), with momentum if there is a velocity
  /// (Polyak 1964).
  ///
  /// `velocity = momentum · velocity + (1 − dampening) · slope`, where the slope is `gradient +
  /// weightDecay · parameter`; the parameter loses `learningRate` times the velocity.
  ///
  /// - Parameter nesterov: Whether the parameter loses `learningRate · (slope + momentum · velocity)`
  ///   (Nesterov 1983; Sutskever et al. 2013).
  package mutating func descentStep(
    along gradient: Tensor, velocity: inout Tensor, learningRate: Float, momentum: Float,
    dampening: Float = 0, nesterov: Bool = false, weightDecay: Float = 0
  ) {
    step("descentStep", gradient, &velocity) { start, count, parameter, gradient, velocity in
      kernels.descentStep(
        count: count, parameter + start, gradient + start, velocity: velocity + start,
        learningRate: learningRate, momentum: momentum, dampening: dampening, nesterov: nesterov,
        weightDecay: weightDecay)
    }
  }

  /// Does a step of plain gradient descent: the parameter loses `learningRate · (gradient + weightDecay ·
  /// parameter)`.
  package mutating func descentStep(
    along gradient: Tensor, learningRate: Float, weightDecay: Float = 0
  ) {
    requireShape("descentStep", gradient)
    step(gradient) { start, count, parameter, gradient in
      kernels.descentStep(
        count: count, parameter + start, gradient + start, velocity: nil,
        learningRate: learningRate, momentum: 0, dampening: 0, nesterov: false,
        weightDecay: weightDecay)
    }
  }

  /// Does a step of Adam (Kingma and Ba 2015), or of AdamW (Loshchilov and Hutter 2019) with a
  /// `decoupled` decay.
  ///
  /// - Parameters:
  ///   - mean: The running mean of the gradient; zeros before the first step.
  ///   - square: The running mean of the squared gradient; zeros before the first step.
  ///   - step: The number of this step, from 1: it corrects both means for their start at zero.
  ///   - decoupled: Whether the decay shrinks the parameter by `learningRate · weightDecay` instead of
  ///     adding `weightDecay · parameter` to the gradient.
  package mutating func adamStep(
    along gradient: Tensor, mean: inout Tensor, square: inout Tensor, step: Int,
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0, decoupled: Bool = false
  ) {
    require(step > 0, "adamStep: steps are counted from 1, not \(step)")
    let correction1 = Float(1 - power(Double(beta1), step))
    let correction2 = Float(1 - power(Double(beta2), step))
    self.step("adamStep", gradient, &mean, &square) {
      start, count, parameter, gradient, mean, square in
      kernels.adamStep(
        count: count, parameter + start, gradient + start, mean: mean + start,
        square: square + start, learningRate: learningRate, beta1: beta1, beta2: beta2,
        epsilon: epsilon, correction1: correction1, correction2: correction2,
        weightDecay: weightDecay, decoupled: decoupled)
    }
  }

  /// Does a step of RMSprop (Tieleman and Hinton 2012).
  ///
  /// `square = decay · square + (1 − decay) · slope²`; the parameter loses `learningRate · slope /
  /// (√square + epsilon)`, where the slope is `gradient + weightDecay · parameter`.
  package mutating func rootMeanSquareStep(
    along gradient: Tensor, square: inout Tensor, learningRate: Float, decay: Float = 0.99,
    epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    step("rootMeanSquareStep", gradient, &square) { start, count, parameter, gradient, square in
      kernels.rootMeanSquareStep(
        count: count, parameter + start, gradient + start, square: square + start, velocity: nil,
        learningRate: learningRate, decay: decay, epsilon: epsilon, momentum: 0,
        weightDecay: weightDecay)
    }
  }

  /// Does a step of AdaGrad (Duchi, Hazan and Singer 2011): `square = square + slope²`, and the parameter
  /// loses `learningRate · slope / (√square + epsilon)`.
  package mutating func adaptiveGradientStep(
    along gradient: Tensor, square: inout Tensor, learningRate: Float, epsilon: Float = 1e-10,
    weightDecay: Float = 0
  ) {
    step("adaptiveGradientStep", gradient, &square) { start, count, parameter, gradient, square in
      kernels.adaptiveGradientStep(
        count: count, parameter + start, gradient + start, square: square + start,
        learningRate: learningRate, epsilon: epsilon, weightDecay: weightDecay)
    }
  }
}

extension Tensor {
  private mutating func step(
    _ gradient: Tensor, _ kernel: (_ start: Int, _ count: Int, Output, Input) -> Void
  ) {
    withUnsafeMutableScalars { parameter in
      guard let parameter = parameter.baseAddress else { return }
      gradient.withPointer { gradient, count in
        inParallelRanges(count) { start, count in kernel(start, count, parameter, gradient) }
      }
    }
  }

  private mutating func step(
    _ name: String, _ gradient: Tensor, _ memory: inout Tensor,
    _ kernel: (_ start: Int, _ count: Int, Output, Input, Output) -> Void
  ) {
    requireShape(name, gradient)
    requireShape(name, memory)
    memory.withUnsafeMutableScalars { memory in
      guard let memory = memory.baseAddress else { return }
      step(gradient) { start, count, parameter, gradient in
        kernel(start, count, parameter, gradient, memory)
      }
    }
  }

  private mutating func step(
    _ name: String, _ gradient: Tensor, _ first: inout Tensor, _ second: inout Tensor,
    _ kernel: (_ start: Int, _ count: Int, Output, Input, Output, Output) -> Void
  ) {
    requireShape(name, second)
    second.withUnsafeMutableScalars { second in
      guard let second = second.baseAddress else { return }
      step(name, gradient, &first) { start, count, parameter, gradient, first in
        kernel(start, count, parameter, gradient, first, second)
      }
    }
  }

  private func requireShape(_ name: String, _ other: Tensor) {
    require(
      other.shape == shape,
      "\(name): \(shape) and \(other.shape): gradient and memory must have the parameter's shape")
  }
}

/// A number to a whole power.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest % 2 == 1 { result *= square }
    square *= square
    rest /= 2
  }
  return result
}
