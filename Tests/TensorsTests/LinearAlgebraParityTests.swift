import Tensors
import Testing

/// The same results, gradients and gradients of gradients as PyTorch's in Double.
@Suite struct LinearAlgebraParityTests {
  let cases: [LinearAlgebraFixture.Case]

  init() throws {
    cases = try LinearAlgebraFixture.load().cases
  }

  private func operation(
    of item: LinearAlgebraFixture.Case
  ) throws -> @Sendable ([Tensor]) -> [Tensor] {
    try #require(LinearAlgebraFixture.operations[item.operation])
  }

  @Test func everyOperationIsRecorded() {
    #expect(Set(cases.map(\.operation)) == Set(LinearAlgebraFixture.operations.keys))
    #expect(cases.count > 150)
  }

  /// Decompositions are computed in double precision, so even a Hilbert matrix costs no digits.
  @Test func resultsAgree() throws {
    var worst = WorstErrors()
    for item in cases {
      let results = try operation(of: item)(item.inputs.map(\.tensor))
      #expect(results.count == item.outputs.count)
      for (result, expected) in zip(results, item.outputs) {
        let error = relativeError(result, expected.tensor)
        #expect(error <= 1e-6, "\(item.title): \(error)")
        worst.add(error, item.operation)
      }
    }
    print("results:", worst)
  }

  /// Pullbacks are computed in single precision.
  ///
  /// Weights and slopes are of size 1.
  @Test func gradientsAgree() throws {
    var worst = WorstErrors()
    for item in cases {
      guard let cotangents = item.cotangents, let expected = item.gradients else { continue }
      let operation = try operation(of: item)
      let slopes = gradient(at: item.inputs.map(\.tensor)) { x in
        weighedSum(operation(x), cotangents.map(\.tensor))
      }
      for (slope, expected) in zip(slopes, expected) {
        let error = relativeError(slope, expected.tensor, floor: 0.1)
        #expect(error <= 1e-4, "\(item.title): \(error)")
        worst.add(error, item.operation)
      }
    }
    print("gradients:", worst)
  }

  @Test func gradientsOfGradientsAgree() throws {
    var worst = WorstErrors()
    for item in cases {
      guard let cotangents = item.cotangents, let directions = item.directions,
        let expected = item.second
      else { continue }
      let operation = try operation(of: item)
      let slopes = gradient(at: item.inputs.map(\.tensor)) { x in
        let slopes = gradient(at: x) { x in weighedSum(operation(x), cotangents.map(\.tensor)) }
        return weighedSum(slopes, directions.map(\.tensor))
      }
      for (slope, expected) in zip(slopes, expected) {
        let error = relativeError(slope, expected.tensor, floor: 0.1)
        #expect(error <= 1e-3, "\(item.title): \(error)")
        worst.add(error, item.operation)
      }
    }
    print("gradients of gradients:", worst)
  }
}

private func weighedSum(_ x: [Tensor], _ weights: [Tensor]) -> Tensor {
  zip(x, weights).map { ($0 * $1).sum() }.reduce(Tensor(0), +)
}

/// The largest error of each operation, for the report.
private struct WorstErrors: CustomStringConvertible {
  private var errors: [String: Float] = [:]

  mutating func add(_ error: Float, _ operation: String) {
    let name = operation.prefix { $0 != "." }
    errors[String(name)] = max(error, errors[String(name)] ?? 0)
  }

  var description: String {
    errors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
