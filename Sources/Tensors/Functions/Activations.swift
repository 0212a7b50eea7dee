import KernelInterface

// The nonlinear functions between the layers of a network. Each has one loop for its value and one for
// its gradient.
//
// The functions of this folder are disfavoured: where a reader writes a function of the same name, as the
// exercises ask, the reader's own is called.

/// Takes the larger of every element and 0 (Nair and Hinton 2010); the slope at 0 counts as 0.
@_disfavoredOverload
public func relu(_ x: Tensor) -> Tensor {
  let y = apply(.rectifier, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    Recording.isNested ? g * stepped(x) : applyGradient(.rectifier, g, y)
  }
}

/// Computes `1 / (1 + exp(−x))` of every element, between 0 and 1.
@_disfavoredOverload
public func sigmoid(_ x: Tensor) -> Tensor {
  let y = apply(.sigmoid, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    guard Recording.isNested else { return applyGradient(.sigmoidOfResult, g, y) }
    let y = sigmoid(x)
    return g * y * (1 - y)
  }
}

/// Computes the hyperbolic tangent of every element, between −1 and 1.
@_disfavoredOverload
public func tanh(_ x: Tensor) -> Tensor {
  let y = apply(.hyperbolicTangent, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    guard Recording.isNested else { return applyGradient(.hyperbolicTangentOfResult, g, y) }
    let y = tanh(x)
    return g * (1 - y * y)
  }
}

/// Computes `log(1 + exp(x))` of every element: a smooth ``relu(_:)``.
@_disfavoredOverload
public func softplus(_ x: Tensor) -> Tensor {
  let y = apply(.softplus, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    Recording.isNested ? g * sigmoid(x) : applyGradient(.softplus, g, x)
  }
}

/// Computes `x Φ(x)` of every element, where Φ is the normal distribution (Hendrycks and Gimpel 2016).
@_disfavoredOverload
public func gelu(_ x: Tensor) -> Tensor {
  let y = apply(.gelu, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    guard Recording.isNested else { return applyGradient(.gelu, g, x) }
    let distribution = 0.5 + 0.5 * erf(x * Float(0.5).squareRoot())
    let density = exp(x * x * -0.5) * 0.39894228
    return g * (distribution + x * density)
  }
}

/// Computes GELU with tanh in the place of the normal distribution, as GPT-2 does.
@_disfavoredOverload
public func geluTanh(_ x: Tensor) -> Tensor {
  let y = apply(.geluTanh, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    guard Recording.isNested else { return applyGradient(.geluTanh, g, x) }
    // y = x (1 + tanh u) / 2 with u = √(2/π) (x + 0.044715 x³)
    let root: Float = 0.7978846
    let t = tanh(root * (x + 0.044715 * x * x * x))
    let slope = root * (1 + 3 * 0.044715 * x * x)
    return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope)
  }
}

/// Computes `x sigmoid(x)` of every element (Ramachandran, Zoph and Le 2017), also called swish.
@_disfavoredOverload
public func silu(_ x: Tensor) -> Tensor {
  let y = apply(.silu, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    guard Recording.isNested else { return applyGradient(.silu, g, x) }
    let s = sigmoid(x)
    return g * (s + x * s * (1 - s))
  }
}

/// 1 above 0 and 0 elsewhere, as a constant.
func stepped(_ x: Tensor) -> Tensor { apply(.step, x) }

/// Multiplies a gradient by the slope of an operation, in one pass over memory.
private func applyGradient(_ operation: ElementGradient, _ g: Tensor, _ operand: Tensor) -> Tensor {
  Tensor.make(g.shape, count: g.count) { result in
    g.withPointer { g, count in
      operand.withPointer { operand, _ in
        inParallelRanges(count) { start, count in
          kernels.applyGradient(
            operation, g + start, operand + start, result + start, count: count)
        }
      }
    }
  }
}
