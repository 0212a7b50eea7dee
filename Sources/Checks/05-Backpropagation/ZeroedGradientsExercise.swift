public import Grading
import Tensors

/// What 05.5 asks for: start, steps, rate and a function that adds gradients, to the last parameters.
public typealias Descent =
  @Sendable ([Double], Int, Double, ([Double], inout [Double]) throws -> Void) throws -> [Double]

/// A valley with its lowest place at `bottom`, and another curvature in each direction.
private struct Valley {
  let bottom: [Double]
  let curvature: [Double]

  func addGradient(_ parameters: [Double], _ gradient: inout [Double]) {
    for index in parameters.indices {
      gradient[index] += curvature[index] * (parameters[index] - bottom[index])
    }
  }
}

private let byHand = Valley(bottom: [3], curvature: [2])

/// 05.5: descent with an engine that adds gradients.
public let zeroedGradientsExercise = Exercise<Descent>(
  "05.5",
  reference: { start, steps, rate, addGradient in
    try walk(start, steps, rate, addGradient)
  },
  alternatives: [
    .init(
      "one buffer, set to zero before every step",
      { start, steps, rate, addGradient in
        var parameters = start
        var gradient = start
        for _ in 0..<steps {
          for index in gradient.indices { gradient[index] = 0 }
          try addGradient(parameters, &gradient)
          for (index, slope) in gradient.enumerated() { parameters[index] -= rate * slope }
        }
        return parameters
      }),
    .init(
      "the difference to the buffer before",
      { start, steps, rate, addGradient in
        var parameters = start
        var buffer = start.map { _ in 0.0 }
        for _ in 0..<steps {
          let before = buffer
          try addGradient(parameters, &buffer)
          for index in parameters.indices {
            parameters[index] -= rate * (buffer[index] - before[index])
          }
        }
        return parameters
      }),
  ],
  checks: [
    .init("no steps: the start, and a parameter for each") { descend, evidence in
      expect(
        try descend([3, -1], 0, 0.1, Valley(bottom: [1, 1], curvature: [1, 2]).addGradient),
        [3, -1], "parameters", &evidence)
    },
    .init("one step by hand") { descend, evidence in
      expect(try descend([0], 1, 0.1, byHand.addGradient), [0.6], "(w − 3)², one step", &evidence)
    },
    .init("two steps by hand", points: 2) { descend, evidence in
      expect(try descend([0], 2, 0.1, byHand.addGradient), [1.08], "(w − 3)², two steps", &evidence)
    },
    .init("the gradient is asked for once a step, at the present parameters") {
      descend, evidence in
      var asked: [Float] = []
      _ = try descend([0], 3, 0.1) { parameters, gradient in
        asked.append(Float(parameters[0]))
        byHand.addGradient(parameters, &gradient)
      }
      evidence.expect(Tensor(asked), equals: Tensor([0, 0.6, 1.08]), "the parameters asked about")
    },
    .init("random valleys", points: 2) { descend, evidence in
      var generator = evidence.generator(seed: 551)
      for (count, steps) in [(1, 5), (3, 4), (4, 9)] {
        let valley = Valley(
          bottom: (0..<count).map { _ in Double(generator.normal()) },
          curvature: (0..<count).map { _ in 0.5 + Double(generator.uniform()) })
        let start = (0..<count).map { _ in Double(generator.normal()) }
        expect(
          try descend(start, steps, 0.3, valley.addGradient),
          walk(start, steps, 0.3, valley.addGradient),
          "\(count) parameters, \(steps) steps", &evidence)
      }
    },
    .init("60 steps end at the bottom") { descend, evidence in
      expect(try descend([0], 60, 0.1, byHand.addGradient), [3], "(w − 3)², 60 steps", &evidence)
    },
  ],
  misconceptions: [
    .init(
      "never sets the gradient to zero",
      "addGradient adds to what is there. Without zeroing, a step moves by the sum of all gradients so "
        + "far, and the parameter swings through the valley for ever.",
      { start, steps, rate, addGradient in
        var (parameters, gradient) = (start, start.map { _ in 0.0 })
        for _ in 0..<steps {
          try addGradient(parameters, &gradient)
          move(&parameters, gradient, rate)
        }
        return parameters
      }),
    .init(
      "sets the gradient to zero after computing it, before the step",
      "Then every step is 0. Zero first, then compute, then move.",
      { start, steps, rate, addGradient in
        for _ in 0..<steps {
          var gradient = start.map { _ in 0.0 }
          try addGradient(start, &gradient)
        }
        return start
      }),
    .init(
      "starts every gradient from the parameters instead of from zero",
      "The buffer must hold zeros, not a copy of the parameters.",
      { start, steps, rate, addGradient in
        var parameters = start
        for _ in 0..<steps {
          var gradient = parameters
          try addGradient(parameters, &gradient)
          move(&parameters, gradient, rate)
        }
        return parameters
      }),
    .init(
      "goes uphill: it adds the gradient",
      "The gradient points to where the loss grows. Subtract it.",
      { start, steps, rate, addGradient in try walk(start, steps, -rate, addGradient) }),
    .init(
      "asks for the gradient at the start only",
      "The slope changes on the way. Ask at the present parameters, once a step.",
      { start, steps, rate, addGradient in
        var (parameters, gradient) = (start, start.map { _ in 0.0 })
        try addGradient(start, &gradient)
        for _ in 0..<steps { move(&parameters, gradient, rate) }
        return parameters
      }),
    .init(
      "ignores the learning rate",
      "A step is learningRate times the gradient.",
      { start, steps, _, addGradient in try walk(start, steps, 1, addGradient) }),
  ])

private func walk(
  _ start: [Double], _ steps: Int, _ rate: Double,
  _ addGradient: ([Double], inout [Double]) throws -> Void
) rethrows -> [Double] {
  var parameters = start
  for _ in 0..<steps {
    var gradient = parameters.map { _ in 0.0 }
    try addGradient(parameters, &gradient)
    move(&parameters, gradient, rate)
  }
  return parameters
}

private func move(_ parameters: inout [Double], _ gradient: [Double], _ rate: Double) {
  for index in parameters.indices { parameters[index] -= rate * gradient[index] }
}

private func expect(
  _ actual: [Double], _ expected: [Double], _ what: String, _ evidence: inout Evidence
) {
  evidence.expect(
    Tensor(actual.map { Float($0) }), equals: Tensor(expected.map { Float($0) }), what)
}
