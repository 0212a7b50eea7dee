import Tensors
import Testing

@Suite("Optimizer steps")
struct OptimizerStepTests {
  @Test("ten steps agree with PyTorch in double precision, within 1e-5")
  func parity() throws {
    for optimizer in try TrainingFixture.load().optimizers {
      var parameter = optimizer.start.tensor
      var first = Tensor.zeros(like: parameter)
      var second = first
      for (index, recorded) in optimizer.gradients.enumerated() {
        let gradient = recorded.tensor
        switch optimizer.name {
        case "descent":
          parameter.descentStep(along: gradient, learningRate: 0.1, weightDecay: 0.01)
        case "momentum":
          parameter.descentStep(
            along: gradient, velocity: &first, learningRate: 0.1, momentum: 0.9, weightDecay: 0.01)
        case "nesterov":
          parameter.descentStep(
            along: gradient, velocity: &first, learningRate: 0.1, momentum: 0.9, nesterov: true)
        case "adam", "adamW":
          let decoupled = optimizer.name == "adamW"
          parameter.adamStep(
            along: gradient, mean: &first, square: &second, step: index + 1, learningRate: 0.01,
            weightDecay: decoupled ? 0.1 : 0.01, decoupled: decoupled)
        case "rootMeanSquare":
          parameter.rootMeanSquareStep(along: gradient, square: &first, learningRate: 0.01)
        case "adaptiveGradient":
          parameter.adaptiveGradientStep(along: gradient, square: &first, learningRate: 0.1)
        default: Issue.record("no step is called \(optimizer.name)")
        }
        #expect(
          parameter.isClose(to: optimizer.trace[index].tensor), "\(optimizer.name) \(index + 1)")
      }
    }
  }

  @Test("long parameters get the same bits with 1, 2 and 4 threads")
  func threads() {
    var generator = RandomGenerator(seed: 3)
    let start = Tensor.normal([100_003], using: &generator)
    let gradient = Tensor.normal([100_003], using: &generator)
    let results = [1, 2, 4].map { threads in
      Threads.with(threads) {
        var (parameter, mean, square) = (start, gradient, abs(gradient))
        parameter.adamStep(
          along: gradient, mean: &mean, square: &square, step: 3, learningRate: 0.1)
        return parameter
      }
    }
    #expect(results[0] != start)
    #expect(results[1] == results[0] && results[2] == results[0])
  }

  @Test("memory that is shared with another tensor is copied first")
  func sharedMemory() {
    let zeros = Tensor.zeros([2])
    var (parameter, mean, square) = (zeros, zeros, zeros)
    parameter.adamStep(
      along: Tensor([1, -2]), mean: &mean, square: &square, step: 1, learningRate: 0.5)
    #expect(zeros == Tensor([0, 0]))
    #expect(parameter.isClose(to: Tensor([-0.5, 0.5])))
    #expect(mean.isClose(to: Tensor([0.1, -0.2])))
    #expect(square.isClose(to: Tensor([0.001, 0.004])))
  }

  @Test("a gradient of another shape is refused")
  func shapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameter = Tensor.zeros([2, 3])
      parameter.descentStep(along: Tensor.zeros([3, 2]), learningRate: 1)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("descentStep: [2, 3] and [3, 2]"))
  }
}
