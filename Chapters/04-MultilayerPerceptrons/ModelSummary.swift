// Counting parameters, and the picture of a network
//
// A linear layer has a weight for every pair of an input and a unit, and a bias for every unit:
//
//     inputs · outputs + outputs
//
// 784 → 128 → 64 → 10 has 784 · 128 + 128 = 100,480, then 8,256, then 650: 109,386 in all. Activations
// have none. The first layer has nine tenths of them; the summary shows it.

import Tensors

/// A network as a tree: what it consists of, the shapes that come out, and the parameters of each part.
///
/// ```
/// Sequential                             109,386
/// ├─ 0  Linear 784 → 128   [1, 128]      100,480
/// ├─ 1  relu               [1, 128]            0
/// ├─ 2  Linear 128 → 64    [1, 64]         8,256
/// ├─ 3  relu               [1, 64]             0
/// └─ 4  Linear 64 → 10     [1, 10]           650
/// ```
public struct ModelSummary: Sendable, CustomStringConvertible {
  /// One part of the network and the parts it consists of.
  public struct Node: Sendable {
    /// The part's name in the part around it: a property's, or a number in a chain.
    public var name: String
    /// What kind of layer it is.
    public var kind: String
    /// The shape of its output, if it was computed and is a tensor.
    public var outputShape: [Int]?
    /// The number of single numbers that are trained, those of its parts included.
    public var parameterCount: Int
    /// Its parts.
    public var parts: [Node]
  }

  /// The network as a whole.
  public let root: Node

  /// The tree, one line for each part.
  public var description: String {
    var rows: [Row] = []
    Self.draw(root, first: "", rest: "", into: &rows)
    let widths = (
      rows.map(\.tree.count).max() ?? 0, rows.map(\.shape.count).max() ?? 0,
      rows.map(\.count.count).max() ?? 0
    )
    return rows.map { row in
      let tree = row.tree + String(repeating: " ", count: widths.0 - row.tree.count)
      let shape = row.shape + String(repeating: " ", count: widths.1 - row.shape.count)
      let count = String(repeating: " ", count: widths.2 - row.count.count) + row.count
      return tree + (widths.1 > 0 ? "   " + shape : "") + "   " + count
    }.joined(separator: "\n")
  }

  private struct Row {
    let tree: String
    let shape: String
    let count: String
  }

  private static func draw(_ node: Node, first: String, rest: String, into rows: inout [Row]) {
    let label = [node.name, node.kind].filter { !$0.isEmpty }.joined(separator: "  ")
    rows.append(
      Row(
        tree: first + label, shape: node.outputShape.map { "\($0)" } ?? "",
        count: grouped(node.parameterCount)))
    for (index, part) in node.parts.enumerated() {
      let isLast = index == node.parts.count - 1
      draw(
        part, first: rest + (isLast ? "└─ " : "├─ "), rest: rest + (isLast ? "   " : "│  "),
        into: &rows)
    }
  }

  /// Writes a count with commas between the thousands.
  private static func grouped(_ number: Int) -> String {
    var digits = Array("\(number)")
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }
}

extension Layer {
  /// Describes the network as a tree of its layers with their numbers of parameters.
  public var summary: ModelSummary { ModelSummary(root: .init(of: self, named: "", input: nil)) }

  /// Describes the network as a tree, with the shapes that an input gives.
  ///
  /// The network is run once, in evaluation. Shapes are known of the whole and of the links of chains.
  ///
  /// - Parameter input: An example of what goes in, for instance `Tensor.zeros([1, 784])`.
  public func summary(of input: Input) -> ModelSummary {
    withPhase(.evaluation) { ModelSummary(root: .init(of: self, named: "", input: input)) }
  }
}

extension ModelSummary.Node {
  /// Describes a layer, running it if there is an input.
  init<Model: Layer>(of layer: Model, named name: String, input: Model.Input?) {
    if let chain = layer as? any ChainHolder {
      var links: [ModelSummary.Node] = []
      let output = chain.describeContent(input, into: &links)
      self.init(of: layer, named: name, output: output, parts: links)
    } else {
      self.init(of: layer, named: name, output: input.map { layer($0) })
    }
  }

  /// Describes a layer whose output is known, and its parts without their outputs.
  init(of layer: some Layer, named name: String, output: Any?) {
    self.init(of: layer, named: name, output: output, parts: Self.parts(of: layer))
  }

  /// Describes a layer whose output and parts are known.
  init(of layer: some Layer, named name: String, output: Any?, parts: [Self]) {
    let type = "\(Swift.type(of: layer))"
    self.init(
      name: name,
      kind: (layer as? any CustomStringConvertible)?.description
        ?? String(type.prefix { $0 != "<" }),
      outputShape: (output as? Tensor)?.shape, parameterCount: layer.parameterCount, parts: parts)
  }

  /// The layers among the properties of a layer, those in arrays and optionals included.
  private static func parts(of layer: Any) -> [Self] {
    if let chain = layer as? any ChainHolder {
      var links: [Self] = []
      _ = chain.describeContent(nil, into: &links)
      return links
    }
    return Mirror(reflecting: layer).children.flatMap { child in
      parts(child.value, named: child.label ?? "")
    }
  }

  private static func parts(_ value: Any, named name: String) -> [Self] {
    if value is Tensor { return [] }
    if let layer = value as? any Layer { return [described(layer, named: name)] }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.flatMap { parts($0.value, named: name) }
    case .collection:
      return mirror.children.enumerated().flatMap { parts($1.value, named: "\(name).\($0)") }
    default: return []
    }
  }

  private static func described(_ layer: any Layer, named name: String) -> Self {
    Self(of: layer, named: name, output: nil)
  }
}

/// A layer whose content is a chain that is numbered from 0.
protocol ChainHolder {
  /// Describes the links, and computes the output if there is an input of the right type.
  func describeContent(_ input: Any?, into links: inout [ModelSummary.Node]) -> Any?
}

extension Sequential: ChainHolder {
  func describeContent(_ input: Any?, into links: inout [ModelSummary.Node]) -> Any? {
    content.describeLinks(input as? Content.Input, into: &links)
  }
}
