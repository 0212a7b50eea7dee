import Tensors
import Testing

@Suite("Derivatives of derivatives")
struct HigherDerivativeTests {
  @Test("of a cube, up to the third")
  func cube() {
    func first(_ x: Tensor) -> Tensor { gradient(at: x) { x in (x * x * x).sum() } }
    func second(_ x: Tensor) -> Tensor { gradient(at: x) { x in first(x).sum() } }
    func third(_ x: Tensor) -> Tensor { gradient(at: x) { x in second(x).sum() } }
    let x = Tensor([1, -2, 0.5])
    #expect(first(x).isClose(to: 3 * x * x))
    #expect(second(x).isClose(to: 6 * x))
    #expect(third(x).isClose(to: Tensor([6, 6, 6])))
  }

  @Test("the Hessian of a quadratic form is the sum of the matrix and its transpose")
  func quadratic() {
    let a = Tensor([[2, 1, 0], [0, 3, -1], [4, 0, 1]])
    let h = hessian(at: Tensor([0.3, -1, 2])) { x in dot(x, matmul(a, x)) }
    #expect(h.isClose(to: a + a.transposed()))
    let v = Tensor([1, 2, 3])
    let product = hessianVectorProduct(at: Tensor([0.3, -1, 2]), times: v) { x in
      dot(x, matmul(a, x))
    }
    #expect(product.isClose(to: matmul(a + a.transposed(), v)))
  }

  @Test("the Jacobian of a linear map is its matrix")
  func linear() {
    let a = Tensor([[2, 1, 0], [0, 3, -1]])
    #expect(jacobian(at: Tensor([5, 6, 7])) { x in matmul(a, x) } == a)
    let swap = jacobian(at: Tensor([[1, 2], [3, 4]])) { x in x.transposed() }
    #expect(swap == Tensor([[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]))
  }

  @Test("a penalty on the length of a gradient trains the model inside it")
  func gradientPenalty() {
    // f(x) = w x², so f'(x) = 2 w x and the penalty (f' - 1)² has the slope 2 (2 w x - 1) 2 x in w.
    let x = Tensor(3)
    let slope = gradient(at: Tensor(0.5)) { w in
      let inner = gradient(at: x) { x in w * x * x }
      return (inner - 1) * (inner - 1)
    }
    #expect(slope.isClose(to: Tensor(2 * (2 * 0.5 * 3 - 1) * 2 * 3)))
  }

  @Test("one step of training inside another: the outer gradient flows through the inner step")
  func innerStep() {
    // θ' = θ - 0.1 (θ - a), outer loss (θ' - b)²: slope 2 (θ' - b) 0.9.
    let (a, b) = (Tensor(2), Tensor(-1))
    let slope = gradient(at: Tensor(1)) { theta in
      let inner = gradient(at: theta) { theta in 0.5 * (theta - a) * (theta - a) }
      let adapted = theta - 0.1 * inner
      return (adapted - b) * (adapted - b)
    }
    #expect(slope.isClose(to: Tensor(2 * (1.1 + 1) * 0.9)))
  }

  @Test("an inner gradient by an outer variable that the inner one only captures")
  func captured() {
    // d/dy of d/dx (x² y) at x = 3: 2x.
    let slope = gradient(at: Tensor(5)) { y in gradient(at: Tensor(3)) { x in x * x * y } }
    #expect(slope == Tensor(6))
  }
}

@Suite("Operations with a pullback of their own")
struct CustomOperationTests {
  @Test("the given pullback is used, and the value is not differentiated")
  func straightThrough() {
    let slope = gradient(at: Tensor([-1, 2])) { x in
      let step = differentiable(
        x, value: { x in x.mappedForTest { $0 > 0 ? 1 : 0 } }, pullback: { _, gradient in gradient }
      )
      return (step * Tensor([3, 4])).sum()
    }
    #expect(slope == Tensor([3, 4]))
  }

  @Test("several operands, one of which gets no gradient")
  func several() {
    let slopes = gradient(at: Tensor([2]), Tensor([5])) { a, b in
      differentiable(
        [a, b], value: { $0[0] * $0[1] }, pullback: { inputs, g in [g * inputs[1], nil] }
      ).sum()
    }
    #expect(slopes.0 == Tensor([5]))
    #expect(slopes.1 == Tensor([0]))
  }

  @Test("a pullback that is written in tensor operations can be differentiated again")
  func twice() {
    func square(_ x: Tensor) -> Tensor {
      differentiable(x, value: { $0 * $0 }, pullback: { x, g in 2 * x * g })
    }
    let second = gradient(at: Tensor(3)) { x in gradient(at: x) { x in square(square(x)) } }
    #expect(second.isClose(to: Tensor(12 * 9)))
  }

  @Test("a checkpointed part gives the same gradients, also of its parameters")
  func checkpoint() {
    let weights = Tensor([[0.5, -1], [2, 0.25]])
    func body(_ w: Tensor, _ x: Tensor) -> Tensor { exp(matmul(w, x)) }
    let plain = gradient(at: weights, Tensor([1, 2])) { w, x in
      (body(w, x) * Tensor([1, 3])).sum()
    }
    let saved = gradient(at: weights, Tensor([1, 2])) { w, x in
      (checkpointed(w, x) { w, x in exp(matmul(w, x)) } * Tensor([1, 3])).sum()
    }
    #expect(plain.0 == saved.0)
    #expect(plain.1 == saved.1)
  }
}

extension Tensor {
  /// Applies a function to every element, as a constant.
  fileprivate func mappedForTest(_ function: (Float) -> Float) -> Tensor {
    Tensor(scalars.map(function), shape: shape)
  }
}
