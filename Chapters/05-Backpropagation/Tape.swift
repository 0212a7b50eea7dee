// A tape: the list of everything that was computed.
//
// `Value` points from every result to its operands and must be sorted before the way back. A tape keeps
// the operations in the order in which they happened. An operand is always on the tape before its result,
// so the tape is in topological order from the start: the way back is the tape, backwards.
//
// An entry holds the value, the positions of its operands, and the pullback: a function from the gradient
// of the result to the gradients of the operands. The closure keeps whatever of the forward pass it needs.
// That is why training takes so much more memory than answering.

public import Plots
public import Tensors

/// A list of tensor operations that can be run backwards.
///
/// ```swift
/// let tape = Tape()
/// let w = tape.variable(Tensor([1, 2]), "w")
/// let loss = (w * w).sum()
/// tape.gradients(of: loss)[w]    // [2, 4]
/// ```
///
/// Seppo Linnainmaa, "Taylor expansion of the accumulated rounding error" (1976), describes the method.
public final class Tape {
  /// One operation.
  struct Entry {
    let name: String
    let value: Tensor
    let operands: [Int]
    /// Turns the gradient of the result into one gradient for each operand.
    let pullback: (Tensor) -> [Tensor]
  }

  private(set) var entries: [Entry] = []

  /// Makes an empty tape.
  public init() {}

  /// The number of entries: variables and operations.
  public var count: Int { entries.count }

  /// Puts a tensor on the tape that is not computed: an input or a parameter.
  public func variable(_ value: Tensor, _ name: String = "") -> Tracked {
    record(name, value, []) { _ in [] }
  }

  /// Puts an operation on the tape.
  ///
  /// - Parameters:
  ///   - name: What drawings call it.
  ///   - value: The result of the operation.
  ///   - operands: What it was computed from, all on this tape.
  ///   - pullback: Turns the gradient of the result into one gradient for each operand, of its shape.
  public func record(
    _ name: String, _ value: Tensor, _ operands: [Tracked],
    pullback: @escaping (Tensor) -> [Tensor]
  ) -> Tracked {
    for operand in operands {
      require(operand.tape === self, "record: an operand of \(name) is on another tape")
    }
    entries.append(
      Entry(name: name, value: value, operands: operands.map(\.index), pullback: pullback))
    return Tracked(tape: self, index: entries.count - 1)
  }

  /// Computes the gradient of a number with respect to everything before it on the tape.
  ///
  /// Three lines do it: start with 1, go backwards, and *add* what arrives. An entry is reached after all
  /// that use it, so its gradient is complete when it is handed on.
  public func gradients(of result: Tracked) -> Gradients {
    require(
      result.value.count == 1,
      "gradients: the result has shape \(result.value.shape), not a single number")
    return gradients(of: result, seed: Tensor.ones(result.value.shape))
  }

  /// Pulls a gradient of any shape back through the tape.
  ///
  /// - Parameter seed: The gradient of `result` itself, of its shape.
  public func gradients(of result: Tracked, seed: Tensor) -> Gradients {
    require(result.tape === self, "gradients: the result is on another tape")
    require(
      seed.shape == result.value.shape,
      "gradients: a seed of shape \(seed.shape) for a result of shape \(result.value.shape)")
    var arrived = [Tensor?](repeating: nil, count: result.index + 1)
    arrived[result.index] = seed
    for (index, entry) in entries[...result.index].enumerated().reversed() {
      guard let gradient = arrived[index] else { continue }
      for (operand, share) in zip(entry.operands, entry.pullback(gradient)) {
        require(
          share.shape == entries[operand].value.shape,
          "\(entry.name): a gradient of shape \(share.shape) "
            + "for an operand of shape \(entries[operand].value.shape)")
        arrived[operand] = arrived[operand].map { $0 + share } ?? share
      }
    }
    return Gradients(arrived: arrived)
  }

  /// Draws the tape: each entry with its name and shape.
  public func diagram(title: String) -> GraphDiagram {
    GraphDiagram(
      title: title,
      nodes: entries.map { entry in
        GraphDiagram.Node(
          entry.name, details: ["\(entry.value.shape)"], kind: entry.operands.isEmpty ? 0 : 1)
      },
      edges: entries.enumerated().flatMap { index, entry in
        entry.operands.map { GraphDiagram.Edge(from: $0, to: index) }
      }, kindNames: [0: "variable", 1: "operation"])
  }
}

/// The gradients that one way back has found.
public struct Gradients {
  let arrived: [Tensor?]

  /// The gradient with respect to a variable or to something computed: zero where nothing arrived.
  public subscript(tracked: Tracked) -> Tensor {
    let found = tracked.index < arrived.count ? arrived[tracked.index] : nil
    return found ?? Tensor.zeros(tracked.value.shape)
  }
}

/// A tensor on a tape.
public struct Tracked {
  let tape: Tape
  let index: Int

  /// The tensor itself.
  public var value: Tensor { tape.entries[index].value }
}
