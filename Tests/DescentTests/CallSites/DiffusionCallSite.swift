import Descent
import Testing

// Diffusion: learn to name the noise, then take it away step by step.

@Test("call site: the sampler of a diffusion model")
func diffusion() {
  withSeed(1) {
    let steps = 40
    let betas = Tensor.linearlySpaced(from: 1e-3, through: 0.2, count: steps)
    let alphas = 1 - betas
    let kept = alphas.cumulativeProduct(axis: 0)
    var model = Sequential {
      Linear(3, 64)
      Activation.silu
      Linear(64, 64)
      Activation.silu
      Linear(64, 2)
    }
    func timed(_ x: Tensor, _ times: [Int]) -> Tensor {
      let time = Tensor(times.map { Float($0) / Float(steps) }).reshaped([times.count, 1])
      return .concatenate([x, time], axis: 1)
    }
    var optimizer = Adam(for: model, learningRate: 0.003)
    for _ in 0..<300 {
      let clean = Tensor.bernoulli([64, 1], probability: 0.5) * Tensor([4, 0]) + Tensor([-2, 1])
      let times = randomIntegers(in: 0..<steps, count: 64)
      let (noise, share) = (Tensor.normal([64, 2]), kept[times].reshaped([64, 1]))
      let noisy = sqrt(share) * clean + sqrt(1 - share) * noise
      optimizer.step(&model) { model in
        square(model(timed(noisy, times)) - noise).mean()
      }
    }
    var x = Tensor.normal([100, 2])
    for t in (0..<steps).reversed() {
      let noise = model(timed(x, Array(repeating: t, count: 100)))
      x = (x - betas[t] / sqrt(1 - kept[t]) * noise) / sqrt(alphas[t])
      if t > 0 { x += sqrt(betas[t]) * Tensor.normal([100, 2]) }
    }
    let distance = square(abs(x) - Tensor([2, 1])).mean().scalar.squareRoot()
    #expect(distance < 0.5)
  }
}
