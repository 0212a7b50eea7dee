import Perceptrons
import Tensors
import Testing

@Suite("03 Convergence: margin and bound")
struct ConvergenceChapterTests {
  let points = PerceptronChapterTests.points
  let labels = PerceptronChapterTests.labels

  @Test("the six points: margin 2/√34, bound 548.25, and 11 mistakes within it")
  func sixPoints() {
    let margin = geometricMargin(
      weights: Tensor([-3, 5]), bias: -3, examples: points, labels: labels)
    #expect(isNear(margin, 2 / 34.0.squareRoot()))
    let bound = mistakeBound(
      weights: Tensor([-3, 5]), bias: -3, examples: points, labels: labels)
    #expect(isNear(bound, 51 * 43 / 4))
    // Other lines that separate them: x₂ = x₁ − ½, and the one of the widest margin.
    let other = mistakeBound(weights: Tensor([-2, 2]), bias: 1, examples: points, labels: labels)
    #expect(isNear(other, 459))
    let widest = mistakeBound(weights: Tensor([-2, 4]), bias: -5, examples: points, labels: labels)
    #expect(isNear(widest, 255))
    let widestMargin = geometricMargin(
      weights: Tensor([-2, 4]), bias: -5, examples: points, labels: labels)
    #expect(isNear(widestMargin, 1.5 / 5.0.squareRoot()))
  }

  @Test("a set that is not separated: negative margin, no bound")
  func notSeparated() {
    let weights = Tensor([1, 0])
    let margin = geometricMargin(weights: weights, bias: 0, examples: points, labels: labels)
    #expect(margin == -3)
    #expect(mistakeBound(weights: weights, bias: 0, examples: points, labels: labels) == .infinity)
    #expect(
      mistakeBound(weights: .zeros([2]), bias: 0, examples: points, labels: labels) == .infinity)
  }

  @Test("stretching weights and bias changes neither margin nor bound")
  func scale() {
    let weights = Tensor([-3, 5])
    for factor: Float in [0.01, 7, 1000] {
      let margin = geometricMargin(
        weights: weights * factor, bias: -3 * factor, examples: points, labels: labels)
      let bound = mistakeBound(
        weights: weights * factor, bias: -3 * factor, examples: points, labels: labels)
      #expect(isNear(margin, 2 / 34.0.squareRoot(), relative: 1e-5))
      #expect(isNear(bound, 548.25, relative: 1e-5))
    }
  }

  @Test("no line keeps further away from the six points than 3/(2√5)")
  func widestMargin() {
    var generator = RandomGenerator(seed: 17)
    var best: Float = 0
    for _ in 0..<20_000 {
      // Near the best direction, (−1, 2), and offset, and further and further away.
      let weights = Tensor([-1, 2]) + .normal([2], using: &generator)
      let bias = -2.5 + 2 * generator.normal()
      best = max(
        best,
        geometricMargin(weights: weights, bias: bias, examples: points, labels: labels))
    }
    #expect(best < 0.67083 && best > 0.64)
  }

  // In every dimension, order and repetition: never more mistakes than the theorem allows, also by
  // the margin of the unit that drew the labels.
  @Test("Novikoff's bound holds on 200 random separable sets", arguments: [2, 3, 10, 40])
  func bound(features: Int) {
    var generator = RandomGenerator(seed: UInt64(features))
    var checked = 0
    for _ in 0..<50 {
      let teacher = Perceptron(
        weights: .normal([features], using: &generator), bias: generator.normal())
      let candidates = Tensor.normal([60, features], using: &generator)
      // Keep what is not too close to the line, so that training ends soon.
      let scores = teacher.scores(candidates).scalars
      let norm = dot(teacher.weights, teacher.weights).scalar.squareRoot()
      let kept = scores.indices.filter { abs(scores[$0]) > 0.05 * norm }
      let examples = candidates[kept]
      let labels = kept.map { scores[$0] > 0 ? 1 : -1 }
      var unit = Perceptron(features: features)
      let mistakes = unit.train(examples, labels, mostEpochs: 10_000)
      #expect(mistakes.last == 0)
      let total = Float(mistakes.reduce(0, +))
      for separator in [teacher, unit] {
        let bound = mistakeBound(
          weights: separator.weights, bias: separator.bias, examples: examples, labels: labels)
        #expect(bound.isFinite && total <= bound)
      }
      let margin = geometricMargin(
        weights: teacher.weights, bias: teacher.bias, examples: examples, labels: labels)
      #expect(margin > 0.0499)
      checked += 1
    }
    #expect(checked == 50)
  }
}
