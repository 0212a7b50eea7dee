import Plots
import Testing

@Suite("Graph diagrams")
struct GraphDiagramTests {
  private let chain = GraphDiagram(
    title: "t", nodes: [.init("c"), .init("a", details: ["2"], kind: 0), .init("b")],
    edges: [.init(from: 1, to: 2, label: "5"), .init(from: 2, to: 0), .init(from: 1, to: 0)],
    kindNames: [0: "input"])

  private func boxes(_ figure: GraphDiagram) throws -> [SVGElement] {
    try SVGElement.parsed(figure.svg()).children.filter {
      $0.name == "rect" && $0.attributes["rx"] != nil
    }
  }

  @Test("put every box behind those that its arrows come from")
  func layers() throws {
    let across = try boxes(chain).map { $0.number("x") }
    #expect(across[1] < across[2] && across[2] < across[0])
    var down = chain
    down.direction = .downwards
    let heights = try boxes(down).map { $0.number("y") }
    #expect(heights[1] < heights[2] && heights[2] < heights[0])
  }

  @Test("keep boxes apart, in a graph of many")
  func apart() throws {
    let count = 24
    let edges = (0..<count).flatMap { node in
      [3, 5, 7].map { GraphDiagram.Edge(from: node, to: min(node + $0, count - 1)) }
    }.filter { $0.from != $0.to }
    let graph = GraphDiagram(
      title: "", nodes: (0..<count).map { .init("\($0)", details: ["x"]) }, edges: edges)
    let all = try boxes(graph)
    #expect(all.count == count)
    for (index, a) in all.enumerated() {
      for b in all[..<index] {
        let apart =
          a.number("x") >= b.number("x") + b.number("width")
          || b.number("x") >= a.number("x") + a.number("width")
          || a.number("y") >= b.number("y") + b.number("height")
          || b.number("y") >= a.number("y") + a.number("height")
        #expect(apart)
      }
      #expect(a.number("x") >= 0 && a.number("x") + a.number("width") <= Double(graph.size.width))
      #expect(a.number("y") >= 0 && a.number("y") + a.number("height") <= Double(graph.size.height))
    }
  }

  @Test("write labels, details and the names of kinds")
  func texts() throws {
    let texts = try SVGElement.parsed(chain.svg()).texts
    #expect(Set(["a", "b", "c", "2", "5", "input", "t"]).isSubset(of: texts))
  }

  @Test("draw an arrow that leads back dashed, and still finish")
  func loop() throws {
    let graph = GraphDiagram(
      title: "loop", nodes: [.init("state"), .init("cell"), .init("output")],
      edges: [
        .init(from: 0, to: 1), .init(from: 1, to: 2), .init(from: 2, to: 0, label: "next"),
        .init(from: 1, to: 1),
      ])
    let root = try SVGElement.parsed(graph.svg())
    #expect(root.all.count { $0.attributes["stroke-dasharray"] != nil } == 2)
    #expect(root.texts.contains("next"))
  }

  @Test("are lists in a terminal, operands before results")
  func terminal() {
    #expect(
      chain.terminal(columns: 40, style: .plain)
        == """
        t
        a  2
        b  <- a (5)
        c  <- b, a

        """)
    #expect(!GraphDiagram(title: "", nodes: [], edges: []).svg().contains("nan"))
  }
}
