import Foundation
import Tensors

/// What PyTorch computed in Double, recorded by `Tests/Fixtures/linear-algebra/record.py`.
struct LinearAlgebraFixture: Decodable {
  struct Case: Decodable {
    let operation: String
    let inputs, outputs: [Fixture.Recorded]
    let cotangents, gradients, directions, second: [Fixture.Recorded]?

    /// The operation and the shapes, for messages.
    var title: String { "\(operation) \(inputs.map(\.shape)))" }
  }

  let cases: [Case]

  static func load() throws -> LinearAlgebraFixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/linear-algebra/torch.json")
    return try JSONDecoder().decode(LinearAlgebraFixture.self, from: Data(contentsOf: file))
  }

  /// The operations by the names of the recording; each has as many results as PyTorch's.
  static let operations: [String: @Sendable ([Tensor]) -> [Tensor]] = {
    var table: [String: @Sendable ([Tensor]) -> [Tensor]] = [
      "qr": { x in
        let (q, r) = qr(x[0])
        return [q, r]
      },
      "cholesky": { x in [cholesky(x[0])] },
      "solve": { x in [solve(x[0], x[1])] },
      "inverse": { x in [inverse(x[0])] },
      "determinant": { x in [determinant(x[0])] },
      "logDeterminant": { x in
        let (sign, logarithm) = logDeterminant(x[0])
        return [sign, logarithm]
      },
      "symmetricEigen": { x in
        let (values, vectors) = symmetricEigen(x[0])
        return [values, vectors]
      },
      "svd": { x in
        let (u, s, v) = svd(x[0])
        return [u, s, v]
      },
      "pseudoInverse": { x in [pseudoInverse(x[0])] },
      "norm": { x in [norm(x[0])] },
      "norm.one": { x in [norm(x[0], .one, axis: -1)] },
      "norm.two": { x in [norm(x[0], axis: 0)] },
      "norm.infinity": { x in [norm(x[0], .infinity, axis: -1)] },
      "matrixNorm.one": { x in [matrixNorm(x[0], .one)] },
      "matrixNorm.two": { x in [matrixNorm(x[0], .two)] },
      "matrixNorm.infinity": { x in [matrixNorm(x[0], .infinity)] },
      "matrixNorm.frobenius": { x in [matrixNorm(x[0])] },
      "trace": { x in [trace(x[0])] },
      "kronecker": { x in [kronecker(x[0], x[1])] },
      "cross": { x in [cross(x[0], x[1])] },
    ]
    for upper in [false, true] {
      for transposed in [false, true] {
        for unit in [false, true] {
          let name =
            "triangularSolve" + (upper ? ".upper" : "") + (transposed ? ".transposed" : "")
            + (unit ? ".unitDiagonal" : "")
          table[name] = { x in
            [
              triangularSolve(
                x[0], x[1], upper: upper, transposed: transposed, unitDiagonal: unit)
            ]
          }
        }
      }
    }
    return table
  }()
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
