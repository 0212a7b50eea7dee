import Tensors
import Testing

/// Infinities, NaN, zeros of both signs and numbers near the ends of the range: values and gradients.
@Suite struct SpecialValueTests {
  /// A result that differs from PyTorch's on purpose.
  struct Difference {
    let operation: String
    /// The position in the recorded result.
    let position: Int
    let ours: Float
    let reason: String
  }

  let cases: [OperationFixture]

  init() throws {
    cases = try OperationFixture.all().filter(\.isSpecial)
  }

  @Test func valuesAgree() throws {
    for item in cases {
      let operation = try #require(OperationTable.all[item.operation])
      let outputs = operation(item, item.inputs.map(\.tensor))
      for (output, expected) in zip(outputs, item.outputs) {
        #expect(output.shape == expected.shape)
        for (position, (found, wanted)) in zip(output.scalars, expected.scalars).enumerated() {
          if !isSame(found, wanted, zerosToo: true) {
            print("VALUE", item.operation, item.text, position, "x", item.inputs.map { $0.scalars.count == output.count ? "\($0.scalars[position])" : "\($0.scalars)" }, "ours", found, "torch", wanted)
          }
        }
      }
    }
  }

  @Test func gradientsAgree() throws {
    for item in cases {
      let operation = try #require(OperationTable.all[item.operation])
      let gradients = gradient(at: item.inputs.map(\.tensor)) { inputs in
        zip(operation(item, inputs), item.cotangents).reduce(Tensor(0)) {
          $0 + ($1.0 * $1.1.tensor).sum()
        }
      }
      for (number, (gradient, expected)) in zip(gradients, item.gradients).enumerated() {
        for (position, (found, wanted)) in zip(gradient.scalars, expected.scalars).enumerated() {
          if !isSame(found, wanted, zerosToo: false) {
            print("GRAD", item.operation, item.text, "operand", number, position, "x", item.inputs.map { $0.scalars.count == gradient.count ? "\($0.scalars[position])" : "\($0.scalars)" }, "ours", found, "torch", wanted)
          }
        }
      }
    }
  }

  /// NaN like NaN, infinities and zeros by their sign, other numbers within 1e-5.
  private func isSame(_ found: Float, _ wanted: Float, zerosToo: Bool) -> Bool {
    if wanted.isNaN { return found.isNaN }
    if wanted == 0 || wanted.isInfinite {
      return found == wanted && (!zerosToo || found.sign == wanted.sign)
    }
    // The last bits of subnormal numbers are coarse: two of them are allowed.
    return abs(found - wanted) <= 1e-5 * abs(wanted) + 2 * Float.leastNonzeroMagnitude
  }
}
