import TensorBasics
import Tensors
import Testing

@Suite("01 Products: the ladder and einsum")
struct ProductChapterTests {
  @Test("every rung computes the product, whatever the shape", arguments: ProductRung.allCases)
  func rungs(rung: ProductRung) {
    var generator = RandomGenerator(seed: 21)
    for (m, k, n) in [
      (1, 1, 1), (2, 3, 4), (5, 1, 7), (1, 9, 1), (4, 8, 8), (13, 17, 19), (3, 70, 9), (0, 2, 3),
      (2, 0, 3), (2, 3, 0),
    ] {
      let a = Tensor.normal([m, k], using: &generator)
      let b = Tensor.normal([k, n], using: &generator)
      let product = rung.product(a, b)
      #expect(product.shape == [m, n], "\(rung) \(m) \(k) \(n)")
      #expect(product.isClose(to: matmul(a, b), relative: 1e-4, absolute: 1e-5), "\(m) \(k) \(n)")
    }
  }

  @Test("blocks: more than one in every direction, with ragged edges")
  func blocks() {
    var generator = RandomGenerator(seed: 22)
    let a = Tensor.normal([3, 150], using: &generator)
    let b = Tensor.normal([150, 530], using: &generator)
    #expect(
      ProductRung.blocked.product(a, b).isClose(to: matmul(a, b), relative: 1e-4, absolute: 1e-4))
  }

  @Test("a product by hand")
  func byHand() {
    for rung in ProductRung.allCases {
      let product = rung.product(Tensor([[1, 2], [3, 4]]), Tensor([[5, 6], [7, 8]]))
      #expect(product == Tensor([[19, 22], [43, 50]]))
    }
  }

  @Test("einsum by loops: NumPy's values, and the library's")
  func einsums() throws {
    let recorded = try RecordedValues.read().einsums
    for c in recorded.cases {
      let operands = try c.operands.map { try #require(recorded.operands[$0]).tensor }
      let value =
        switch operands.count {
        case 1: einsumByLoops(c.equation, operands[0])
        case 2: einsumByLoops(c.equation, operands[0], operands[1])
        default: einsumByLoops(c.equation, operands[0], operands[1], operands[2])
        }
      #expect(value.shape == c.value.shape, "\(c.equation)")
      #expect(value.isClose(to: c.value.tensor, relative: 1e-5, absolute: 1e-5), "\(c.equation)")
      #expect(value.isClose(to: einsum(c.equation, operands), relative: 1e-4, absolute: 1e-5))
    }
  }
}
