import Tensors

/// Linear algebra, by the names of the recorded cases; each has as many results as PyTorch's.
enum LinearAlgebraOperations {
  static let all: [String: CheckedOperation.Function] = {
    var table: [String: CheckedOperation.Function] = [
      "qr": { x, _, _ in
        let (q, r) = qr(x[0])
        return [q, r]
      },
      "cholesky": { x, _, _ in [cholesky(x[0])] },
      "solve": { x, _, _ in [solve(x[0], x[1])] },
      "inverse": { x, _, _ in [inverse(x[0])] },
      "determinant": { x, _, _ in [determinant(x[0])] },
      "logDeterminant": { x, _, _ in
        let (sign, logarithm) = logDeterminant(x[0])
        return [sign, logarithm]
      },
      "symmetricEigen": { x, _, _ in
        let (values, vectors) = symmetricEigen(x[0])
        return [values, vectors]
      },
      "svd": { x, _, _ in
        let (u, s, v) = svd(x[0])
        return [u, s, v]
      },
      "pseudoInverse": { x, _, _ in [pseudoInverse(x[0])] },
      "norm": { x, _, _ in [norm(x[0])] },
      "norm.one": { x, _, _ in [norm(x[0], .one, axis: -1)] },
      "norm.two": { x, _, _ in [norm(x[0], axis: 0)] },
      "norm.infinity": { x, _, _ in [norm(x[0], .infinity, axis: -1)] },
      "matrixNorm.one": { x, _, _ in [matrixNorm(x[0], .one)] },
      "matrixNorm.two": { x, _, _ in [matrixNorm(x[0], .two)] },
      "matrixNorm.infinity": { x, _, _ in [matrixNorm(x[0], .infinity)] },
      "matrixNorm.frobenius": { x, _, _ in [matrixNorm(x[0])] },
      "norm.kept": { x, _, _ in [norm(x[0], axis: -1, keepDimensions: true)] },
      "solveIfRegular": { x, _, _ in [solveIfRegular(x[0], x[1]) ?? Tensor(.nan)] },
      "choleskyIfPositiveDefinite": { x, _, _ in
        [choleskyIfPositiveDefinite(x[0]) ?? Tensor(.nan)]
      },
      "cross.axis": { x, _, _ in [cross(x[0], x[1], axis: -2)] },
      "trace": { x, _, _ in [trace(x[0])] },
      "kronecker": { x, _, _ in [kronecker(x[0], x[1])] },
      "cross": { x, _, _ in [cross(x[0], x[1])] },
    ]
    for upper in [false, true] {
      for transposed in [false, true] {
        for unit in [false, true] {
          let name =
            "triangularSolve" + (upper ? ".upper" : "") + (transposed ? ".transposed" : "")
            + (unit ? ".unitDiagonal" : "")
          table[name] = { x, _, _ in
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
