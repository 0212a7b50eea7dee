/// Gradients of activations, in one pass over memory.
public protocol ActivationKernels: SendableMetatype {
  /// Multiplies a gradient by the derivative of an operation, element by element.
  ///
  /// `operand` is the operand or the result of the operation, as `operation` says.
  static func applyGradient(
    _ operation: ElementGradient, _ gradient: Input, _ operand: Input, _ result: Output,
    count: Int)
}
