import Tensors
import Testing

/// Order where it is not obvious: NaN, equal elements, both zeros.
@Suite struct SortingTests {
  @Test func notANumberComesLast() {
    let x = Tensor([2, .nan, -.infinity, .infinity, -1])
    #expect(x.argsort() == [2, 4, 0, 3, 1])
    #expect(x.argsort(descending: true) == [1, 3, 0, 4, 2])
    #expect(x.topK(2).indices == [1, 3])
    #expect(x.topK(2, largest: false).indices == [2, 4])
  }

  @Test func equalElementsKeepTheirOrder() {
    let x = Tensor([1, 0, 1, -0.0, 1, 0])
    #expect(x.argsort() == [1, 3, 5, 0, 2, 4])
    #expect(x.argsort(descending: true) == [0, 2, 4, 1, 3, 5])
    #expect(x.topK(2).indices == [0, 2])
    #expect(x.topK(4).indices == [0, 2, 4, 1])
  }

  /// The search without sorting finds what sorting finds.
  @Test func fewOfManyAreTheFirstOfAll() {
    var generator = RandomGenerator(seed: 5)
    let x = Tensor.normal([3, 1000], using: &generator)
    for k in [1, 7, 64, 65, 600] {
      let (values, indices) = x.topK(k)
      let sorted = x.sorted(descending: true)
      #expect(values == sorted.values.slice(0..<k, axis: 1))
      #expect(values == x.takeAlong(indices, axis: 1))
    }
  }

  @Test func uniqueValues() {
    let found = Tensor([[3, .nan], [-1, 3], [.nan, 3]]).unique()
    #expect(found.values.scalars[..<2] == [-1, 3])
    #expect(found.values.count == 3 && found.values.scalars[2].isNaN)
    #expect(found.inverse == [1, 2, 0, 1, 2, 1])
    #expect(found.counts == [1, 3, 2])
  }

  @Test func theLastOfSeveralValuesStays() {
    let x = Tensor([1, 2, 3])
    #expect(x.putAlong(Tensor([7, 8]), at: [1, 1], axis: 0) == Tensor([1, 8, 3]))
    let slopes = gradient(at: x, Tensor([7, 8])) { x, values in
      (x.putAlong(values, at: [1, 1], axis: 0) * Tensor([1, 10, 100])).sum()
    }
    #expect(slopes.0 == Tensor([1, 0, 100]))
    #expect(slopes.1 == Tensor([0, 10]))
  }
}
