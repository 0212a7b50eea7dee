import Tensors
import Testing

/// Products of many matrices at once.
@Suite(.serialized) struct BatchedProductTests {
  private func normal(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return Tensor.normal(shape, using: &generator)
  }

  /// Every product of a batch is, bit for bit, the product alone.
  @Test func aBatchIsItsProducts() {
    for (batch, m, n, k) in [
      (5, 3, 4, 6), (40, 33, 20, 50), (3, 130, 120, 110), (7, 1, 40, 30), (7, 40, 1, 30),
    ] {
      let a = normal([batch, m, k], seed: 1)
      let b = normal([batch, k, n], seed: 2)
      let product = matmul(a, b)
      for index in 0..<batch { #expect(product[index] == matmul(a[index], b[index])) }
    }
  }

  @Test func transposedOperandsAreReadInPlace() {
    let a = normal([2, 3, 5, 4], seed: 3)
    let b = normal([3, 4, 6], seed: 4)
    let expected = matmul(a, b)
    for (first, second) in [(true, false), (false, true), (true, true)] {
      let product = matmul(
        first ? a.transposed() : a, second ? b.transposed() : b, transposingFirst: first,
        transposingSecond: second)
      #expect(product.isClose(to: expected))
      let check = gradientCheck(at: [a, b]) { x in
        matmul(
          first ? x[0].transposed() : x[0], second ? x[1].transposed() : x[1],
          transposingFirst: first, transposingSecond: second)
      }
      #expect(check.error < 5e-3, "\(check)")
    }
  }

  @Test func threadsDoNotChangeABit() {
    let a = normal([24, 40, 48], seed: 5)
    let b = normal([24, 48, 56], seed: 6)
    let large = normal([3, 120, 130], seed: 7)
    let query = normal([2, 50, 6, 16], seed: 8)
    let x = normal([40, 30, 200], seed: 9)
    func compute() -> [Tensor] {
      let slopes = gradient(at: a, b) { a, b in (matmul(a, b) * matmul(a, b)).sum() }
      return [
        matmul(a, b), slopes.0, slopes.1, matmul(large, large.transposed()), matmul(a, b[0]),
        einsum("bthd,bshd->bhts", query, query), einsum("bij,bkj->ikb", a, a),
        x.permuted([2, 0, 1]), x.reversed(axis: 2), x.lowerTriangle(),
        x.gathered([29, 3, 3], axis: 1),
        x.tiled([2, 1, 3]), select(x .> 0, x, 0), x.padded([(1, 1), (2, 2)], mode: .reflect),
      ]
    }
    let alone = Threads.with(1, compute)
    for count in [2, 3, 4] {
      for (index, result) in Threads.with(count, compute).enumerated() {
        #expect(result == alone[index], "result \(index) on \(count) threads")
      }
    }
  }

  /// Heads that are read where they lie give what copies of them give.
  @Test func attentionScoresNeedNoCopies() {
    let query = normal([2, 9, 4, 8], seed: 10)
    let key = normal([2, 7, 4, 8], seed: 11)
    let scores = einsum("bthd,bshd->bhts", query, key)
    let copied = matmul(query.permuted([0, 2, 1, 3]), key.permuted([0, 2, 3, 1]))
    #expect(scores.shape == [2, 4, 9, 7])
    #expect(scores.isClose(to: copied))
    let mixed = einsum("bhts,bshd->bthd", scores, key)
    let expected = matmul(scores, key.permuted([0, 2, 1, 3])).permuted([0, 2, 1, 3])
    #expect(mixed.isClose(to: expected, relative: 1e-4, absolute: 1e-4))
  }

  /// Three operands in whatever order give the same sum.
  @Test func theOrderOfOperandsDoesNotMatter() {
    let (a, b, c) = (
      normal([3, 4], seed: 12), normal([4, 5], seed: 13), normal([5, 2], seed: 14)
    )
    let expected = matmul(matmul(a, b), c)
    #expect(einsum("ij,jk,kl->il", a, b, c).isClose(to: expected, absolute: 1e-5))
    #expect(einsum("kl,ij,jk->il", c, a, b).isClose(to: expected, absolute: 1e-5))
  }

  /// The gradient of the squared gradient of attention, a composition of all three kinds of operation.
  @Test func gradientOfAGradientOfAttention() {
    let query = normal([1, 3, 2, 2], seed: 15) * 0.5
    let check = gradientCheck(at: [query]) { inputs in
      gradient(at: inputs[0]) { query in
        let scores = einsum("bthd,bshd->bhts", query, query)
        let weights = exp(scores.lowerTriangle() - scores.upperTriangle(offset: 1))
        return einsum("bhts,bshd->bthd", weights, query)[..., 0].rolled(by: 1, axis: 1).sum()
      }
    }
    #expect(check.error < 1e-2, "\(check)")
  }
}
