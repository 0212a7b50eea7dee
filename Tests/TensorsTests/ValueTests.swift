import Tensors
import Testing

/// Tensors are values: nobody sees a change but the variable that is changed.
@Suite struct ValueTests {
  private let original = Tensor((0..<24).map { Float($0) }, shape: [4, 3, 2])

  @Test func copiesDoNotShareChanges() {
    var copy = original
    copy += 1
    copy[0] = Tensor.zeros([3, 2])
    #expect(original.scalars == (0..<24).map { Float($0) })
    #expect(copy[1].scalars == [7, 8, 9, 10, 11, 12])
  }

  @Test func slicesDoNotShareChanges() {
    var whole = original
    var slice = whole[1]
    slice *= 100
    #expect(whole == original)
    let rows = whole[2..<4]
    whole[2] = Tensor.ones([3, 2])
    #expect(rows[0].scalars == [12, 13, 14, 15, 16, 17])
    #expect(whole[2].sum().scalar == 6 && whole[3] == original[3])
  }

  @Test func reshapedTensorsDoNotShareChanges() {
    var flat = original.flattened()
    flat -= flat
    #expect(flat.sum().scalar == 0 && original.sum().scalar == 276)
  }

  @Test func tensorsCombineWithThemselves() {
    var x = Tensor([1, 2, 3])
    x += x
    #expect(x == Tensor([2, 4, 6]))
    x[0..<2] += x[1..<3]
    #expect(x == Tensor([6, 10, 6]))
  }

  @Test func elementsAndSlicesAreAssigned() {
    var x = Tensor([[1, 2, 3], [4, 5, 6]])
    x[1, 2] = 60
    #expect(x[1, 2] == 60 && x[0, 2] == 3)
    x[0] = Tensor([7, 8, 9])
    #expect(x == Tensor([[7, 8, 9], [4, 5, 60]]))
    x[0..<2] = -x
    #expect(x == Tensor([[-7, -8, -9], [-4, -5, -60]]))
    #expect(x[[1, 1, 0]] == Tensor([[-4, -5, -60], [-4, -5, -60], [-7, -8, -9]]))
    #expect(x[0..<0].shape == [0, 3])
  }

  @Test func equalityIsExact() {
    #expect(Tensor([1, 2]) != Tensor([[1, 2]]))
    #expect(Tensor([1, 2]) != Tensor([1, 2.000_000_2]))
    #expect(Tensor([0]) == Tensor([-0.0]))
    #expect(Tensor([Float.nan]) != Tensor([Float.nan]))
  }

  @Test func closenessIsTolerant() {
    #expect(Tensor([1, 1000]).isClose(to: Tensor([1.000_001, 1000.009])))
    #expect(!Tensor([1]).isClose(to: Tensor([1.0001])))
    #expect(!Tensor([1]).isClose(to: Tensor([[1]])))
    #expect(!Tensor([Float.nan]).isClose(to: Tensor([Float.nan])))
    #expect(Tensor([Float.infinity]).isClose(to: Tensor([Float.infinity])))
    #expect(!Tensor([1]).isClose(to: Tensor([Float.infinity])))
  }
}
