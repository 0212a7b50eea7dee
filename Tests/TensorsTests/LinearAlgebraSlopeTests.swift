import Tensors
import Testing

/// Slopes where matrices are singular, vectors are 0 and values are equal.
@Suite struct LinearAlgebraSlopeTests {
  /// The slopes of a determinant that is 0 are the cofactors.
  @Test func singularDeterminants() {
    let a = Tensor([[1, 2], [2, 4]])
    #expect(
      gradient(at: a) { determinant($0) }
        .isClose(to: Tensor([[4, -2], [-2, 1]]), relative: 1e-6))
    #expect(gradient(at: Tensor.zeros([1, 1])) { determinant($0) } == Tensor([[1]]))
    #expect(gradient(at: Tensor.zeros([3, 3])) { determinant($0) } == Tensor.zeros([3, 3]))
  }

  @Test func lengthZeroHasSlopeZero() {
    #expect(gradient(at: Tensor.zeros([3])) { norm($0) } == Tensor.zeros([3]))
  }

  /// Elements that are not read have no slope.
  @Test func trianglesHaveSlopesInTheirHalfOnly() {
    let slope = gradient(at: Tensor([[2, 3, -1], [1, 4, 2], [0.5, -2, 3]])) {
      triangularSolve($0, Tensor([1, 2, 3]), upper: false, unitDiagonal: true).sum()
    }
    for i in 0..<3 {
      for j in i..<3 { #expect(slope[i, j] == 0) }
    }
  }

  /// Eigenvalues and singular values that are equal have slopes all the same.
  @Test func equalValuesHaveSlopes() {
    let weights = Tensor([1, 1, 1])
    let slope = gradient(at: Tensor.identity(3)) { (symmetricEigen($0).values * weights).sum() }
    #expect(slope.isClose(to: .identity(3)))
    let other = gradient(at: Tensor.identity(3)) { svd($0).s.sum() }
    #expect(other.isClose(to: .identity(3)))
  }
}
