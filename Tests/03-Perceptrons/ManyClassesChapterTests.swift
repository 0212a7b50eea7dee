@testable import Perceptrons
import Tensors
import Testing

@Suite("03 Many classes: softmax regression, one against the rest, evaluation")
struct ManyClassesChapterTests {
  @Test("softmax and cross-entropy agree with PyTorch, also for scores of ±1000")
  func recorded() throws {
    for recorded in try RecordedValues.read().softmax {
      let logits = Tensor(recorded.logits)
      let probabilities = softmax(logits)
      #expect(probabilities.shape == logits.shape)
      for (value, expected) in zip(probabilities.scalars, recorded.softmax.joined()) {
        #expect(isNear(value, expected), "softmax of \(recorded.logits)")
      }
      let loss = crossEntropy(logits: logits, labels: recorded.labels)
      #expect(isNear(loss, recorded.crossEntropy), "loss of \(recorded.logits)")
    }
  }

  @Test("rows sum to 1, adding a number to a row changes nothing, two classes are a sigmoid")
  func properties() {
    var generator = RandomGenerator(seed: 1)
    let logits = Tensor.normal([6, 5], standardDeviation: 4, using: &generator)
    let probabilities = softmax(logits)
    #expect(probabilities.sum(axis: 1).isClose(to: .ones([6])))
    let shifts = Tensor.normal([6, 1], standardDeviation: 10, using: &generator)
    #expect(softmax(logits + shifts).isClose(to: probabilities, relative: 2e-5))
    let two = softmax(Tensor([[1.5, -0.25]]))
    #expect(isNear(two[0, 0], Double(Perceptrons.sigmoid(Tensor([1.75])).scalar)))
    #expect(softmax(.zeros([0, 3])).shape == [0, 3])
  }

  @Test("loss and gradient agree with PyTorch's automatic differentiation")
  func gradientRecorded() throws {
    let all = try RecordedValues.read().gradients
    let recorded = all.softmax
    let model = SoftmaxRegression(
      weights: Tensor(recorded.weights), biases: Tensor(recorded.biases))
    let examples = Tensor(all.examples)
    let gradient = model.gradient(examples, recorded.labels)
    #expect(isNear(model.loss(examples, recorded.labels), recorded.loss))
    #expect(gradient.weights.isClose(to: Tensor(recorded.weightGradient)))
    #expect(gradient.biases.isClose(to: Tensor(recorded.biasGradient)))
    #expect(abs(gradient.biases.sum().scalar) < 1e-6)
  }

  @Test("the gradient predicts the change along a random direction", arguments: 0..<8)
  func directional(seed: Int) {
    var generator = RandomGenerator(seed: UInt64(100 + seed))
    let examples = Tensor.normal([9, 4], using: &generator)
    let labels = (0..<9).map { _ in generator.integer(in: 0..<3) }
    let model = SoftmaxRegression(
      weights: .normal([4, 3], using: &generator), biases: .normal([3], using: &generator))
    let direction = (
      Tensor.normal([4, 3], using: &generator), Tensor.normal([3], using: &generator)
    )
    let h: Float = 1 / 128
    func moved(_ step: Float) -> Float {
      SoftmaxRegression(
        weights: model.weights + direction.0 * step, biases: model.biases + direction.1 * step
      ).loss(examples, labels)
    }
    let gradient = model.gradient(examples, labels)
    let predicted =
      (gradient.weights * direction.0).sum().scalar + (gradient.biases * direction.1).sum().scalar
    let measured = (moved(h) - moved(-h)) / (2 * h)
    #expect(abs(predicted - measured) < 3e-4 * max(1, abs(predicted)))
  }

  @Test("descent reaches the smallest loss that scikit-learn finds")
  func fitted() throws {
    let recorded = try #require(try RecordedValues.read().fitted["three"])
    let examples = Tensor(recorded.examples)
    var model = SoftmaxRegression(features: 2, classes: 3)
    let first = model.step(examples, recorded.labels, learningRate: 0)
    #expect(isNear(first, 1.0986122886681098))
    model.train(examples, recorded.labels, learningRate: 1, steps: 3000)
    #expect(isNear(model.loss(examples, recorded.labels), recorded.loss, absolute: 2e-5))
    #expect(isNear(accuracy(model.predict(examples), recorded.labels), recorded.accuracy))
  }

  @Test("an epoch visits every example once: with one batch it is a step")
  func epoch() {
    var generator = RandomGenerator(seed: 9)
    let examples = Tensor.normal([10, 3], using: &generator)
    let labels = (0..<10).map { _ in generator.integer(in: 0..<4) }
    var once = SoftmaxRegression(features: 3, classes: 4)
    var epoch = once
    let loss = once.step(examples, labels, learningRate: 0.5)
    let mean = epoch.trainEpoch(
      examples, labels, batchSize: 10, learningRate: 0.5, using: &generator)
    #expect(abs(loss - mean) < 1e-6)
    #expect(epoch.weights.isClose(to: once.weights, absolute: 1e-6))
    // Without steps, the mean over uneven batches is the loss of all.
    let still = epoch.trainEpoch(
      examples, labels, batchSize: 4, learningRate: 0, using: &generator)
    #expect(abs(still - epoch.loss(examples, labels)) < 1e-6)
  }

  @Test("the units of one against the rest are k perceptrons side by side")
  func oneVersusRest() {
    var generator = RandomGenerator(seed: 11)
    let examples = Tensor.normal([40, 6], using: &generator)
    let labels = (0..<40).map { _ in generator.integer(in: 0..<3) }
    var model = OneVersusRest(features: 6, classes: 3)
    var averaged = AveragedOneVersusRest(features: 6, classes: 3)
    var units = (0..<3).map { _ in Perceptron(features: 6) }
    var averages = (0..<3).map { _ in AveragedPerceptron(features: 6) }
    for _ in 0..<4 {
      let mistakes = model.trainEpoch(examples, labels, learningRate: 0.5)
      #expect(averaged.trainEpoch(examples, labels, learningRate: 0.5) == mistakes)
      var separate = 0
      for c in 0..<3 {
        let signs = labels.map { $0 == c ? 1 : -1 }
        separate += units[c].trainEpoch(examples, signs, learningRate: 0.5)
        averages[c].trainEpoch(examples, signs, learningRate: 0.5)
      }
      #expect(mistakes == separate)
    }
    for c in 0..<3 {
      #expect(model.weights.transposed()[c].isClose(to: units[c].weights, absolute: 1e-5))
      #expect(abs(model.biases[c].scalar - units[c].bias) < 1e-5)
      let mean = averaged.averaged
      #expect(
        mean.weights.transposed()[c].isClose(to: averages[c].averaged.weights, absolute: 1e-5))
      #expect(abs(mean.biases[c].scalar - averages[c].averaged.bias) < 1e-5)
    }
  }

  @Test("the largest score answers, whatever its sign; of equals the first")
  func largestScore() {
    let model = OneVersusRest(
      weights: Tensor([[1, 0, -1], [0, 1, -1]]), biases: Tensor([-10, -10, -10]))
    #expect(model.predict(Tensor([[1, 0], [0, 1], [-1, -1], [2, 2]])) == [0, 1, 2, 0])
    #expect(OneVersusRest(features: 2, classes: 3).predict(Tensor([[1, 1]])) == [0])
  }

  @Test("accuracy and confusion matrix of a table counted by hand")
  func evaluation() {
    let labels = [0, 0, 0, 1, 1, 2, 2, 2, 2]
    let answers = [0, 1, 0, 1, 0, 2, 2, 1, 1]
    #expect(isNear(accuracy(answers, labels), 5.0 / 9))
    let matrix = ConfusionMatrix(predicted: answers, labels: labels, classes: 4)
    #expect(matrix.counts == [[2, 1, 0, 0], [1, 1, 0, 0], [0, 2, 2, 0], [0, 0, 0, 0]])
    #expect(matrix.total == 9 && matrix.correct == 5)
    #expect(matrix.recall(of: 2) == 0.5 && matrix.recall(of: 3) == nil)
    #expect(matrix.precision(of: 1) == 0.25 && matrix.precision(of: 3) == nil)
    let worst = matrix.confusions(most: 2)
    #expect(worst.map { [$0.truth, $0.answer, $0.count] } == [[2, 1, 2], [0, 1, 1]])
    #expect(
      matrix.description == """
             |   0   1   2   3
        ----------------------
           0 |   2   1   .   .
           1 |   1   1   .   .
           2 |   .   2   2   .
           3 |   .   .   .   .
        """)
  }

  @Test("wrong shapes and labels stop the program")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = crossEntropy(logits: Tensor([[1, 2]]), labels: [2])
    }
    await #expect(processExitsWith: .failure) {
      _ = softmax(Tensor([1, 2]))
    }
    await #expect(processExitsWith: .failure) {
      _ = accuracy([1], [1, 2])
    }
  }
}
