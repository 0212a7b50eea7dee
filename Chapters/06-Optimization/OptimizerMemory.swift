public import Tensors

extension ParameterVisitor {
  /// Shows a model-shaped memory of an optimizer: each of its parameters as a buffer.
  public mutating func visitMemory(_ memory: inout (some Parameterized)?, _ name: String) {
    guard var value = memory else { return }
    memory = nil  // so that it is changed in place
    visitMemory(&value, name)
    memory = value
  }

  /// Shows a model-shaped memory of an optimizer: each of its parameters as a buffer.
  public mutating func visitMemory(_ memory: inout some Parameterized, _ name: String) {
    var outer = self
    var parts = ParameterVisitor(namedParameters: { parameter, part in
      outer.visitBuffer(&parameter, part.isEmpty ? name : "\(name).\(part)")
    })
    memory.visitParameters(&parts)
  }

  /// Shows a number of steps as a buffer of one element.
  public mutating func visitCount(_ count: inout Int, _ name: String) {
    // A tensor's numbers count exactly to 2²⁴ only; two of them count to 2⁴⁸.
    var parts = Tensor([Float(count >> 24), Float(count & 0xff_ffff)])
    visitBuffer(&parts, name)
    let scalars = parts.scalars
    if scalars.count == 2, let high = Int(exactly: scalars[0]), let low = Int(exactly: scalars[1]) {
      count = high << 24 | low
    }
  }

  /// Shows what an optimizer inside another one remembers.
  public mutating func visitMemory(of optimizer: inout some Optimizer, _ name: String) {
    var outer = self
    var parts = ParameterVisitor(
      namedParameters: { _, _ in },
      namedBuffers: { buffer, part in outer.visitBuffer(&buffer, "\(name).\(part)") })
    optimizer.visitMemory(&parts)
  }
}

extension Parameterized {
  /// Puts other numbers in the place of the parameters, in the order in which they are visited.
  mutating func setParameters(_ parameters: [Tensor]) {
    var rest = parameters[...]
    var visitor = ParameterVisitor { parameter in
      guard let next = rest.popFirst() else { return }
      parameter = next
    }
    visitParameters(&visitor)
  }
}
