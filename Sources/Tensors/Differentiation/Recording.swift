import Synchronization

/// Whether operations on variables are recorded, so that they can be differentiated.
enum Recording {
  /// What holds for the current task.
  struct State: Sendable {
    /// Which gradient is being taken; 0 if none is.
    ///
    /// Gradients inside others belong to the outermost one.
    /// A tensor that has left its gradient, such as the state of a recurrent network that is carried on
    /// to the next step, is a constant from then on: its generation is over.
    var generation = 0
    /// Whether operations are computed without being recorded.
    var isPaused = false
  }

  @TaskLocal static var state = State()

  private static let generations = Atomic<Int>(0)

  /// The number of a gradient that begins.
  static func newGeneration() -> Int { generations.add(1, ordering: .relaxed).newValue }

  /// Whether a backward pass is itself recorded, because a gradient of a gradient is being taken.
  ///
  /// A pullback that has a fast loop of its own uses tensor operations instead.
  static var isNested: Bool {
    let state = state
    return state.generation != 0 && !state.isPaused
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
  @inline(__always) var isTracked: Bool {
    guard let node else { return false }
    let state = Recording.state
    return node.generation == state.generation && !state.isPaused
  }

  /// This value as the result of an operation on one tracked tensor.
  @inline(__always)
  func recorded(from x: Tensor, _ pullback: @escaping Node.Pullback) -> Tensor {
    guard let node = x.node else { return self }
    return with(Node(.one(node, pullback), generation: node.generation))
  }

  /// This value as the result of an operation on two tensors, at least one of them tracked.
  @inline(__always)
  func recorded(
    from a: Tensor, _ first: @escaping Node.Pullback, and b: Tensor,
    _ second: @escaping Node.Pullback
  ) -> Tensor {
    guard let nodeA = a.node else { return recorded(from: b, second) }
    guard let nodeB = b.node else { return recorded(from: a, first) }
    if nodeA.generation != nodeB.generation {
      // One of them has left its gradient.
      return a.isTracked ? recorded(from: a, first) : recorded(from: b, second)
    }
    return with(Node(.two(nodeA, first, nodeB, second), generation: nodeA.generation))
  }

  /// This value as the result of an operation on several tensors, at least one of them tracked.
  func recorded(from inputs: [Tensor], _ pullback: @escaping Node.JointPullback) -> Tensor {
    let generation = Recording.state.generation
    let nodes = inputs.map { $0.node?.generation == generation ? $0.node : nil }
    return with(Node(.many(nodes, pullback), generation: generation))
  }

  /// This value as what was read from a tracked tensor.
  func recorded(asPart part: Part, of whole: Tensor) -> Tensor {
    guard let node = whole.node else { return self }
    return with(Node(.part(node, part), generation: node.generation))
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

extension Tensor {
  /// Whether the tensor has a history, for tests.
  package var isVariable: Bool { node != nil }

  /// The longest chain of operations that the tensor remembers, for tests.
  package var historyLength: Int {
    var (length, level) = (0, [node].compactMap(\.self))
    while !level.isEmpty {
      level = level.flatMap { node -> [Node] in
        switch node.history {
        case .leaf(let outer): [outer].compactMap(\.self)
        case .one(let a, _), .part(let a, _): [a]
        case .two(let a, _, let b, _): [a, b]
        case .many(let nodes, _): nodes.compactMap(\.self)
        case .freed: []
        }
      }
      length += level.isEmpty ? 0 : 1
    }
    return length
  }
}
