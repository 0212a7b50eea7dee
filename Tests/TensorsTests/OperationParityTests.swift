import Tensors
import Testing

/// Values, gradients and gradients of gradients are PyTorch's in double precision.
@Suite struct OperationParityTests {
  /// The cases on the grid of shapes.
  let cases: [OperationFixture]

  init() throws {
    cases = try OperationFixture.all().filter { !$0.isSpecial && !$0.outputs.isEmpty }
      .filter { OperationTable.all[$0.operation] != nil }
  }

  private func operation(of item: OperationFixture) throws -> CheckedOperation {
    try #require(OperationTable.all[item.operation])
  }

  @Test func valuesAgree() throws {
    for item in cases {
      let operation = try operation(of: item)
      let outputs = operation(item, item.inputs.map(\.tensor))
      #expect(outputs.count == item.outputs.count, "\(item.title)")
      for (output, expected) in zip(outputs, item.outputs) {
        let mistake = mistake(
          output, expected, operation.tolerance.relative, operation.tolerance.isOfLargest)
        #expect(mistake == nil, "\(item.title)")
      }
    }
  }

  @Test func gradientsAgree() throws {
    for item in cases where !item.gradients.isEmpty {
      let operation = try operation(of: item)
      let gradients = gradient(at: item.inputs.map(\.tensor)) { inputs in
        weighedSum(operation(item, inputs), item.cotangents)
      }
      // Gradients of long and of stretched operands are sums whose terms cancel.
      let isSum =
        operation.tolerance.isOfLargest || !operation.lacking.contains(.broadcast)
      for (gradient, expected) in zip(gradients, item.gradients) {
        let mistake = mistake(gradient, expected, operation.tolerance.ofGradient, isSum)
        #expect(mistake == nil, "\(item.title)")
      }
    }
  }

  /// Recorded for linear algebra only; the others are compared with measured slopes.
  ///
  /// Within 1e-3: a pullback of a pullback solves two systems of equations in single precision, one with
  /// the result of the other.
  @Test func gradientsOfGradientsAgree() throws {
    for item in cases where !item.second.isEmpty {
      let operation = try operation(of: item)
      let slopes = gradient(at: item.inputs.map(\.tensor)) { inputs in
        let slopes = gradient(at: inputs) { weighedSum(operation(item, $0), item.cotangents) }
        return weighedSum(slopes, item.directions)
      }
      for (slope, expected) in zip(slopes, item.second) {
        let error = relativeError(slope, expected.tensor, floor: 0.1)
        #expect(error <= 1e-3, "\(item.title)")
      }
    }
  }

  private func weighedSum(_ x: [Tensor], _ weights: [Fixture.Recorded]) -> Tensor {
    zip(x, weights).reduce(Tensor(0)) { $0 + ($1.0 * $1.1.tensor).sum() }
  }

  /// What is wrong with a result, or `nil`.
  ///
  /// Elements below 1/10 are compared as if they were 1/10: weights and inputs are of size 1.
  private func mistake(
    _ result: Tensor, _ expected: Fixture.Recorded, _ relative: Float, _ isOfLargest: Bool
  ) -> String? {
    if result.shape != expected.shape { return "shape \(result.shape), not \(expected.shape)" }
    let all = result.scalars
    let distance = expected.every ?? 1
    let largest = expected.scalars.reduce(0.1) { max($0, abs($1)) }
    for (index, wanted) in expected.scalars.enumerated() {
      let found = all[index * distance]
      let size = isOfLargest ? largest : max(0.1, abs(wanted))
      if !(found == wanted || abs(found - wanted) <= relative * size) {
        return "element \(index * distance): \(found), not \(wanted)"
      }
    }
    guard let magnitude = expected.magnitude else { return nil }
    let sum = Float(all.reduce(0.0) { $0 + Double(abs($1)) })
    return abs(sum - magnitude) <= relative * magnitude
      ? nil : "the magnitudes sum to \(sum), not \(magnitude)"
  }
}

/// The largest difference between two tensors, relative to the largest element; infinite for NaN.
///
/// Elements below `floor` are as good as 0: what should cancel leaves a rounding error.
func relativeError(_ x: Tensor, _ expected: Tensor, floor: Float = 1e-30) -> Float {
  guard x.shape == expected.shape else { return .infinity }
  var (difference, size): (Float, Float) = (0, 0)
  for (a, b) in zip(x.scalars, expected.scalars) where a != b {
    guard a.isFinite, b.isFinite else { return .infinity }
    difference = max(difference, abs(a - b))
  }
  for b in expected.scalars where b.isFinite { size = max(size, abs(b)) }
  return difference == 0 ? 0 : difference / max(size, floor)
}
