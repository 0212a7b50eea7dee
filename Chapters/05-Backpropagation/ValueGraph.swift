// The graph behind a number, as a picture.
//
// A computation graph has a box for every number and an arrow from each operand to what was computed from
// it. Forward, numbers flow along the arrows. Backward, slopes flow against them: at each arrow they are
// multiplied by the local slope that is written beside it, and where several arrows leave a box, what
// comes back along them is added.

public import Plots

extension Value {
  /// Draws the numbers that this one was computed from: each with its value and its gradient, each arrow
  /// with its local slope.
  ///
  /// Call ``backward()`` first: before that, all gradients are 0.
  ///
  /// - Parameter title: The heading of the picture.
  public func diagram(title: String) -> GraphDiagram {
    let order = history()
    let place = Dictionary(
      uniqueKeysWithValues: order.enumerated().map { (ObjectIdentifier($1), $0) })
    let nodes = order.map { value in
      GraphDiagram.Node(
        value.name,
        details: ["value \(short(value.number))", "gradient \(short(value.gradient))"],
        kind: value.operands.isEmpty ? 0 : value === self ? 2 : 1)
    }
    let edges = order.enumerated().flatMap { index, value in
      zip(value.operands, value.slopes).map { operand, slope in
        GraphDiagram.Edge(
          from: place[ObjectIdentifier(operand)] ?? index, to: index, label: "· \(short(slope))")
      }
    }
    return GraphDiagram(
      title: title, nodes: nodes, edges: edges,
      kindNames: [0: "input", 1: "computed", 2: "result"])
  }
}
