import Descent
import Testing

/// The example in the package's README, as a reader would type it.
@Suite("The umbrella module")
struct ReadmeTests {
  @Test("the README's example learns to read digits")
  func example() {
    var generator = RandomGenerator(seed: 1)
    let (training, test) = digits(scaled: true)
      .split(testFraction: 0.2, stratified: true, using: &generator)
    var model = Sequential {
      Linear(64, 64, using: &generator)
      Activation.relu
      Linear(64, 10, using: &generator)
    }
    var optimizer = Adam(for: model, learningRate: 0.01)
    for _ in 0..<100 {
      optimizer.step(&model) { model in
        softmaxCrossEntropy(logits: model(training.features), labels: training.labels).mean()
      }
    }
    #expect(accuracy(model(test.features).argmax(axis: 1), test.labels) > 0.95)
  }
}
