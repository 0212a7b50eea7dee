// Helpers of other right answers.

import Foundation
import Grading
import Tensors

/// Two more engines for 05.4: one with closures, one that keeps a list of everything.
let engineAlternatives: [Exercise<ScalarEngine>.Alternative] = [
  .init(
    "a closure for each operation, sorted by recursion",
    ScalarEngine(
      make: { ClosureNumber($0) }, value: { $0.value }, gradient: { $0.gradient },
      add: { a, b in
        ClosureNumber(a.value + b.value, [a, b]) { gradient in
          a.gradient += gradient
          b.gradient += gradient
        }
      },
      multiply: { a, b in
        ClosureNumber(a.value * b.value, [a, b]) { gradient in
          a.gradient += b.value * gradient
          b.gradient += a.value * gradient
        }
      },
      tanh: { a in
        let t = tanh(a.value)
        return ClosureNumber(t, [a]) { gradient in a.gradient += (1 - t * t) * gradient }
      },
      backward: { $0.backward() })),
  .init(
    "numbers with a serial number, visited from the last to the first",
    ScalarEngine(
      make: { NumberedNumber($0) }, value: { $0.value }, gradient: { $0.gradient },
      add: { NumberedNumber($0.value + $1.value, [($0, 1), ($1, 1)]) },
      multiply: { NumberedNumber($0.value * $1.value, [($0, $1.value), ($1, $0.value)]) },
      tanh: { a in
        let t = tanh(a.value)
        return NumberedNumber(t, [(a, 1 - t * t)])
      },
      backward: { $0.backward() })),
]

private final class ClosureNumber {
  let value: Double
  var gradient = 0.0
  private let operands: [ClosureNumber]
  private let handOn: (Double) -> Void

  init(
    _ value: Double, _ operands: [ClosureNumber] = [],
    _ handOn: @escaping (Double) -> Void = { _ in }
  ) {
    (self.value, self.operands, self.handOn) = (value, operands, handOn)
  }

  func backward() {
    var order: [ClosureNumber] = []
    var seen: Set<ObjectIdentifier> = []
    func visit(_ number: ClosureNumber) {
      guard seen.insert(ObjectIdentifier(number)).inserted else { return }
      for operand in number.operands { visit(operand) }
      order.append(number)
    }
    visit(self)
    for number in order where !number.operands.isEmpty { number.gradient = 0 }
    gradient += 1
    for number in order.reversed() { number.handOn(number.gradient) }
  }
}

private final class NumberedNumber {
  let value: Double
  var gradient = 0.0
  private let serial: Int
  private let operands: [(number: NumberedNumber, slope: Double)]

  init(_ value: Double, _ operands: [(NumberedNumber, Double)] = []) {
    self.value = value
    self.operands = operands.map { (number: $0.0, slope: $0.1) }
    serial = (operands.map(\.0.serial).max() ?? 0) + 1
  }

  func backward() {
    var found: [ObjectIdentifier: NumberedNumber] = [ObjectIdentifier(self): self]
    var stack = [self]
    while let number = stack.popLast() {
      for (operand, _) in number.operands where found[ObjectIdentifier(operand)] == nil {
        found[ObjectIdentifier(operand)] = operand
        stack.append(operand)
      }
    }
    let order = found.values.sorted { $0.serial > $1.serial }
    for number in order where !number.operands.isEmpty { number.gradient = 0 }
    gradient += 1
    for number in order {
      for (operand, slope) in number.operands { operand.gradient += slope * number.gradient }
    }
  }
}
