public import KernelInterface

// Steps of optimizers: everything that belongs to one element is computed while it is in registers.

extension VectorKernels {
  /// Does a step of gradient descent.
  public static func descentStep(
    count: Int, _ parameter: Output, _ gradient: Input, velocity: Output?, learningRate: Float,
    momentum: Float, dampening: Float, nesterov: Bool, weightDecay: Float
  ) {
    guard let velocity else {
      return plainDescent(count, parameter, gradient, learningRate, weightDecay)
    }
    // The step is v, or g + momentum v with the new v: a part of g joins v.
    let ahead = nesterov ? momentum : 1
    let share: Float = nesterov ? 1 : 0
    var i = 0
    while i + width <= count {
      descend(
        AllLanes(), parameter + i, gradient + i, velocity + i, learningRate, momentum,
        1 - dampening, ahead, share, weightDecay)
      i += width
    }
    if i < count {
      descend(
        FirstLanes(count: count - i), parameter + i, gradient + i, velocity + i, learningRate,
        momentum, 1 - dampening, ahead, share, weightDecay)
    }
  }

  /// Does a step of Adam.
  public static func adamStep(
    count: Int, _ parameter: Output, _ gradient: Input, mean: Output, square: Output,
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float,
    correction2: Float, weightDecay: Float, decoupled: Bool
  ) {
    let rate = learningRate / correction1
    let factor = 1 / correction2.squareRoot()
    let keep = decoupled ? 1 - learningRate * weightDecay : 1
    let decay = decoupled ? 0 : weightDecay
    var i = 0
    while i + width <= count {
      adam(
        AllLanes(), parameter + i, gradient + i, mean + i, square + i, rate, beta1, beta2, epsilon,
        factor, keep, decay)
      i += width
    }
    if i < count {
      adam(
        FirstLanes(count: count - i), parameter + i, gradient + i, mean + i, square + i, rate,
        beta1, beta2, epsilon, factor, keep, decay)
    }
  }

  /// Does a step of RMSprop.
  public static func rootMeanSquareStep(
    count: Int, _ parameter: Output, _ gradient: Input, square: Output, velocity: Output?,
    learningRate: Float, decay: Float, epsilon: Float, momentum: Float, weightDecay: Float
  ) {
    if let velocity {
      rootMeanSquareSteps(
        Momentum(start: velocity, factor: momentum), count, parameter, gradient, square,
        learningRate, decay, 1 - decay, epsilon, weightDecay)
    } else {
      rootMeanSquareSteps(
        NoMomentum(), count, parameter, gradient, square, learningRate, decay, 1 - decay, epsilon,
        weightDecay)
    }
  }

  /// Does a step of AdaGrad.
  public static func adaptiveGradientStep(
    count: Int, _ parameter: Output, _ gradient: Input, square: Output, learningRate: Float,
    epsilon: Float, weightDecay: Float
  ) {
    // RMSprop that forgets nothing.
    rootMeanSquareSteps(
      NoMomentum(), count, parameter, gradient, square, learningRate, 1, 1, epsilon, weightDecay)
  }
}

private func plainDescent(
  _ count: Int, _ parameter: Output, _ gradient: Input, _ learningRate: Float,
  _ weightDecay: Float
) {
  var i = 0
  while i + width <= count {
    let p = load(parameter + i)
    let g = multiplyAdd(p, weightDecay, load(gradient + i))
    store(multiplyAdd(g, -learningRate, p), parameter + i)
    i += width
  }
  if i < count {
    let p = loadEnd(parameter + i, count: count - i)
    let g = multiplyAdd(p, weightDecay, loadEnd(gradient + i, count: count - i))
    storeEnd(multiplyAdd(g, -learningRate, p), parameter + i, count: count - i)
  }
}

@inline(__always)
private func descend<Lanes: VectorLanes>(
  _ lanes: Lanes, _ parameter: Output, _ gradient: Input, _ velocity: Output,
  _ learningRate: Float, _ momentum: Float, _ gain: Float, _ ahead: Float, _ share: Float,
  _ weightDecay: Float
) {
  let p = lanes.read(parameter)
  let g = multiplyAdd(p, weightDecay, lanes.read(gradient))
  let v = multiplyAdd(g, gain, lanes.read(velocity) * momentum)
  let step = multiplyAdd(g, share, v * ahead)
  lanes.write(v, velocity)
  lanes.write(multiplyAdd(step, -learningRate, p), parameter)
}

@inline(__always)
private func adam<Lanes: VectorLanes>(
  _ lanes: Lanes, _ parameter: Output, _ gradient: Input, _ mean: Output, _ square: Output,
  _ rate: Float, _ beta1: Float, _ beta2: Float, _ epsilon: Float, _ factor: Float,
  _ keep: Float, _ decay: Float
) {
  let p = lanes.read(parameter)
  let g = multiplyAdd(p, decay, lanes.read(gradient))
  let m = multiplyAdd(g, 1 - beta1, lanes.read(mean) * beta1)
  let v = multiplyAdd(g * g, 1 - beta2, lanes.read(square) * beta2)
  let deviation = multiplyAdd(v.squareRoot(), factor, Vector(repeating: epsilon))
  lanes.write(m, mean)
  lanes.write(v, square)
  lanes.write(multiplyAdd(m / deviation, -rate, p * keep), parameter)
}

/// What becomes of a step before it is done.
private protocol Smoothing {
  func apply<Lanes: VectorLanes>(_ step: Vector, _ i: Int, _ lanes: Lanes) -> Vector
}

private struct NoMomentum: Smoothing {
  @inline(__always)
  func apply<Lanes: VectorLanes>(_ step: Vector, _ i: Int, _ lanes: Lanes) -> Vector { step }
}

private struct Momentum: Smoothing {
  let start: Output
  let factor: Float

  @inline(__always)
  func apply<Lanes: VectorLanes>(_ step: Vector, _ i: Int, _ lanes: Lanes) -> Vector {
    let v = multiplyAdd(lanes.read(start + i), factor, step)
    lanes.write(v, start + i)
    return v
  }
}

@inline(__always)
private func rootMeanSquareSteps<Step: Smoothing>(
  _ smoothing: Step, _ count: Int, _ parameter: Output, _ gradient: Input, _ square: Output,
  _ rate: Float, _ keep: Float, _ gain: Float, _ epsilon: Float, _ weightDecay: Float
) {
  var i = 0
  while i < count {
    if i + width <= count {
      rootMeanSquare(
        AllLanes(), smoothing, i, parameter, gradient, square, rate, keep, gain, epsilon,
        weightDecay)
    } else {
      rootMeanSquare(
        FirstLanes(count: count - i), smoothing, i, parameter, gradient, square, rate, keep, gain,
        epsilon, weightDecay)
    }
    i += width
  }
}

@inline(__always)
private func rootMeanSquare<Lanes: VectorLanes, Step: Smoothing>(
  _ lanes: Lanes, _ smoothing: Step, _ i: Int, _ parameter: Output, _ gradient: Input,
  _ square: Output, _ rate: Float, _ keep: Float, _ gain: Float, _ epsilon: Float,
  _ weightDecay: Float
) {
  let p = lanes.read(parameter + i)
  let g = multiplyAdd(p, weightDecay, lanes.read(gradient + i))
  let s = multiplyAdd(g * g, gain, lanes.read(square + i) * keep)
  let step = smoothing.apply(g / (s.squareRoot() + epsilon), i, lanes)
  lanes.write(s, square + i)
  lanes.write(multiplyAdd(step, -rate, p), parameter + i)
}
