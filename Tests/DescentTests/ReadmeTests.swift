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
    var model = SoftmaxRegression(features: 64, classes: 10)
    for _ in 0..<200 { _ = model.step(training.features, training.labels, learningRate: 0.5) }
    #expect(accuracy(model.predict(test.features), test.labels) > 0.9)
  }
}
