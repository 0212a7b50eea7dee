import Descent
import Testing

// Two models in turn, and a loss with a gradient inside: the critic's slope should be 1.

@Test("call site: a Wasserstein GAN with gradient penalty")
func gradientPenalty() {
  withSeed(1) {
    func network(_ inputs: Int, _ outputs: Int) -> some Layer<Tensor, Tensor> {
      Sequential {
        Linear(inputs, 32)
        Activation.tanh
        Linear(32, outputs)
      }
    }
    var (generator, critic) = (network(4, 2), network(2, 1))
    var generatorOptimizer = Adam(for: generator, learningRate: 0.003, beta1: 0, beta2: 0.9)
    var criticOptimizer = Adam(for: critic, learningRate: 0.003, beta1: 0, beta2: 0.9)
    func slopes(_ critic: some Layer<Tensor, Tensor>, at x: Tensor) -> Tensor {
      norm(gradient(at: x) { critic($0).sum() }, axis: 1)
    }
    for _ in 0..<400 {
      for _ in 0..<5 {
        let real = Tensor.normal([32, 2], standardDeviation: 0.2) + Tensor([2, -1])
        let fake = generator(.normal([32, 4]))
        let share = Tensor.uniform([32, 1])
        let mixed = share * real + (1 - share) * fake
        criticOptimizer.step(&critic) { critic in
          critic(fake).mean() - critic(real).mean()
            + 10 * square(slopes(critic, at: mixed) - 1).mean()
        }
      }
      generatorOptimizer.step(&generator) { generator in
        -critic(generator(.normal([32, 4]))).mean()
      }
    }
    let samples = generator(.normal([200, 4]))
    #expect(samples.mean(axis: 0).isClose(to: Tensor([2, -1]), absolute: 0.5))
    #expect(Swift.abs(slopes(critic, at: samples).mean().scalar - 1) < 0.5)
  }
}
