import Tensors

/// Boxes joined by arrows: a computation graph, the layers of a network, a decision process.
///
/// Nobody says where a box stands. The diagram puts every box behind the boxes that its arrows come from,
/// and orders the boxes so that few arrows cross.
///
/// ```swift
/// GraphDiagram(
///   title: "c = a · b",
///   nodes: [.init("a", details: ["2"]), .init("b", details: ["3"]), .init("c", details: ["6"])],
///   edges: [.init(from: 0, to: 2), .init(from: 1, to: 2)])
/// ```
public struct GraphDiagram: Figure {
  /// A box.
  public struct Node: Sendable, Equatable {
    /// The first line in the box.
    public var label: String
    /// Smaller lines below it.
    public var details: [String]
    /// The kind of the box: boxes of one kind have one colour; `nil` is grey.
    public var kind: Int?

    /// Makes a box from its lines of text.
    public init(_ label: String, details: [String] = [], kind: Int? = nil) {
      self.label = label
      self.details = details
      self.kind = kind
    }
  }

  /// An arrow between two boxes.
  public struct Edge: Sendable, Equatable {
    /// The box where the arrow starts: its position in the list of boxes.
    public var from: Int
    /// The box where the arrow ends.
    public var to: Int
    /// What stands at the arrow; may be empty.
    public var label: String

    /// Makes an arrow from one box to another.
    public init(from: Int, to: Int, label: String = "") {
      self.from = from
      self.to = to
      self.label = label
    }
  }

  /// Where the arrows lead.
  public enum Direction: Sendable, Equatable {
    /// From the left to the right.
    case rightwards
    /// From the top to the bottom.
    case downwards
  }

  /// The heading above the diagram.
  public var title: String
  /// The boxes.
  public var nodes: [Node]
  /// The arrows.
  public var edges: [Edge]
  /// What the kinds of boxes are called in the legend, by their number.
  public var kindNames: [Int: String]
  /// Where the arrows lead.
  public var direction: Direction

  /// Makes a diagram.
  ///
  /// - Parameters:
  ///   - nodes: The boxes.
  ///   - edges: The arrows; a few may lead back, as in a loop, and are drawn dashed.
  ///   - kindNames: What the kinds of boxes are called in the legend; without names there is none.
  ///   - direction: Where the arrows lead.
  public init(
    title: String, nodes: [Node], edges: [Edge], kindNames: [Int: String] = [:],
    direction: Direction = .rightwards
  ) {
    for edge in edges {
      require(
        nodes.indices.contains(edge.from) && nodes.indices.contains(edge.to),
        "GraphDiagram: an arrow from \(edge.from) to \(edge.to) among \(nodes.count) boxes")
    }
    self.title = title
    self.nodes = nodes
    self.edges = edges
    self.kindNames = kindNames
    self.direction = direction
  }

  /// Says in words what the diagram shows.
  var summary: String {
    let arrows = edges.prefix(40).map { edge in
      "\(nodes[edge.from].label) to \(nodes[edge.to].label)"
    }
    let rest = edges.count > 40 ? ", and \(edges.count - 40) more" : ""
    return "Graph of \(nodes.count) boxes and \(edges.count) arrows: "
      + arrows.joined(separator: ", ") + rest + "."
  }

  /// The boxes, each behind those that its arrows come from, and for each edge whether it leads back.
  ///
  /// A depth-first walk: an arrow to a box that the walk has entered but not left closes a loop.
  var order: (nodes: [Int], leadsBack: [Bool]) {
    var outgoing = Array(repeating: [Int](), count: nodes.count)
    for (index, edge) in edges.enumerated() { outgoing[edge.from].append(index) }
    var leadsBack = Array(repeating: false, count: edges.count)
    var finished: [Int] = []
    var state = Array(repeating: 0, count: nodes.count)  // 0 not seen, 1 entered, 2 left
    for start in nodes.indices where state[start] == 0 {
      var stack = [(node: start, next: 0)]
      state[start] = 1
      while let (node, next) = stack.popLast() {
        guard next < outgoing[node].count else {
          state[node] = 2
          finished.append(node)
          continue
        }
        stack.append((node, next + 1))
        let edge = outgoing[node][next]
        let target = edges[edge].to
        if state[target] == 1 { leadsBack[edge] = true }
        if state[target] == 0 {
          state[target] = 1
          stack.append((target, 0))
        }
      }
    }
    return (finished.reversed(), leadsBack)
  }
}
