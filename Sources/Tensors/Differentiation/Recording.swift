/// Whether operations on variables are recorded, so that they can be differentiated.
enum Recording {
  /// What holds for the current task.
  struct State: Sendable {
    /// How many gradients are being taken, one inside the other.
    var depth = 0
    /// Whether operations are computed without being recorded.
    var isPaused = false
  }

  @TaskLocal static var state = State()

  /// Whether a backward pass is itself recorded, because a gradient of a gradient is being taken.
  ///
  /// A pullback that has a fast loop of its own uses tensor operations instead.
  static var isNested: Bool {
    let state = state
    return state.depth > 0 && !state.isPaused
  }
}

/// Runs `body` without recording: gradients do not flow through what it computes.
///
/// Outside of `gradient(at:of:)` nothing is recorded anyway.
public func withoutRecording<Result>(_ body: () throws -> Result) rethrows -> Result {
  var state = Recording.state
  state.isPaused = true
  return try Recording.$state.withValue(state, operation: body)
}

/// The same numbers as a constant: no gradient flows through the result.
public func stopGradient(_ x: Tensor) -> Tensor {
  var constant = x
  constant.node = nil
  return constant
}

extension Tensor {
  /// Whether an operation on this tensor has to be recorded.
  ///
  /// A constant is decided at once; the state of the task is looked up for variables only.
  @inline(__always) var isTracked: Bool { node != nil && !Recording.state.isPaused }

  /// This value as the result of an operation on one tracked tensor.
  @inline(__always)
  func recorded(from x: Tensor, _ pullback: @escaping Node.Pullback) -> Tensor {
    guard let node = x.node else { return self }
    return with(Node(.one(node, pullback)))
  }

  /// This value as the result of an operation on two tensors, at least one of them tracked.
  @inline(__always)
  func recorded(
    from a: Tensor, _ first: @escaping Node.Pullback, and b: Tensor,
    _ second: @escaping Node.Pullback
  ) -> Tensor {
    switch (a.node, b.node) {
    case (let nodeA?, let nodeB?): with(Node(.two(nodeA, first, nodeB, second)))
    case (let node?, nil): with(Node(.one(node, first)))
    case (nil, let node?): with(Node(.one(node, second)))
    case (nil, nil): self
    }
  }

  /// This value as the result of an operation on several tensors, at least one of them tracked.
  func recorded(from inputs: [Tensor], _ pullback: @escaping Node.JointPullback) -> Tensor {
    with(Node(.many(inputs.map(\.node), pullback)))
  }

  /// This value as what was read from a tracked tensor.
  func recorded(asPart part: Part, of whole: Tensor) -> Tensor {
    guard let node = whole.node else { return self }
    return with(Node(.part(node, part)))
  }

  private func with(_ node: Node) -> Tensor {
    var result = self
    result.node = node
    return result
  }
}

/// A value that a pullback has kept, or the same value computed again with its history.
///
/// A pullback must not hold its own result, which holds the pullback: neither would ever be freed. It may
/// hold the bare value. When a gradient of a gradient is taken the bare value is not enough, and it is
/// computed again from the operands.
func replay(_ kept: Tensor, _ compute: () -> Tensor) -> Tensor {
  Recording.isNested ? compute() : kept
}
