import Descent
import Testing

// Learning to learn: a step of descent is part of the loss, and the gradient goes through it.

@Test("call site: MAML's inner loop")
func innerLoop() {
  withSeed(1) {
    var model = Sequential {
      Linear(1, 24)
      Activation.tanh
      Linear(24, 1)
    }
    func error(_ model: some Layer<Tensor, Tensor>, _ shift: Float, _ x: Tensor) -> Tensor {
      square(model(x) - sin(x + shift)).mean()
    }
    func adapted<Model: Layer<Tensor, Tensor>>(
      _ model: Model, _ shift: Float, _ x: Tensor
    ) -> Model {
      var copy = model
      copy.updateParameters(with: gradient(at: model) { error($0, shift, x) }) { $0 -= 0.02 * $1 }
      return copy
    }
    func afterOneStep(_ model: some Layer<Tensor, Tensor>) -> Float {
      let shifts = Tensor.uniform([20], in: 0..<3).scalars
      let x = Tensor.uniform([16, 1], in: -2..<2)
      return shifts.reduce(0) { $0 + error(adapted(model, $1, x), $1, x).scalar } / 20
    }
    let before = afterOneStep(model)
    var optimizer = Adam(for: model, learningRate: 0.01)
    for _ in 0..<150 {
      let shift = Tensor.uniform([1], in: 0..<3).scalars[0]
      let (few, more) = (Tensor.uniform([8, 1], in: -2..<2), Tensor.uniform([16, 1], in: -2..<2))
      optimizer.step(&model) { model in
        error(adapted(model, shift, few), shift, more)
      }
    }
    #expect(afterOneStep(model) < 0.7 * before)
    // The second derivative is in it: the slope of θ − 0.1 · 2θ for θ² is 0.8, not 1.
    let slope = gradient(at: Tensor(3)) { x in x - 0.1 * gradient(at: x) { square($0) } }
    #expect(slope.isClose(to: Tensor(0.8)))
  }
}
