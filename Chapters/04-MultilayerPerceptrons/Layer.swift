// What every part of a network has in common
//
// A network is a function with parameters: numbers that training moves. So is every part of it. Two
// things make such a part a *layer*: it can show its parameters, and it can be called.

public import Tensors

/// A part of a network: parameters, and a function of them and of an input.
///
/// A layer is a value. `let target = model` is a copy that later training does not touch, and the gradient
/// of a layer is a layer of the same type. A layer of one's own takes three things: its parameters, one
/// line that shows them, and what it computes.
///
/// ```swift
/// struct Scale: Layer {
///   var factor = Tensor(1)
///
///   mutating func visitParameters(_ visitor: inout ParameterVisitor) {
///     visitor.visit(&factor, "factor")
///   }
///
///   func callAsFunction(_ x: Tensor) -> Tensor { factor * x }
/// }
/// ```
///
/// ``forgottenTensors(of:except:)`` finds a parameter that the line has left out.
public protocol Layer<Input, Output>: Parameterized {
  /// What goes in: usually a tensor.
  associatedtype Input = Tensor
  /// What comes out: usually a tensor.
  associatedtype Output = Tensor

  /// Computes the output of the layer.
  func callAsFunction(_ input: Input) -> Output

  /// Shows the parameters of a layer that is a link of a chain, under its number in the chain.
  ///
  /// Only layers that are themselves chains have their own: their links are counted on.
  ///
  /// - Returns: The number of the next link.
  mutating func visitLinks(_ visitor: inout ParameterVisitor, from number: Int) -> Int

  /// Describes the layer as links of a chain, for ``summary(of:)``, and computes its output on the way.
  ///
  /// Only layers that are themselves chains have their own.
  ///
  /// - Parameters:
  ///   - input: What goes in; `nil` if nothing is to be computed.
  ///   - links: Where the description is added; the number of a link is its name.
  /// - Returns: The output, if there was an input.
  func describeLinks(_ input: Input?, into links: inout [ModelSummary.Node]) -> Output?
}

extension Layer {
  /// Shows the layer as one link.
  public mutating func visitLinks(
    _ visitor: inout ParameterVisitor, from number: Int
  ) -> Int {
    visitor.visit(&self, "\(number)")
    return number + 1
  }

  /// Describes the layer as one link.
  public func describeLinks(
    _ input: Input?, into links: inout [ModelSummary.Node]
  ) -> Output? {
    let output = input.map { self($0) }
    links.append(.init(of: self, named: "\(links.count)", output: output))
    return output
  }

  /// The number of single numbers that are trained.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}
