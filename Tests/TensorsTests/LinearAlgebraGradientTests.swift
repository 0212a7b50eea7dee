import Tensors
import Testing

private func random(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// A square matrix that is far from singular.
private func regular(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor {
  random(shape, seed) * 0.5 + Tensor.identity(shape[shape.count - 1]) * 2
}

private let slow: [PullbackCase] = [
  .init("qr, q", [random([5, 3])]) { qr($0[0]).q },
  .init("qr, r", [random([5, 3])]) { qr($0[0]).r },
  .init("qr, square", [regular([2, 3, 3])]) { qr($0[0]).q * 2 + qr($0[0]).r },
  .init("qr, wide", [regular([3, 3])]) {
    qr(Tensor.concatenate([$0[0], $0[0] * $0[0]], axis: 1)).r
  },
  .init("svd, u", [random([4, 3])]) { svd($0[0]).u },
  .init("svd, s", [random([2, 3, 4])]) { svd($0[0]).s },
  .init("svd, v", [random([3, 5])]) { svd($0[0]).v },
  .init("symmetricEigen, values", [random([4, 4])]) { symmetricEigen($0[0]).values },
  .init("symmetricEigen, vectors", [random([4, 4], 4)]) { symmetricEigen($0[0]).vectors },
  .init("cholesky", [regular([2, 3, 3])]) { cholesky(matmulEach($0[0])) },
  .init("pseudoInverse, tall", [random([5, 3])]) { pseudoInverse($0[0]) },
  .init("pseudoInverse, wide", [random([2, 4])]) { pseudoInverse($0[0]) },
]

private let quick: [PullbackCase] = [
  .init("solve", [regular([3, 3]), random([3, 2], 2)]) { solve($0[0], $0[1]) },
  .init("solve, vector", [regular([4, 4]), random([4], 2)]) { solve($0[0], $0[1]) },
  .init("solve, broadcast", [regular([2, 3, 3]), random([3, 2], 2)]) { solve($0[0], $0[1]) },
  .init("triangularSolve", [regular([3, 3]), random([3, 2], 2)]) {
    triangularSolve($0[0], $0[1], upper: true)
  },
  .init("triangularSolve, transposed", [regular([3, 3]), random([2, 3, 1], 2)]) {
    triangularSolve($0[0], $0[1], upper: false, transposed: true, unitDiagonal: true)
  },
  .init("inverse", [regular([2, 3, 3])]) { inverse($0[0]) },
  .init("determinant", [regular([2, 3, 3])]) { determinant($0[0]) },
  .init("logDeterminant", [regular([4, 4])]) { logDeterminant($0[0]).log },
  .init("norm", [random([3, 4])]) { norm($0[0]) },
  .init("norm, axis", [random([3, 4])]) { norm($0[0], axis: 0, keepDimensions: true) },
  .init("norm, one", [random([3, 4])], isSmooth: false) { norm($0[0], .one, axis: 0) },
  .init("norm, infinity", [random([3, 4])], isSmooth: false) { norm($0[0], .infinity, axis: 1) },
  .init("matrixNorm, two", [random([3, 4])]) { matrixNorm($0[0], .two) },
  .init("matrixNorm, frobenius", [random([2, 3, 4])]) { matrixNorm($0[0]) },
  .init("trace", [random([2, 3, 4])]) { trace($0[0]) },
  .init("kronecker", [random([2, 3]), random([3, 2], 2)]) { kronecker($0[0], $0[1]) },
  .init("cross", [random([2, 1, 3]), random([4, 3], 2)]) { cross($0[0], $0[1]) },
  .init("cross, axis", [random([3, 4]), random([3, 1], 2)]) { cross($0[0], $0[1], axis: 0) },
]

/// x xᵀ for every matrix of a batch, from operations that broadcast.
private func matmulEach(_ x: Tensor) -> Tensor {
  let (m, n) = (x.shape[1], x.shape[2])
  let rows = x.reshaped([x.shape[0], m, 1, n])
  let columns = x.reshaped([x.shape[0], 1, m, n])
  return (rows * columns).sum(axis: -1)
}

/// Pullbacks against measured slopes, weighed at random, and so the pullbacks of pullbacks.
@Suite struct LinearAlgebraGradientTests {
  @Test(arguments: slow + quick) func slopesAreMeasured(_ item: PullbackCase) {
    let check = gradientCheck(at: item.inputs, step: 0.005, of: item.function)
    #expect(check.error < 5e-3, "\(check)")
    guard item.isSmooth else { return }
    let second = gradientCheck(at: item.inputs, step: 0.005) { inputs in
      let weights = random(item.function(inputs).shape, 7)
      let slopes = gradient(at: inputs) { (item.function($0) * weights).sum() }
      return zip(slopes, 11...).map { ($0 * random($0.shape, UInt64($1))).sum() }
        .reduce(Tensor(0), +)
    }
    #expect(second.error < 1e-2, "\(second)")
  }

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
    let slope = gradient(at: regular([3, 3])) {
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
