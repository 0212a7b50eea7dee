import Tensors
import Testing

/// Infinities, NaN, zeros of both signs and numbers near the ends of the range: values and gradients.
@Suite struct SpecialValueTests {
  let cases: [OperationFixture]

  init() throws {
    cases = try OperationFixture.all().filter(\.isSpecial)
  }

  @Test func differencesAreRecorded() {
    for difference in SpecialDifference.all {
      #expect(cases.contains { $0.operation == difference.operation && $0.text == difference.text })
    }
  }

  @Test func valuesAgree() throws {
    for item in cases {
      let operation = try #require(OperationTable.all[item.operation])
      let outputs = operation(item, item.inputs.map(\.tensor))
      #expect(outputs.map(\.shape) == item.outputs.map(\.shape))
      let ours = ours(item, .value)
      for (output, expected) in zip(outputs, item.outputs) {
        for (position, (found, wanted)) in zip(output.scalars, expected.scalars).enumerated() {
          // What is said to differ must differ, or the list is out of date.
          let isKnown = ours[position] != nil && !isSame(found, wanted)
          #expect(
            isSame(found, isKnown ? ours[position] ?? .nan : wanted)
              && isKnown == (ours[position] != nil),
            "\(item.title), \(position): \(found), not \(wanted) or \(ours[position] ?? wanted)")
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
      for (operand, (gradient, expected)) in zip(gradients, item.gradients).enumerated() {
        let ours = ours(item, .slope(operand: operand))
        let weights = item.cotangents[0].scalars
        for (position, (found, wanted)) in zip(gradient.scalars, expected.scalars).enumerated() {
          let slope = ours[position].map { $0 * weights[position * weights.count / gradient.count] }
          // Where an operation works on lines, the terms of a slope may cancel.
          let isSame: (Float, Float) -> Bool = { found, wanted in
            isSameSlope(found, wanted)
              || !item.lists.isEmpty && abs(found - wanted) <= 1e-6
          }
          let isKnown = slope != nil && !isSame(found, wanted)
          #expect(
            isSame(found, isKnown ? slope ?? .nan : wanted) && isKnown == (slope != nil),
            "\(item.title), operand \(operand), \(position): \(found), not \(wanted)")
        }
      }
    }
  }

  /// What is found on purpose at the positions where a result differs.
  private func ours(
    _ item: OperationFixture, _ part: SpecialDifference.Part
  ) -> [Int: Float] {
    SpecialDifference.all.filter {
      $0.operation == item.operation && $0.text == item.text && $0.part == part
    }
    .reduce(into: [:]) { $0.merge($1.ours) { first, _ in first } }
  }

  /// Zeros of both signs are the same slope.
  private func isSameSlope(_ found: Float, _ wanted: Float) -> Bool {
    found == 0 && wanted == 0 || isSame(found, wanted)
  }

  /// NaN like NaN, infinities and zeros by their sign, other numbers within 1e-5.
  private func isSame(_ found: Float, _ wanted: Float) -> Bool {
    if wanted.isNaN { return found.isNaN }
    if wanted == 0 || wanted.isInfinite {
      return found == wanted && found.sign == wanted.sign
    }
    // The last bits of subnormal numbers are coarse: two of them are allowed.
    return abs(found - wanted) <= 1e-5 * abs(wanted) + 2 * Float.leastNonzeroMagnitude
  }
}
