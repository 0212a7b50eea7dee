import Tensors
import Testing

/// Systems of equations, inverses and determinants.
@Suite struct EquationTests {
  private func random(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return .normal(shape, using: &generator)
  }

  @Test(arguments: [1, 2, 10, 80]) func solutionsSolve(_ n: Int) {
    let a = random([n, n])
    let b = random([n, 3], seed: 2)
    let x = solve(a, b)
    // The size of the solution decides how precisely the product can be computed.
    let size = abs(x).max().scalar * Float(n)
    #expect(matmul(a, x).isClose(to: b, relative: 0, absolute: 1e-6 * size))
    #expect(solve(a, b.transposed()[0]).isClose(to: x.transposed()[0], relative: 0, absolute: 0))
    #expect(matmul(a, inverse(a)).isClose(to: .identity(n), relative: 0, absolute: 2e-4))
    #expect(solveIfRegular(a, b) == x)
  }

  /// The first pivot is 0, so that rows must be exchanged.
  @Test func rowsAreExchanged() {
    let a = Tensor([[0, 2], [3, 4]])
    #expect(solve(a, Tensor([4, 11])) == Tensor([1, 2]))
    #expect(determinant(a) == Tensor(-6))
    #expect(inverse(Tensor([[0, 1], [1, 0]])) == Tensor([[0, 1], [1, 0]]))
    // Without exchange, 1e-20 in the corner would swallow the rest.
    #expect(solve(Tensor([[1e-20, 1], [1, 1]]), Tensor([1, 2])) == Tensor([1, 1]))
  }

  /// A Hilbert matrix: a hundred million times more sensitive than the identity.
  @Test func illConditionedMatricesKeepTheirDigits() {
    let n = 8
    let a = Tensor(shape: [n, n]) { result in
      for i in 0..<n * n { result[i] = 1 / Float(i / n + i % n + 1) }
    }
    // Both are computed in double precision from the same single-precision matrix.
    let x = solve(a, Tensor.ones([n]))
    let residual = zip(matmul(a, x).scalars, [Float](repeating: 1, count: n)).map { abs($0 - $1) }
    let size = abs(x).max().scalar
    #expect(residual.allSatisfy { $0 < 1e-6 * size })
    #expect(matrixRank(a) < n && matrixRank(a, tolerance: 0) == n)
  }

  @Test func singularMatricesAreFound() {
    let a = Tensor([[1, 2], [2, 4]])
    #expect(solveIfRegular(a, Tensor([1, 2])) == nil)
    #expect(solveIfRegular(Tensor.stack([.identity(2), a]), Tensor.ones([2, 1])) == nil)
    #expect(determinant(a) == Tensor(0))
    let (sign, logarithm) = logDeterminant(a)
    #expect(sign == Tensor(0) && logarithm == Tensor(-.infinity))
    #expect(matrixRank(a) == 1 && matrixRank(Tensor.zeros([3, 2])) == 0)
    #expect(matrixRank(Tensor.zeros([0, 4])) == 0 && matrixRank(.identity(5)) == 5)
    #expect(choleskyIfPositiveDefinite(a) == nil)
    #expect(choleskyIfPositiveDefinite(-Tensor.identity(3)) == nil)
    #expect(choleskyIfPositiveDefinite(Tensor.stack([.identity(2), .zeros([2, 2])])) == nil)
  }

  @Test func determinantsMultiply() {
    let (a, b) = (random([4, 4], seed: 3), random([4, 4], seed: 4))
    #expect(
      determinant(matmul(a, b)).isClose(to: determinant(a) * determinant(b), relative: 1e-5))
    #expect(determinant(Tensor.identity(0)) == Tensor(1))
    // 3¹⁰⁰ is more than a Float holds; its logarithm is not.
    let large = Tensor.identity(100) * -3
    #expect(determinant(large) == Tensor(.infinity))
    let (sign, logarithm) = logDeterminant(large)
    #expect(sign == Tensor(1) && logarithm.isClose(to: Tensor(109.861_23)))
    #expect(logDeterminant(Tensor.identity(3) * -2).sign == Tensor(-1))
  }

  /// The other triangle and the unit diagonal are not read.
  @Test func trianglesReadTheirHalfOnly() {
    let n = Float.nan
    let lower = Tensor([[2, n, n], [1, 4, n], [3, 5, 8]])
    let b = Tensor([2, 9, 37])
    #expect(triangularSolve(lower, b, upper: false) == Tensor([1, 2, 3]))
    #expect(
      triangularSolve(lower, Tensor([13, 23, 24]), upper: false, transposed: true)
        == Tensor([1, 2, 3]))
    let upper = Tensor([[n, 1, 3], [n, n, 5], [n, n, n]])
    #expect(
      triangularSolve(upper, Tensor([12, 17, 3]), upper: true, unitDiagonal: true)
        == Tensor([1, 2, 3]))
    #expect(triangularSolve(Tensor([[0]]), Tensor([1]), upper: true) == Tensor([.infinity]))
  }

  /// The four conditions of Moore and Penrose.
  @Test(arguments: [[5, 3], [3, 5], [4, 4], [1, 3], [0, 2]]) func pseudoInversesInvert(
    _ shape: [Int]
  ) {
    var a = random(shape, seed: 5)
    if shape == [4, 4] { a = matmul(a[0..<4].transposed()[0..<2].transposed(), a[0..<2]) }
    let p = pseudoInverse(a)
    let (left, right) = (matmul(a, p), matmul(p, a))
    #expect(matmul(left, a).isClose(to: a, relative: 0, absolute: 1e-5))
    #expect(matmul(right, p).isClose(to: p, relative: 0, absolute: 1e-5))
    #expect(left.isClose(to: left.transposed(), relative: 0, absolute: 1e-5))
    #expect(right.isClose(to: right.transposed(), relative: 0, absolute: 1e-5))
  }

  @Test func normsMeasure() {
    let x = Tensor([[3, -4], [0, 12]])
    #expect(norm(x) == Tensor(13))
    #expect(norm(x, axis: 1) == Tensor([5, 12]))
    #expect(norm(x, axis: 1, keepDimensions: true).shape == [2, 1])
    #expect(norm(x, .one, axis: 0) == Tensor([3, 16]))
    #expect(norm(x, .infinity, axis: -1) == Tensor([4, 12]))
    #expect(matrixNorm(x, .one) == Tensor(16) && matrixNorm(x, .infinity) == Tensor(12))
    #expect(matrixNorm(x) == Tensor(13))
    #expect(matrixNorm(Tensor([[0, 2], [-3, 0]]), .two) == Tensor(3))
    #expect(norm(Tensor([Float]())) == Tensor(0))
    #expect(norm(Tensor([3e30, 4e30])).isClose(to: Tensor(5e30)))
    #expect(norm(Tensor([.infinity, 1])) == Tensor(.infinity))
  }

  @Test func smallOperations() {
    #expect(trace(Tensor([[1, 2, 3], [4, 5, 6]])) == Tensor(6))
    #expect(cross(Tensor([1, 0, 0]), Tensor([0, 1, 0])) == Tensor([0, 0, 1]))
    let columns = cross(Tensor([[1], [0], [0]]), Tensor([[0, 0], [1, 0], [0, 1]]), axis: 0)
    #expect(columns == Tensor([[0, 0], [0, -1], [1, 0]]))
    let product = kronecker(Tensor([[1, 2]]), Tensor([[1], [10]]))
    #expect(product == Tensor([[1, 2], [10, 20]]))
    // (a ⊗ b)(c ⊗ d) = a c ⊗ b d
    let (a, b) = (random([2, 3], seed: 6), random([2, 2], seed: 7))
    let (c, d) = (random([3, 2], seed: 8), random([2, 4], seed: 9))
    let mixed = kronecker(matmul(a, c), matmul(b, d))
    #expect(matmul(kronecker(a, b), kronecker(c, d)).isClose(to: mixed, absolute: 1e-5))
  }
}
