@testable import Perceptrons
import Tensors
import Testing

@Suite("03 The soft decision: sigmoid, logistic loss and unit")
struct LogisticChapterTests {
  @Test("sigmoid, its slope and softplus agree with PyTorch and NumPy from −100 to 100")
  func recorded() throws {
    let recorded = try RecordedValues.read().sigmoid
    let x = Tensor(recorded.x)
    let (value, slope, ramp) = (
      Perceptrons.sigmoid(x), sigmoidDerivative(x), Perceptrons.softplus(x)
    )
    for i in recorded.x.indices {
      #expect(isNear(value[i].scalar, recorded.sigmoid[i]), "sigmoid(\(recorded.x[i]))")
      #expect(isNear(slope[i].scalar, recorded.derivative[i]), "slope at \(recorded.x[i])")
      #expect(isNear(ramp[i].scalar, recorded.softplus[i]), "softplus(\(recorded.x[i]))")
    }
  }

  @Test("σ(x) + σ(−x) is 1, the shape stays, infinities and NaN are what they should be")
  func properties() {
    let x = Tensor.linearlySpaced(from: -20, through: 20, count: 12).reshaped([3, 4])
    #expect((Perceptrons.sigmoid(x) + Perceptrons.sigmoid(-x)).isClose(to: .ones([3, 4])))
    #expect(Perceptrons.sigmoid(Tensor([.infinity, -.infinity])).scalars == [1, 0])
    #expect(Perceptrons.sigmoid(Tensor([.nan])).scalars[0].isNaN)
    #expect(Perceptrons.sigmoid(.zeros([0])).shape == [0])
  }

  @Test("the slope is the slope: central differences")
  func slope() {
    let x = Tensor.linearlySpaced(from: -4, through: 4, count: 33)
    let h: Float = 1 / 64
    let difference = (Perceptrons.sigmoid(x + h) - Perceptrons.sigmoid(x - h)) / (2 * h)
    #expect(sigmoidDerivative(x).isClose(to: difference, relative: 0, absolute: 2e-5))
  }

  @Test("logistic loss agrees with PyTorch, also where probabilities round to 0 and 1")
  func loss() throws {
    for recorded in try RecordedValues.read().logisticLoss {
      let loss = logisticLoss(logits: Tensor(recorded.logits), labels: recorded.labels)
      #expect(isNear(loss, recorded.loss), "logits \(recorded.logits)")
    }
  }

  @Test("loss and gradient agree with PyTorch's automatic differentiation")
  func gradientRecorded() throws {
    let all = try RecordedValues.read().gradients
    let recorded = all.logistic
    let unit = LogisticUnit(weights: Tensor(recorded.weights), bias: recorded.bias)
    let examples = Tensor(all.examples)
    let gradient = unit.gradient(examples, recorded.labels)
    #expect(isNear(unit.loss(examples, recorded.labels), recorded.loss))
    #expect(gradient.weights.isClose(to: Tensor(recorded.weightGradient)))
    #expect(abs(gradient.bias - recorded.biasGradient) < 1e-6)
  }

  // The slope of the loss along a random direction, once from the gradient and once measured.
  @Test("the gradient predicts the change along a random direction", arguments: 0..<8)
  func directional(seed: Int) {
    var generator = RandomGenerator(seed: UInt64(seed))
    let examples = Tensor.normal([11, 5], using: &generator)
    let labels = (0..<11).map { _ in generator.integer(in: 0..<2) }
    let unit = LogisticUnit(weights: .normal([5], using: &generator), bias: generator.normal())
    let direction = (Tensor.normal([5], using: &generator), generator.normal())
    let h: Float = 1 / 128
    func moved(_ step: Float) -> Float {
      LogisticUnit(
        weights: unit.weights + direction.0 * step, bias: unit.bias + direction.1 * step
      ).loss(examples, labels)
    }
    let gradient = unit.gradient(examples, labels)
    let predicted = dot(gradient.weights, direction.0).scalar + gradient.bias * direction.1
    let measured = (moved(h) - moved(-h)) / (2 * h)
    #expect(abs(predicted - measured) < 3e-4 * max(1, abs(predicted)))
  }

  @Test("step returns the loss before it, and moves against the gradient")
  func step() {
    let (examples, signs) = RemediesChapterTests.overlapping(3)
    let labels = signs.map { ($0 + 1) / 2 }
    var unit = LogisticUnit(features: 2)
    let gradient = unit.gradient(examples, labels)
    let before = unit.step(examples, labels, learningRate: 0.5)
    #expect(isNear(before, 0.6931471805599453))
    #expect(unit.weights.isClose(to: gradient.weights * -0.5))
    #expect(abs(unit.bias + 0.5 * gradient.bias) < 1e-6)
    let history = unit.train(examples, labels, learningRate: 0.5, steps: 50)
    #expect(history.count == 50 && zip(history, history.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("descent reaches the smallest loss that scikit-learn finds")
  func fitted() throws {
    let recorded = try #require(try RecordedValues.read().fitted["two"])
    var unit = LogisticUnit(features: 2)
    let examples = Tensor(recorded.examples)
    unit.train(examples, recorded.labels, learningRate: 1, steps: 3000)
    let loss = unit.loss(examples, recorded.labels)
    #expect(isNear(loss, recorded.loss, absolute: 2e-5))
    #expect(isNear(accuracy(unit.predict(examples), recorded.labels), recorded.accuracy))
  }

  @Test("a label that is neither 0 nor 1 stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = logisticLoss(logits: Tensor([1]), labels: [-1])
    }
    await #expect(processExitsWith: .failure) {
      _ = logisticLoss(logits: Tensor([1, 2]), labels: [1])
    }
  }
}
