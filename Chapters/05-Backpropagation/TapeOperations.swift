// The operations on the tape: each computes a value and hands the tape its pullback. Nothing else.

import Tensors

extension Tracked {
  /// Adds, with broadcasting.
  public static func + (a: Tracked, b: Tracked) -> Tracked {
    a.tape.record("add", a.value + b.value, [a, b]) { gradient in
      let shares = Pullbacks.add(gradient, a.value.shape, b.value.shape)
      return [shares.a, shares.b]
    }
  }

  /// Multiplies element by element, with broadcasting.
  public static func * (a: Tracked, b: Tracked) -> Tracked {
    a.tape.record("multiply", a.value * b.value, [a, b]) { gradient in
      let shares = Pullbacks.multiply(gradient, a.value, b.value)
      return [shares.a, shares.b]
    }
  }

  /// Multiplies two matrices: `[m, k] x [k, n] -> [m, n]`.
  public func matmul(_ other: Tracked) -> Tracked {
    tape.record("matmul", Tensors.matmul(value, other.value), [self, other]) { gradient in
      let shares = Pullbacks.matmul(gradient, value, other.value)
      return [shares.a, shares.b]
    }
  }

  /// Computes `max(x, 0)` of every element.
  public func relu() -> Tracked {
    let result = maximum(value, 0)
    return tape.record("relu", result, [self]) { gradient in
      [Pullbacks.relu(gradient, result: result)]
    }
  }

  /// Computes the hyperbolic tangent of every element.
  public func tanh() -> Tracked {
    let result = Tensors.tanh(value)
    return tape.record("tanh", result, [self]) { gradient in
      [Pullbacks.tanh(gradient, result: result)]
    }
  }

  /// Adds up all elements, or those along one axis.
  public func sum(axis: Int? = nil) -> Tracked {
    let result = axis.map { value.sum(axis: $0) } ?? value.sum()
    return tape.record("sum", result, [self]) { gradient in
      [Pullbacks.sum(gradient, from: value.shape, axis: axis)]
    }
  }

  /// Averages all elements, or those along one axis.
  public func mean(axis: Int? = nil) -> Tracked {
    let result = axis.map { value.mean(axis: $0) } ?? value.mean()
    return tape.record("mean", result, [self]) { gradient in
      [Pullbacks.mean(gradient, from: value.shape, axis: axis)]
    }
  }

  /// Turns each row into probabilities: `[n, k] -> [n, k]`.
  public func softmax() -> Tracked {
    let result = probabilities(value)
    return tape.record("softmax", result, [self]) { gradient in
      [Pullbacks.softmax(gradient, result: result)]
    }
  }

  /// Averages `−log softmax(x)[label]` over the rows: `[n, k] -> []`.
  public func softmaxCrossEntropy(_ labels: [Int]) -> Tracked {
    let shifted = value - value.max(axis: 1, keepDimensions: true)
    let logSums = log(exp(shifted).sum(axis: 1))
    let targets = Tensor.oneHot(labels, classes: value.shape[1])
    let loss = (logSums - (shifted * targets).sum(axis: 1)).mean()
    let found = probabilities(value)
    return tape.record("cross-entropy", loss, [self]) { gradient in
      [Pullbacks.softmaxCrossEntropy(gradient, probabilities: found, labels: labels)]
    }
  }
}

private func probabilities(_ logits: Tensor) -> Tensor {
  let powers = exp(logits - logits.max(axis: 1, keepDimensions: true))
  return powers / powers.sum(axis: 1, keepDimensions: true)
}
