import Synchronization

/// How a tensor was computed: one step of the graph that leads from the variables to the loss.
///
/// A node knows the nodes of its operands and, for each of them, the *pullback*: the function that turns
/// the gradient of the result into the operand's share of it. Nodes are never changed, so several threads
/// may differentiate at once.
final class Node: @unchecked Sendable {
  /// Turns the gradient of a result into the gradient of one operand.
  typealias Pullback = @Sendable (Tensor) -> Tensor
  /// Turns the gradient of a result into those of all operands; computes only what is needed.
  typealias JointPullback = @Sendable (_ gradient: Tensor, _ needed: [Bool]) -> [Tensor?]

  /// What the result was computed from.
  enum History: Sendable {
    /// Nothing: a variable, whose gradient is asked for. What it is in an outer gradient, if anything.
    case leaf(outer: Node?)
    case one(Node, Pullback)
    case two(Node, Pullback, Node, Pullback)
    case many([Node?], JointPullback)
    /// Elements of one operand, as they are.
    case part(Node, Part)
    /// Nothing any more: the node is being freed.
    case freed
  }

  /// Grows along the graph: a node's number is larger than those of its operands.
  let id: Int
  /// The gradient that the node was made for: see ``Recording/State/generation``.
  let generation: Int
  /// Set once; taken out when the node is freed.
  private(set) var history: History

  private static let next = Atomic<Int>(0)

  init(_ history: History, generation: Int) {
    self.generation = generation
    id = Node.next.add(1, ordering: .relaxed).newValue
    self.history = history
  }

  deinit {
    var last = History.freed
    swap(&last, &history)
    if case .leaf(nil) = last { return }
    ReleaseQueue.current.free(consume last)
  }
}
