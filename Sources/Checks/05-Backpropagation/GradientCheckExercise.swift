import Backpropagation
import Foundation
public import Grading
public import Tensors

/// What 05.10 asks for: a place, a generator, a function and its claimed pullback, to a relative error.
public typealias GradientError =
  @Sendable (
    [Double], inout RandomGenerator, ([Double]) -> [Double], ([Double], [Double]) -> [Double]
  ) throws -> Double

private typealias Pullback = @Sendable ([Double], [Double]) -> [Double]

/// A function with its pullback.
private struct Subject: Sendable {
  let name: String
  let function: @Sendable ([Double]) -> [Double]
  let pullback: Pullback

  /// The function and its pullback, both times a factor.
  func scaled(_ factor: Double) -> Subject {
    Subject(
      name: "\(name), times \(factor)",
      function: { [function] in function($0).map { factor * $0 } },
      pullback: { [pullback] in pullback($0, $1).map { factor * $0 } })
  }
}

private let softmaxSubject = Subject(
  name: "softmax", function: probabilities,
  pullback: { x, g in
    let y = probabilities(x)
    let mean = zip(y, g).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(y, g).map { $0 * ($1 - mean) }
  })

private let exponential = Subject(
  name: "exp(5 x) of every element", function: { $0.map { exp(5 * $0) } },
  pullback: { x, g in zip(x, g).map { 5 * exp(5 * $0) * $1 } })

private let products = Subject(
  name: "(x₀ x₁, x₁ x₂, sin x₀)",
  function: { [$0[0] * $0[1], $0[1] * $0[2], sin($0[0])] },
  pullback: { x, g in
    [g[0] * x[1] + g[2] * cos(x[0]), g[0] * x[0] + g[1] * x[2], g[1] * x[1]]
  })

/// 05.10: a check is checked, with right and with broken pullbacks.
public let gradientCheckExercise = Exercise<GradientError>(
  "05.10",
  reference: { x, generator, function, pullback in
    let found = compareSlopes(at: x, using: &generator, of: function, pullback: pullback)
    let larger = max(abs(found.computed), abs(found.measured))
    return larger == 0 ? 0 : abs(found.computed - found.measured) / larger
  },
  alternatives: [
    .init(
      "one input at a time, relative to the largest slope",
      { x, generator, function, pullback in
        let weights = function(x).map { _ in Double(generator.normal()) }
        let computed = pullback(x, weights)
        let measured = x.indices.map { index in
          centralDifference(at: x[index], step: 5e-6) { place in
            var moved = x
            moved[index] = place
            return zip(function(moved), weights).reduce(0) { $0 + $1.0 * $1.1 }
          }
        }
        let largest = (computed + measured).map { abs($0) }.max() ?? 0
        let worst = zip(computed, measured).map { abs($0 - $1) }.max() ?? 0
        return largest == 0 ? 0 : worst / largest
      }),
    .init(
      "three random directions, four values for each slope",
      { x, generator, function, pullback in
        let weights = function(x).map { _ in
          0.5 + Double(generator.uniform()) * Double(generator.normal())
        }
        let slopes = pullback(x, weights)
        var worst = 0.0
        for _ in 0..<3 {
          let direction = x.map { _ in Double(generator.normal()) }
          func value(_ h: Double) -> Double {
            let moved = zip(x, direction).map { $0 + h * $1 }
            return zip(function(moved), weights).reduce(0) { $0 + $1.0 * $1.1 }
          }
          let h = 1e-4
          let measured = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h)
          let computed = zip(slopes, direction).reduce(0) { $0 + $1.0 * $1.1 }
          worst = max(worst, abs(computed - measured) / max(abs(computed), abs(measured), 1e-300))
        }
        return worst
      }),
  ],
  checks: [
    .init("right pullbacks have an error below 1e-6", points: 2) { check, evidence in
      try expectRight(check, [softmaxSubject, products], seed: 601, &evidence)
    },
    .init("a pullback that is always 0, of softmax: its outputs sum to 1", points: 2) {
      check, evidence in
      try expectWrong(
        check, softmaxSubject, 602, "always 0", { x, _ in x.map { _ in 0 } }, &evidence)
    },
    .init("a wrong sign in one element") { check, evidence in
      try expectWrong(
        check, products, 603, "the last element has the wrong sign",
        { x, g in
          var slopes = products.pullback(x, g)
          slopes[2] = -slopes[2]
          return slopes
        }, &evidence)
    },
    .init("twice the gradient, half the gradient, its opposite") { check, evidence in
      for factor in [2, 0.5, -1] {
        try expectWrong(
          check, products, 604, "the gradient times \(factor)",
          { x, g in products.pullback(x, g).map { factor * $0 } }, &evidence)
      }
    },
    .init("a function that bends strongly: the step must be short, and on both sides") {
      check, evidence in
      try expectRight(check, [exponential], seed: 605, &evidence)
    },
    .init("functions of size 1e-6 and 1e6: the error is relative") { check, evidence in
      try expectRight(check, [products.scaled(1e6), products.scaled(1e-6)], seed: 606, &evidence)
      let small = products.scaled(1e-6)
      try expectWrong(
        check, small, 607, "a tenth too long",
        { x, g in small.pullback(x, g).map { 1.1 * $0 } }, &evidence)
    },
    .init(
      "relative to the larger slope: 1 for a pullback of zeros, 0.999 for one 1000 times too long"
    ) {
      check, evidence in
      var generator = evidence.generator(seed: 608)
      for (factor, expected) in [(0.0, Float(1)), (1000, 0.999)] {
        for _ in 0..<6 {
          let found = try check(place(&generator), &generator, products.function) { x, g in
            products.pullback(x, g).map { factor * $0 }
          }
          evidence.expect(
            Float(found), equals: expected, within: 1e-3, "the error",
            in: "a pullback \(factor) times the right one")
        }
      }
    },
    .init("a function that does not move: both slopes are 0, and so is the error") {
      check, evidence in
      var generator = RandomGenerator(seed: 609)
      let found = try check([1, 2], &generator, { _ in [3, 4] }, { x, _ in x.map { _ in 0 } })
      evidence.expect(Float(found), equals: 0, "the error of zeros, of a constant function")
    },
  ],
  misconceptions: [
    .init(
      "gives all outputs the weight 1",
      "The outputs of softmax sum to 1, so the slope of their sum is 0, and a pullback that returns zeros "
        + "passes. Draw random weights.",
      { try error($0, &$1, $2, $3, drawsWeights: false) }),
    .init(
      "measures from one side only: (f(x + h) − f(x)) / h",
      "Its error grows like h, that of the central difference like h².",
      { try error($0, &$1, $2, $3, isCentral: false) }),
    .init(
      "takes a step of 1e-12, where rounding is all that is left",
      "f(x + h) and f(x − h) agree in 12 digits then. Near 5e-6 both errors are small.",
      { try error($0, &$1, $2, $3, step: 1e-12) }),
    .init(
      "takes a step of 0.01, within which the function bends",
      "The error of a central difference grows like h². Near 5e-6 it is small.",
      { try error($0, &$1, $2, $3, step: 0.01) }),
    .init(
      "returns the difference itself, not relative to the slopes",
      "A difference of 1e-7 is nothing beside 1, and everything beside 1e-7.",
      { try error($0, &$1, $2, $3, isRelative: false) }),
    .init(
      "divides 0 by 0 where both slopes are 0",
      "Then there is nothing to be relative to, and nothing is wrong: the error is 0.",
      { x, generator, function, pullback in
        let found = compareSlopes(at: x, using: &generator, of: function, pullback: pullback)
        return abs(found.computed - found.measured) / max(abs(found.computed), abs(found.measured))
      }),
    .init(
      "divides the central difference by h instead of 2 h",
      "The two places are 2 h apart.",
      { try error($0, &$1, $2, $3, distance: 1) }),
    .init(
      "moves only the first input",
      "A wrong sign in another element goes unnoticed. Move along a random direction, or every input in "
        + "turn.",
      { try error($0, &$1, $2, $3, movesAll: false) }),
    .init(
      "compares sizes only, so that an opposite sign passes",
      "Compare the slopes with their signs: |computed − measured|.",
      { try error($0, &$1, $2, $3, comparesSizes: true) }),
  ])

private func probabilities(_ x: [Double]) -> [Double] {
  let largest = x.max() ?? 0
  let powers = x.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// A random place whose elements are not small: between 0.5 and 1.5 in size.
private func place(_ generator: inout RandomGenerator) -> [Double] {
  (0..<3).map { _ in
    Double((generator.uniform() < 0.5 ? -1 : 1) * (0.5 + generator.uniform()))
  }
}

private func expectRight(
  _ check: GradientError, _ subjects: [Subject], seed: UInt64, _ evidence: inout Evidence
) throws {
  var generator = evidence.generator(seed: seed)
  for subject in subjects {
    // A direction along which the slope happens to be small magnifies every rounding: the median counts.
    let errors = try (0..<5).map { _ in
      try check(place(&generator), &generator, subject.function, subject.pullback)
    }.sorted { $0 < $1 || $1.isNaN }
    evidence.expect(
      errors[2] >= 0 && errors[2] < 1e-6,
      "the pullback of \(subject.name) is right: expected an error below 1e-6, got \(Float(errors[2]))"
    )
  }
}

private func expectWrong(
  _ check: GradientError, _ subject: Subject, _ seed: UInt64, _ fault: String,
  _ wrong: @escaping Pullback, _ evidence: inout Evidence
) throws {
  var generator = evidence.generator(seed: seed)
  // A random direction may miss a fault once; not five times.
  var worst = -Double.infinity
  for _ in 0..<5 {
    worst = max(worst, try check(place(&generator), &generator, subject.function, wrong))
  }
  evidence.expect(
    worst > 1e-3,
    "the pullback of \(subject.name) is wrong (\(fault)): expected an error above 1e-3 in at least one "
      + "of five tries, got \(Float(worst)) at most")
}

/// A check with a fault that can be chosen.
private func error(
  _ x: [Double], _ generator: inout RandomGenerator, _ function: ([Double]) -> [Double],
  _ pullback: ([Double], [Double]) -> [Double], drawsWeights: Bool = true, isCentral: Bool = true,
  step h: Double = 5e-6, isRelative: Bool = true, distance: Double = 2, movesAll: Bool = true,
  comparesSizes: Bool = false
) throws -> Double {
  let weights = function(x).map { _ in drawsWeights ? Double(generator.normal()) : 1 }
  let direction = x.indices.map { movesAll ? Double(generator.normal()) : $0 == 0 ? 1 : 0 }
  func value(_ h: Double) -> Double {
    let moved = zip(x, direction).map { $0 + h * $1 }
    return zip(function(moved), weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
  let measured = isCentral ? (value(h) - value(-h)) / (distance * h) : (value(h) - value(0)) / h
  let computed = zip(pullback(x, weights), direction).reduce(0) { $0 + $1.0 * $1.1 }
  let difference =
    comparesSizes ? abs(abs(computed) - abs(measured)) : abs(computed - measured)
  // Where both slopes are rounding errors, as with weights of 1, there is nothing to be relative to.
  let larger = max(abs(computed), abs(measured))
  return isRelative && larger > 1e-9 ? difference / larger : difference
}
