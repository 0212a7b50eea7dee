import Perceptrons
import Tensors
import Testing

@Suite("03 Perceptron: the step, the rule and its trace")
struct PerceptronChapterTests {
  static let points = Tensor([[2, 3], [1, 5], [2, 1], [3, 2], [4, 4], [5, 5]])
  static let labels = [1, 1, -1, -1, 1, 1]

  @Test("a score of exactly 0 counts as +1, and so does −0")
  func tie() {
    #expect(stepActivation(Tensor([2, -0.5, 0, -0.0, -1e-38])) == [1, -1, 1, 1, -1])
    #expect(stepActivation(Tensor([.nan, .infinity, -.infinity])) == [-1, 1, -1])
    #expect(stepActivation(.zeros([0])) == [])
  }

  // Whole numbers, so no step is rounded. Compared with the same run in fractions.
  @Test("the six points take 4, 3, 3, 1 and 0 mistakes")
  func sixPoints() throws {
    let exact = try #require(try RecordedValues.read().trace["exactRateOne"])
    var unit = Perceptron(features: 2)
    let mistakes = unit.train(Self.points, Self.labels, mostEpochs: 100)
    #expect(mistakes == [4, 3, 3, 1, 0])
    #expect(mistakes == exact.mistakes)
    #expect(unit == Perceptron(weights: Tensor([-3, 5]), bias: -3))
    #expect(unit.weights.scalars == exact.weights && unit.bias == exact.bias)
    #expect(unit.predict(Self.points) == Self.labels)
  }

  @Test("every single update of the first epoch")
  func updates() {
    var unit = Perceptron(features: 2)
    let states: [([Float], Float, Bool)] = [
      ([2, 3], 1, true), ([2, 3], 1, false), ([0, 2], 0, true), ([-3, 0], -1, true),
      ([1, 4], 0, true), ([1, 4], 0, false),
    ]
    for (row, state) in states.enumerated() {
      let wasMistake = unit.update(example: Self.points[row], label: Self.labels[row])
      #expect(wasMistake == state.2, "row \(row)")
      #expect(unit.weights.scalars == state.0 && unit.bias == state.1, "row \(row)")
    }
  }

  @Test("a tie is a mistake when learning, for either label")
  func tieIsMistake() {
    for label in [1, -1] {
      var unit = Perceptron(features: 1)
      let wasMistake = unit.update(example: Tensor([3]), label: label, learningRate: 0.5)
      #expect(wasMistake)
      #expect(unit.weights.scalars == [1.5 * Float(label)] && unit.bias == 0.5 * Float(label))
    }
  }

  @Test("from a start at zero, the learning rate only stretches the weights")
  func learningRate() {
    var one = Perceptron(features: 2)
    let mistakes = one.train(Self.points, Self.labels, mostEpochs: 100)
    for rate: Float in [0.125, 4] {
      var other = Perceptron(features: 2)
      #expect(
        other.train(Self.points, Self.labels, learningRate: rate, mostEpochs: 100) == mistakes)
      #expect(other.weights == one.weights * rate && other.bias == one.bias * rate)
    }
  }

  @Test("an update moves the example's score by η (‖x‖² + 1) towards its label")
  func scoreMoves() {
    var generator = RandomGenerator(seed: 5)
    for _ in 0..<50 {
      let x = Tensor.normal([4], using: &generator)
      let label = generator.integer(in: 0..<2) * 2 - 1
      var unit = Perceptron(
        weights: .normal([4], using: &generator), bias: generator.normal())
      let before = dot(unit.weights, x).scalar + unit.bias
      let changed = unit
      let wasMistake = unit.update(example: x, label: label, learningRate: 0.25)
      let after = dot(unit.weights, x).scalar + unit.bias
      #expect(wasMistake == (Float(label) * before <= 0))
      if wasMistake {
        let expected = 0.25 * Float(label) * (dot(x, x).scalar + 1)
        #expect(abs(after - before - expected) < 1e-4)
      } else {
        #expect(unit == changed)
      }
    }
  }

  @Test("training stops after the epoch limit, and does nothing for a limit of 0")
  func epochLimit() {
    let table = BooleanFunction.exclusiveOr
    var unit = Perceptron(features: 2)
    #expect(unit.train(BooleanFunction.inputs, table.labels, mostEpochs: 7).count == 7)
    var idle = Perceptron(features: 2)
    #expect(idle.train(BooleanFunction.inputs, table.labels, mostEpochs: 0) == [])
    #expect(idle == Perceptron(features: 2))
  }

  @Test("perceptron loss: nothing when right, −y s when wrong, and its descent is the rule")
  func loss() {
    let scores = Tensor([2, -3, 0.5, -1])
    #expect(perceptronLoss(scores: scores, labels: [1, -1, 1, -1]) == 0)
    #expect(perceptronLoss(scores: scores, labels: [-1, 1, 1, -1]) == 1.25)
    // One step of the rule on a mistake lowers the loss of that example by ‖x‖² + 1, or to 0.
    var unit = Perceptron(weights: Tensor([1, -2]), bias: 0.5)
    let example = Tensor([[0.5, 0.25]])
    let before = perceptronLoss(scores: unit.scores(example), labels: [-1])
    unit.update(example: example[0], label: -1, learningRate: 0.125)
    let after = perceptronLoss(scores: unit.scores(example), labels: [-1])
    #expect(before == 0.5 && after == 0.5 - 0.125 * (0.25 + 0.0625 + 1))
  }

  @Test("wrong shapes and labels stop the program")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = Perceptron(features: 3).scores(Tensor([[1, 2]]))
    }
    await #expect(processExitsWith: .failure) {
      var unit = Perceptron(features: 2)
      unit.update(example: Tensor([1, 2]), label: 0)
    }
    await #expect(processExitsWith: .failure) {
      var unit = Perceptron(features: 2)
      unit.trainEpoch(Tensor([[1, 2], [3, 4]]), [1])
    }
  }
}
