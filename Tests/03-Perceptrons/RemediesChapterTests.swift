import Perceptrons
import Tensors
import Testing

@Suite("03 When no line exists: exclusive or, the pocket and the average")
struct RemediesChapterTests {
  /// Two overlapping groups with labels ±1 that no line separates.
  static func overlapping(_ seed: UInt64, count: Int = 80) -> (Tensor, [Int]) {
    var generator = RandomGenerator(seed: seed)
    let labels = (0..<count).map { $0 % 2 == 0 ? 1 : -1 }
    let centres = Tensor(labels.map { [Float($0), 0.5 * Float($0)] })
    return (centres + .normal([count, 2], using: &generator), labels)
  }

  @Test("a unit represents 14 of the 16 functions of two bits, all but XOR and XNOR")
  func booleanFunctions() {
    #expect(Set(BooleanFunction.all.map(\.description)).count == 16)
    var impossible: [String] = []
    for function in BooleanFunction.all {
      switch function.train() {
      case .separated(let unit, let mistakes):
        #expect(unit.predict(BooleanFunction.inputs) == function.labels)
        #expect(mistakes.last == 0)
      case .cycling(_, let period, let mistakes):
        impossible.append(function.description)
        #expect(period > 0 && mistakes.suffix(period).allSatisfy { $0 > 0 })
      }
    }
    #expect(impossible == ["0110", "1001"])
    #expect(BooleanFunction.exclusiveOr.description == "0110")
  }

  // Independent of training: no weights on a grid of halves represent XOR, and the same grid
  // represents the other 14, so the search is fine enough to be a check.
  @Test("a search over 15,625 units finds the same 14")
  func search() {
    let grid = stride(from: Float(-6), through: 6, by: 0.5).map { $0 }
    var found: Set<String> = []
    for first in grid {
      for second in grid {
        for bias in grid {
          let unit = Perceptron(weights: Tensor([first, second]), bias: bias)
          let answers = unit.predict(BooleanFunction.inputs)
          found.insert(BooleanFunction(labels: answers).description)
        }
      }
    }
    let trained = BooleanFunction.all.filter { $0.train().isSeparated }.map(\.description)
    #expect(found == Set(trained))
    #expect(found.count == 14)
  }

  @Test("on XOR the weights are back at zero after each epoch, with 4 mistakes")
  func exclusiveOr() {
    let labels = BooleanFunction.exclusiveOr.labels
    #expect(
      BooleanFunction.exclusiveOr.train()
        == .cycling(firstEpoch: 0, period: 1, mistakesPerEpoch: [4]))
    var unit = Perceptron(features: 2)
    #expect(
      unit.train(BooleanFunction.inputs, labels, mostEpochs: 1000)
        == [Int](repeating: 4, count: 1000))
    #expect(unit == Perceptron(features: 2))
  }

  @Test("the cycle of a larger set is real: the next period repeats it")
  func cycle() {
    let examples = Tensor([[0, 0], [0, 2], [3, 0], [3, 2], [1, 1]])
    let labels = [-1, 1, 1, -1, 1]
    guard case .cycling(let first, let period, let history) = trainUntilDecided(examples, labels)
    else {
      Issue.record("a set that holds XOR was separated")
      return
    }
    #expect(history.count == first + period)
    var unit = Perceptron(features: 2)
    let longer = unit.train(examples, labels, mostEpochs: first + 3 * period)
    #expect(Array(longer.prefix(history.count)) == history)
    #expect(Array(longer.suffix(period)) == Array(history.suffix(period)))
  }

  @Test("the pocket is never worse than the weights after any epoch", arguments: 0..<10)
  func pocket(seed: Int) throws {
    let (examples, labels) = Self.overlapping(UInt64(seed))
    var model = PocketPerceptron(features: 2)
    var unit = Perceptron(features: 2)
    var fewest = Int.max
    for _ in 0..<30 {
      let mistakes = model.trainEpoch(examples, labels)
      #expect(mistakes == unit.trainEpoch(examples, labels))
      #expect(model.current == unit)
      fewest = min(fewest, zip(unit.predict(examples), labels).count { $0 != $1 })
      let inPocket = try #require(model.pocketMistakes)
      #expect(inPocket <= fewest)
      #expect(zip(model.predict(examples), labels).count { $0 != $1 } == inPocket)
    }
    #expect(fewest > 0)
  }

  @Test("on XOR the pocket gets 3 of 4 right, the most a line can, if examples are drawn at random")
  func pocketOnExclusiveOr() {
    let labels = BooleanFunction.exclusiveOr.labels
    for seed: UInt64 in 0..<20 {
      var generator = RandomGenerator(seed: seed)
      var model = PocketPerceptron(features: 2)
      let wrong = model.train(BooleanFunction.inputs, labels, draws: 400, using: &generator)
      #expect(wrong == 1 && model.pocketMistakes == 1)
      let answers = model.predict(BooleanFunction.inputs)
      #expect(zip(answers, labels).count { $0 != $1 } == 1)
    }
    // In the order of the table the weights go round in a circle that holds nothing better than 2.
    var inOrder = PocketPerceptron(features: 2)
    for _ in 0..<50 { inOrder.trainEpoch(BooleanFunction.inputs, labels) }
    #expect(inOrder.pocketMistakes == 2)
  }

  @Test("the pocket stops when it is never wrong")
  func pocketOnSeparable() {
    var generator = RandomGenerator(seed: 2)
    var model = PocketPerceptron(features: 2)
    let (points, labels) = (PerceptronChapterTests.points, PerceptronChapterTests.labels)
    #expect(model.train(points, labels, draws: 10_000, using: &generator) == 0)
    #expect(model.predict(points) == labels)
  }

  @Test("the average equals the sum of all weights, divided by their number", arguments: 0..<10)
  func average(seed: Int) {
    let (examples, labels) = Self.overlapping(UInt64(seed))
    var model = AveragedPerceptron(features: 2)
    var unit = Perceptron(features: 2)
    var (sumX, sumY, sumBias) = (0.0, 0.0, 0.0)
    for _ in 0..<5 {
      model.trainEpoch(examples, labels, learningRate: 0.5)
      for (row, label) in labels.enumerated() {
        unit.update(example: examples[row], label: label, learningRate: 0.5)
        sumX += Double(unit.weights[0].scalar)
        sumY += Double(unit.weights[1].scalar)
        sumBias += Double(unit.bias)
      }
    }
    let count = Double(5 * labels.count)
    let averaged = model.averaged
    #expect(model.current == unit)
    #expect(isNear(averaged.weights[0].scalar, sumX / count, absolute: 1e-5))
    #expect(isNear(averaged.weights[1].scalar, sumY / count, absolute: 1e-5))
    #expect(isNear(averaged.bias, sumBias / count, absolute: 1e-5))
    #expect(averaged != unit)
  }

  @Test("before the first example the average is the start")
  func averageOfNothing() {
    #expect(AveragedPerceptron(features: 3).averaged == Perceptron(features: 3))
  }
}
