// Layers one after the other
//
// The forward pass of a network of layers f₁, f₂, …, f_L is nothing but
//
//     y = f_L( … f₂(f₁(x)) … )
//
// Written in that order, a network is hard to read. A *result builder* lets the compiler turn lines into
// one value: each line is a layer, and the value is their chain. Because the chain is a type, the gradient
// of a network has a place for every parameter, and a layer that does not fit the one before it does not
// compile.

public import Tensors

/// Layers one after the other, written one below the other.
///
/// ```swift
/// var network = Sequential {
///   Linear(2, 8)
///   Activation.tanh
///   Linear(8, 1)
/// }
/// ```
///
/// The compiler checks that each layer takes what the one before it gives. Parameters are named by their
/// position: `0.weight`, `0.bias`, `2.weight`, `2.bias`.
public struct Sequential<Content: Layer>: Layer {
  /// The layers.
  public var content: Content

  /// Puts layers one after the other.
  public init(@SequentialBuilder _ content: () throws -> Content) rethrows {
    self.content = try content()
  }

  /// Shows the parameters of all layers, in order.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    _ = content.visitLinks(&visitor, from: 0)
  }

  /// Describes the layer as one link, whose parts are its layers.
  public func describeLinks(
    _ input: Content.Input?, into links: inout [ModelSummary.Node]
  ) -> Content.Output? {
    var parts: [ModelSummary.Node] = []
    let output = content.describeLinks(input, into: &parts)
    links.append(.init(of: self, named: "\(links.count)", output: output, parts: parts))
    return output
  }

  /// Gives the input to the first layer, its output to the second, and so on.
  public func callAsFunction(_ input: Content.Input) -> Content.Output { content(input) }
}

/// Two layers one after the other; a longer chain is a chain whose first layer is a chain.
public struct Chain<First: Layer, Second: Layer>: Layer where First.Output == Second.Input {
  /// The layer that gets the input.
  public var first: First
  /// The layer that gets the output of the first.
  public var second: Second

  /// Shows the parameters of both layers.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    _ = visitLinks(&visitor, from: 0)
  }

  /// Shows the parameters of all links, counting them on.
  public mutating func visitLinks(
    _ visitor: inout ParameterVisitor, from number: Int
  ) -> Int {
    second.visitLinks(&visitor, from: first.visitLinks(&visitor, from: number))
  }

  /// Describes the links of both layers.
  public func describeLinks(
    _ input: First.Input?, into links: inout [ModelSummary.Node]
  ) -> Second.Output? {
    second.describeLinks(first.describeLinks(input, into: &links), into: &links)
  }

  /// Computes `second(first(input))`.
  public func callAsFunction(_ input: First.Input) -> Second.Output { second(first(input)) }
}

/// As many layers of one type as a loop has made, one after the other.
public struct Repeated<Element: Layer>: Layer where Element.Input == Element.Output {
  /// The layers.
  public var layers: [Element]

  /// Shows the parameters of all layers.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    _ = visitLinks(&visitor, from: 0)
  }

  /// Shows the parameters of all links, counting them on.
  public mutating func visitLinks(
    _ visitor: inout ParameterVisitor, from number: Int
  ) -> Int {
    layers.indices.reduce(number) { layers[$1].visitLinks(&visitor, from: $0) }
  }

  /// Describes the links of all layers.
  public func describeLinks(
    _ input: Element.Input?, into links: inout [ModelSummary.Node]
  ) -> Element.Output? {
    layers.reduce(input) { $1.describeLinks($0, into: &links) }
  }

  /// Gives each layer the output of the one before it.
  public func callAsFunction(_ input: Element.Input) -> Element.Output {
    layers.reduce(input) { $1($0) }
  }
}

/// One layer or another, as an `if` has decided when the network was made.
public enum EitherLayer<First: Layer, Second: Layer>: Layer
where First.Input == Second.Input, First.Output == Second.Output {
  /// The layer of the `if` branch.
  case first(First)
  /// The layer of the `else` branch.
  case second(Second)

  /// Shows the parameters of the layer that is there.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    switch self {
    case .first(var layer):
      layer.visitParameters(&visitor)
      self = .first(layer)
    case .second(var layer):
      layer.visitParameters(&visitor)
      self = .second(layer)
    }
  }

  /// Computes the output of the layer that is there.
  public func callAsFunction(_ input: First.Input) -> First.Output {
    switch self {
    case .first(let layer): layer(input)
    case .second(let layer): layer(input)
    }
  }
}

/// A layer that may be left out, as an `if` without `else` has decided.
public struct OptionalLayer<Wrapped: Layer>: Layer where Wrapped.Input == Wrapped.Output {
  /// The layer, if it is there.
  public var layer: Wrapped?

  /// Shows the parameters of the layer, if it is there.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    layer?.visitParameters(&visitor)
  }

  /// Computes the output of the layer; without one, hands the input on.
  public func callAsFunction(_ input: Wrapped.Input) -> Wrapped.Output { layer?(input) ?? input }
}

/// Turns layers that are written below one another into one.
@resultBuilder
public enum SequentialBuilder {
  /// Starts a chain.
  public static func buildPartialBlock<First: Layer>(first: First) -> First { first }

  /// Adds a layer to a chain.
  public static func buildPartialBlock<First: Layer, Second: Layer>(
    accumulated: First, next: Second
  ) -> Chain<First, Second> { Chain(first: accumulated, second: next) }

  /// Takes the layers of a loop.
  public static func buildArray<Element: Layer>(_ layers: [Element]) -> Repeated<Element> {
    Repeated(layers: layers)
  }

  /// Takes a layer that may be left out.
  public static func buildOptional<Wrapped: Layer>(
    _ layer: Wrapped?
  ) -> OptionalLayer<Wrapped> { OptionalLayer(layer: layer) }

  /// Takes the layer of an `if` branch.
  public static func buildEither<First: Layer, Second: Layer>(
    first layer: First
  ) -> EitherLayer<First, Second> { .first(layer) }

  /// Takes the layer of an `else` branch.
  public static func buildEither<First: Layer, Second: Layer>(
    second layer: Second
  ) -> EitherLayer<First, Second> { .second(layer) }
}
