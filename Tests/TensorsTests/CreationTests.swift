import Tensors
import Testing

@Suite struct CreationTests {
  @Test func makesTensorsFromRules() {
    #expect(Tensor(3).shape == [] && Tensor(3).scalar == 3 && Tensor(3).count == 1)
    #expect(Tensor.zeros([2, 0]).count == 0 && Tensor.zeros([2, 0]).scalars == [])
    #expect(Tensor.full([2, 2], 7) == Tensor([[7, 7], [7, 7]]))
    #expect(Tensor.identity(3).scalars == [1, 0, 0, 0, 1, 0, 0, 0, 1])
    #expect(Tensor.ones(like: Tensor([[1], [2]])) == Tensor([[1], [1]]))
    #expect(Tensor.oneHot([2, 0], classes: 3) == Tensor([[0, 0, 1], [1, 0, 0]]))
    #expect(Tensor([[Float]]()).shape == [0, 0])
  }

  @Test func makesRanges() {
    #expect(Tensor.range(0, to: 1, by: 0.25) == Tensor([0, 0.25, 0.5, 0.75]))
    #expect(Tensor.range(0, to: 1, by: 0.1).count == 10)
    #expect(Tensor.range(5, to: 0, by: -2) == Tensor([5, 3, 1]))
    #expect(Tensor.range(1, to: 0).count == 0)
    #expect(Tensor.linearlySpaced(from: -1, through: 1, count: 5) == Tensor([-1, -0.5, 0, 0.5, 1]))
    #expect(Tensor.linearlySpaced(from: 2, through: 3, count: 1) == Tensor([2]))
  }

  @Test func rearranges() {
    let x = Tensor((0..<6).map { Float($0) }, shape: [2, 3])
    #expect(x.reshaped([3, -1]) == Tensor([[0, 1], [2, 3], [4, 5]]))
    #expect(x.transposed() == Tensor([[0, 3], [1, 4], [2, 5]]))
    #expect(Tensor.stack([x[0], x[1]]) == x)
    #expect(Tensor.stack([Tensor(1), Tensor(2)]) == Tensor([1, 2]))
    #expect(outer(Tensor([1, 2]), Tensor([3, 4])) == Tensor([[3, 4], [6, 8]]))
    #expect(dot(Tensor([1, 2, 3]), Tensor([4, 5, 6])).scalar == 32)
    #expect(matmul(Tensor.zeros([2, 0]), Tensor.zeros([0, 3])) == Tensor.zeros([2, 3]))
  }

  @Test func reducesEmptyTensorsAndSingleNumbers() {
    let empty = Tensor.zeros([0, 3])
    #expect(empty.sum().scalar == 0 && empty.mean().scalar.isNaN)
    #expect(empty.sum(axis: 0) == Tensor([0, 0, 0]))
    #expect(empty.sum(axis: 1).shape == [0] && empty.max(axis: 1).shape == [0])
    #expect(empty.mean(axis: 0).scalars.allSatisfy { $0.isNaN })
    #expect(Tensor(5).sum().scalar == 5 && Tensor(5).max().scalar == 5 && Tensor(5).argmax() == 0)
    #expect((empty + 1).shape == [0, 3] && exp(empty).shape == [0, 3])
    #expect((Tensor(2) * Tensor(3)).scalar == 6)
  }

  @Test func extremesKeepNaN() {
    let x = Tensor([[1, .nan], [3, 2]])
    #expect(x.max().scalar.isNaN && x.min().scalar.isNaN && x.argmax() == 1)
    #expect(x.max(axis: 0)[0..<1] == Tensor([3]) && x.max(axis: 0).scalars[1].isNaN)
    #expect(x.argmax(axis: 0) == [1, 0] && x.argmax(axis: 1) == [1, 0])
  }

  @Test func functionsOfElements() {
    #expect(abs(Tensor([-1, 2])) == Tensor([1, 2]) && -Tensor([1, -2]) == Tensor([-1, 2]))
    #expect(sqrt(Tensor([4, 9])) == Tensor([2, 3]))
    #expect(exp(Tensor([0, 1])).isClose(to: Tensor([1, 2.718_281_8])))
    #expect(log(Tensor([1, 10])).isClose(to: Tensor([0, 2.302_585_1])))
    #expect(maximum(Tensor([-1, 2]), 0) == Tensor([0, 2]))
    #expect(minimum(1, Tensor([-1, 2])) == Tensor([-1, 1]))
    #expect(1 - Tensor([1, 2]) == Tensor([0, -1]) && 6 / Tensor([2, 3]) == Tensor([3, 2]))
  }
}
