import Tensors
import Testing

/// Values and gradients of arithmetic, functions and reductions are PyTorch's in double precision.
@Suite struct FunctionParityTests {
  let cases: [OperationFixture]

  /// Gradients that are known to differ, by the title's beginning.
  static let differentGradients: [String: String] = [
    "product with zeros": "the pullback divides by the elements, as its documentation says"
  ]

  /// Special values that are known to differ: the operation, the input, and why.
  static let differentValues: [(operation: String, input: Float, reason: String)] = [
    ("gelu", -.infinity, "PyTorch multiplies infinity by 0; this is the limit"),
    ("geluTanh", -.infinity, "PyTorch multiplies infinity by 0; this is the limit"),
    ("silu", -.infinity, "PyTorch divides infinity by infinity; this is the limit"),
    ("gelu", -1e30, "the zero is positive"),
    ("gelu", -88, "the zero is positive"),
    ("sign", .nan, "PyTorch gives 0; this keeps NaN, as NumPy does"),
    ("sign", -0.0, "PyTorch drops the sign of zero"),
  ]

  init() throws {
    cases = try OperationFixture.load("functions")
  }

  private func compute(_ item: OperationFixture, _ inputs: [Tensor]) -> Tensor {
    FunctionOperations.all[item.operation]?(inputs, item.lists, item.text)[0] ?? Tensor(.nan)
  }

  /// The cases on the grid of shapes; the others are of special values.
  private var grid: [OperationFixture] { cases.filter { !$0.cotangents.isEmpty } }

  /// What is wrong with a result, or `nil`: elements within 1e-5 relative, or 1e-6 absolute.
  private func mistake(_ result: Tensor, _ expected: Fixture.Recorded) -> String? {
    if result.shape != expected.shape { return "shape \(result.shape), not \(expected.shape)" }
    let all = result.scalars
    let distance = expected.every ?? 1
    for (index, wanted) in expected.scalars.enumerated() {
      let found = all[index * distance]
      if !(abs(found - wanted) <= 1e-6 + 1e-5 * abs(wanted)) {
        return "element \(index * distance): \(found), not \(wanted)"
      }
    }
    guard let magnitude = expected.magnitude else { return nil }
    let sum = Float(all.reduce(0.0) { $0 + Double(abs($1)) })
    return abs(sum - magnitude) <= 1e-5 * magnitude
      ? nil : "the magnitudes sum to \(sum), not \(magnitude)"
  }

  @Test func everyOperationIsRecorded() {
    #expect(Set(grid.map(\.operation)) == Set(FunctionOperations.all.keys))
    #expect(grid.count > 600)
    #expect(cases.count - grid.count > 25)
  }

  @Test func valuesAgree() {
    for item in grid {
      let mistake = mistake(compute(item, item.inputs.map(\.tensor)), item.outputs[0])
      #expect(mistake == nil, "\(item.title)")
    }
  }

  @Test func gradientsAgree() {
    for item in grid {
      let gradients = gradient(at: item.inputs.map(\.tensor)) { inputs in
        (compute(item, inputs) * item.cotangents[0].tensor).sum()
      }
      let known = Self.differentGradients.keys.contains { item.title.hasPrefix($0) }
      for (gradient, expected) in zip(gradients, item.gradients) {
        let mistake = mistake(gradient, expected)
        #expect((mistake != nil) == known, "\(item.title): \(mistake ?? "no longer differs")")
      }
    }
  }

  @Test func specialValuesAgree() {
    for item in cases where item.cotangents.isEmpty {
      let inputs = item.inputs[0].scalars
      let found = compute(item, [item.inputs[0].tensor]).scalars
      for ((x, y), wanted) in zip(zip(inputs, found), item.outputs[0].scalars) {
        let same =
          wanted.isNaN
          ? y.isNaN
          : wanted == 0 || wanted.isInfinite
            ? y == wanted && y.sign == wanted.sign
            // The last bits of subnormal numbers are coarse: two of them are allowed.
            : abs(y - wanted) <= 1e-5 * abs(wanted) + 2 * Float.leastNonzeroMagnitude
        let known = Self.differentValues.contains {
          $0.operation == item.operation
            && ($0.input.bitPattern == x.bitPattern || $0.input.isNaN && x.isNaN)
        }
        #expect(same != known, "\(item.operation) of \(x) is \(y), not \(wanted)")
      }
    }
  }
}
