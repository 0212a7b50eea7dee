/// Something with parameters that a gradient can be taken at: a tensor, a layer, a whole model.
///
/// A type says in one method which of its parts are parameters. Everything else follows from it:
/// gradients, optimizers, checkpoints.
///
/// ```swift
/// struct Line: Parameterized {
///   var slope = Tensor(1)
///   var offset = Tensor(0)
///
///   mutating func visitParameters(_ visitor: inout ParameterVisitor) {
///     visitor.visit(&slope, "slope")
///     visitor.visit(&offset, "offset")
///   }
/// }
/// ```
public protocol Parameterized: Sendable {
  /// Shows every parameter to the visitor, in a fixed order, under a name of its own.
  mutating func visitParameters(_ visitor: inout ParameterVisitor)
}

extension Tensor: Parameterized {
  /// Shows the tensor itself, which is the simplest model there is.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&self, "")
  }
}

extension Array: Parameterized where Element: Parameterized {
  /// Shows the parameters of every element, under the element's position.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    for index in indices { visitor.visit(&self[index], "\(index)") }
  }
}

extension Optional: Parameterized where Wrapped: Parameterized {
  /// Shows the parameters of the value, if there is one.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    guard var value = self else { return }
    self = nil  // so that the value is changed in place, not copied
    value.visitParameters(&visitor)
    self = value
  }
}

/// What `visitParameters` shows the parameters to.
public struct ParameterVisitor {
  /// What is done with each parameter, and with each value that is kept but not trained.
  private let onParameter: (inout Tensor, String) -> Void
  private let onBuffer: (inout Tensor, String) -> Void
  /// The parts around the tensor that is shown; `nil` if nobody asks for names.
  private var path: [String]?

  /// Makes a visitor that does not need names.
  ///
  /// - Parameters:
  ///   - parameters: Called with each parameter.
  ///   - buffers: Called with each buffer.
  public init(
    parameters: @escaping (inout Tensor) -> Void,
    buffers: @escaping (inout Tensor) -> Void = { _ in }
  ) {
    onParameter = { parameter, _ in parameters(&parameter) }
    onBuffer = { buffer, _ in buffers(&buffer) }
  }

  /// Makes a visitor that is told every name, such as `layers.0.weight`.
  ///
  /// - Parameters:
  ///   - namedParameters: Called with each parameter and its name.
  ///   - namedBuffers: Called with each buffer and its name.
  public init(
    namedParameters: @escaping (inout Tensor, String) -> Void,
    namedBuffers: @escaping (inout Tensor, String) -> Void = { _, _ in }
  ) {
    onParameter = namedParameters
    onBuffer = namedBuffers
    path = []
  }

  /// Shows a parameter.
  public mutating func visit(_ parameter: inout Tensor, _ name: @autoclosure () -> String) {
    onParameter(&parameter, path.map { Self.joined($0, name()) } ?? "")
  }

  /// Shows the parameters of a part.
  public mutating func visit(
    _ part: inout some Parameterized, _ name: @autoclosure () -> String
  ) {
    path?.append(name())
    part.visitParameters(&self)
    path?.removeLast()
  }

  /// Shows a buffer: a tensor that belongs to the model but is not trained, such as a running mean.
  public mutating func visitBuffer(_ buffer: inout Tensor, _ name: @autoclosure () -> String) {
    onBuffer(&buffer, path.map { Self.joined($0, name()) } ?? "")
  }

  private static func joined(_ path: [String], _ name: String) -> String {
    (path + [name]).filter { !$0.isEmpty }.joined(separator: ".")
  }
}
