import Tensors
import Testing

/// What decompositions promise, for every shape, whatever library might say.
@Suite struct DecompositionTests {
  private static let shapes: [[Int]] = [
    [0, 0], [0, 3], [3, 0], [1, 1], [7, 7], [12, 5], [5, 12], [1, 6], [6, 1], [65, 33],
    [2, 3, 4, 2],
  ]

  private func random(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return .normal(shape, using: &generator)
  }

  /// Products of the last two axes, one matrix at a time.
  private func times(_ a: Tensor, _ b: Tensor) -> Tensor {
    if a.rank == 2 { return matmul(a, b) }
    let parts = (0..<a.shape[0]).map { times(a[$0], b[$0]) }
    return Tensor.stack(parts)
  }

  private func columnsAreOrthonormal(_ x: Tensor, within limit: Float = 1e-6) -> Bool {
    let product = times(x.transposed(), x)
    let one = Tensor.identity(x.shape[x.rank - 1])
    return product.count == 0 || abs(product - one).max().scalar <= limit
  }

  @Test(arguments: shapes) func orthogonalTimesTriangle(_ shape: [Int]) {
    let a = random(shape)
    let (q, r) = qr(a)
    #expect(columnsAreOrthonormal(q))
    #expect(times(q, r).isClose(to: a, relative: 0, absolute: 2e-6))
    let (k, n) = (r.shape[r.rank - 2], r.shape[r.rank - 1])
    for (index, element) in r.scalars.enumerated() {
      let (row, column) = (index / n % k, index % n)
      #expect(column >= row || element == 0, "below the diagonal of r")
      #expect(column != row || element >= 0, "the sign convention")
    }
  }

  @Test(arguments: shapes) func singularValuesRebuild(_ shape: [Int]) {
    let a = random(shape, seed: 2)
    let (u, s, v) = svd(a)
    #expect(columnsAreOrthonormal(u) && columnsAreOrthonormal(v))
    let rows = s.reshaped(Array(s.shape.dropLast()) + [1, s.shape[s.rank - 1]])
    #expect(times(u * rows, v.transposed()).isClose(to: a, relative: 0, absolute: 4e-6))
    let k = s.shape[s.rank - 1]
    for (index, value) in s.scalars.enumerated() {
      #expect(value >= 0 && (index % k == 0 || value <= s.scalars[index - 1]))
    }
  }

  @Test(arguments: [0, 1, 2, 9, 70]) func eigenvectorsRebuild(_ n: Int) {
    let x = random([n, n], seed: 3)
    let a = x + x.transposed()
    let (values, vectors) = symmetricEigen(a)
    #expect(columnsAreOrthonormal(vectors))
    let rebuilt = matmul(vectors * values, vectors.transposed())
    #expect(rebuilt.isClose(to: a, relative: 0, absolute: 2e-5))
    #expect(values.scalars == values.scalars.sorted())
    if n > 0 {
      #expect(trace(a).isClose(to: values.sum(), relative: 1e-5, absolute: 1e-4))
      // Asymmetry of the size of rounding errors does no harm.
      let uneven = symmetricEigen(a + random([n, n], seed: 4) * 1e-7)
      #expect(uneven.values.isClose(to: values, relative: 0, absolute: 2e-5))
    }
  }

  @Test(arguments: [0, 1, 3, 40]) func triangleTimesItsTranspose(_ n: Int) {
    let x = random([n, n + 5], seed: 5)
    let a = matmul(x, x.transposed())
    let l = cholesky(a)
    #expect(matmul(l, l.transposed()).isClose(to: a, relative: 1e-6, absolute: 2e-5))
    for row in 0..<n {
      #expect(l[row].scalars[(row + 1)...].allSatisfy { $0 == 0 } && l[row, row] > 0)
    }
    #expect(choleskyIfPositiveDefinite(a) == l)
  }

  /// Equal and vanishing eigenvalues and singular values; diagonal and triangular matrices.
  @Test func specialMatrices() {
    let one = Tensor.identity(4)
    #expect(qr(one).q == one && qr(one).r == one)
    #expect(qr(-one).q == -one && qr(-one).r == one)
    #expect(svd(one).s == Tensor.ones([4]))
    #expect(symmetricEigen(one * 3).values == Tensor.full([4], 3))
    #expect(cholesky(one * 4) == one * 2)
    let zero = Tensor.zeros([5, 3])
    let (u, s, v) = svd(zero)
    #expect(s == Tensor.zeros([3]) && columnsAreOrthonormal(u) && columnsAreOrthonormal(v))
    #expect(qr(zero).r == Tensor.zeros([3, 3]) && columnsAreOrthonormal(qr(zero).q))
    #expect(symmetricEigen(Tensor.zeros([3, 3])).values == Tensor.zeros([3]))
    // Rank 1: what is missing of u is completed.
    let thin = outer(random([6], seed: 6), random([4], seed: 7))
    let parts = svd(thin)
    #expect(columnsAreOrthonormal(parts.u) && columnsAreOrthonormal(parts.v))
    #expect(parts.s[1].scalar < 1e-6 * parts.s[0].scalar)
    #expect(
      matmul(parts.u * parts.s, parts.v.transposed()).isClose(to: thin, absolute: 1e-6))
    // Rank 3 of 30: most directions have nothing but rounding errors.
    let low = matmul(random([40, 3], seed: 9), random([3, 30], seed: 10))
    let few = svd(low)
    #expect(columnsAreOrthonormal(few.u) && columnsAreOrthonormal(few.v))
    #expect(few.s[3].scalar < 1e-6 * few.s[0].scalar && matrixRank(low) == 3)
    #expect(matmul(few.u * few.s, few.v.transposed()).isClose(to: low, absolute: 4e-6))
    // Elements of very different size.
    let graded = Tensor([[1e15, 1, 0], [1, 1e-3, 1e-8], [0, 1e-8, 1e-15]])
    #expect(columnsAreOrthonormal(symmetricEigen(graded).vectors))
    #expect(symmetricEigen(graded).values.scalars.last == 1e15)
  }

  @Test func notANumberSpreads() {
    let a = Tensor([[1, .nan], [.nan, 2]])
    let infinite = Tensor([[1, .infinity], [.infinity, 2]])
    for x in [a, infinite] {
      #expect(svd(x).s.scalars.allSatisfy { $0.isNaN })
      #expect(symmetricEigen(x).values.scalars.allSatisfy { $0.isNaN })
      #expect(qr(x).r.scalars.contains { $0.isNaN })
      #expect(choleskyIfPositiveDefinite(x) == nil)
    }
    #expect(determinant(a).scalar.isNaN && inverse(a).scalars.contains { $0.isNaN })
  }

  /// The batch is cut into the same parts for any number of threads.
  @Test func threadsDoNotMatter() {
    let a = random([300, 6, 6], seed: 8)
    func results() -> [Tensor] {
      let (q, r) = qr(a)
      let (u, s, v) = svd(a)
      return [q, r, u, s, v, inverse(a), symmetricEigen(a).values]
    }
    let single = Threads.with(1) { results() }
    #expect(single == Threads.with(4) { results() })
    #expect(qr(a[17]).r == single[1][17], "a batch is its matrices")
  }
}
