import Tensors
import Testing

/// The table "How it is written in Swift" of the chapter's text: every line says what is so.
@Suite("01 How it is written in Swift")
struct SwiftTableChapterTests {
  let x = Tensor([[1, 2, 3], [4, 5, 6]])

  @Test("making tensors, and reading them")
  func reading() {
    #expect(x.shape == [2, 3])
    #expect((x.rank, x.count) == (2, 6))
    #expect(Tensor([1, 2, 3]).shape == [3])
    #expect(Tensor(5).shape == [])
    let numbers: [Float] = [1, 2, 3, 4, 5, 6]
    #expect(Tensor(numbers, shape: [2, 3]) == x)
    #expect(x.scalars == numbers)
    #expect(Tensor.zeros([2, 3]).scalars == [0, 0, 0, 0, 0, 0])
    #expect(Tensor.ones([3]).scalars == [1, 1, 1])
    #expect(Tensor.full([3], 7).scalars == [7, 7, 7])
    #expect(x[1] == Tensor([4, 5, 6]))
    let element: Float = x[1, 2]
    #expect(element == 6)
    #expect(x[.all, 1] == Tensor([2, 5]))
  }

  @Test("reductions")
  func reductions() {
    #expect(x.sum().shape == [])
    #expect(x.sum(axis: 0) == Tensor([5, 7, 9]))
    #expect((x.mean().scalar, x.max().scalar, x.min().scalar) == (3.5, 6, 1))
    #expect(x.sum().scalar == 21)
    #expect(x.mean(axis: 1, keepDimensions: true) == Tensor([[2], [5]]))
    #expect(x.argmax(axis: 1) == [2, 2])
  }

  @Test("element by element, and by a condition")
  func elements() {
    #expect(x + 1 == Tensor([[2, 3, 4], [5, 6, 7]]))
    #expect(2 * x == x + x)
    #expect((x * x).scalars == [1, 4, 9, 16, 25, 36])
    #expect(sqrt(x * x) == abs(-x))
    #expect(maximum(-x, 0) == .zeros([2, 3]))
    #expect((sign(-x) + exp(log(x)) + tanh(x)).shape == [2, 3])
    #expect(select(x .> 3, x, 0) == Tensor([[0, 0, 0], [4, 5, 6]]))
    for mask in [x .< 9, x .<= 6, x .>= 1, x .== x, x .!= -x] {
      #expect(select(mask, x, 0) == x)
    }
  }

  @Test("products, other shapes, random numbers")
  func products() {
    #expect(matmul(x, x.transposed()) == Tensor([[14, 32], [32, 77]]))
    #expect(matmul(x, Tensor([1, 1, 1])) == Tensor([6, 15]))
    #expect(dot(x[0], x[1]).scalar == 32)
    #expect(norm(Tensor([3, 4])).scalar == 5)
    #expect(norm(x).shape == [])
    #expect(outer(x[0], x[1])[2] == Tensor([12, 15, 18]))
    #expect(x.reshaped([3, 2]).shape == [3, 2])
    #expect(x.expanded(at: 0).shape == [1, 2, 3])
    #expect(x.expanded(at: 0).squeezed(axis: 0) == x)
    #expect(Tensor.stack([x[0], x[1]], axis: 1) == x.transposed())
    #expect(Tensor.oneHot([2, 0], classes: 3) == Tensor([[0, 0, 1], [1, 0, 0]]))
    var generator = RandomGenerator(seed: 1)
    var again = RandomGenerator(seed: 1)
    #expect(
      Tensor.normal([2, 3], using: &generator) == Tensor.normal([2, 3], using: &again))
  }
}
