import Backpropagation
import Foundation
public import Grading
import Tensors

/// What 05.1 asks for: the pullbacks of four operations on numbers.
public struct ScalarPullbacks: Sendable {
  /// The pullback of an operation on two numbers: both operands and the upstream gradient.
  public typealias Binary = @Sendable (Double, Double, Double) throws -> (x: Double, y: Double)
  /// The pullback of an operation on one number: the operand and the upstream gradient.
  public typealias Unary = @Sendable (Double, Double) throws -> Double

  var multiply: Binary
  var divide: Binary
  var tanh: Unary
  var relu: Unary

  /// Puts the four pullbacks together.
  public init(
    multiply: @escaping Binary, divide: @escaping Binary, tanh: @escaping Unary,
    relu: @escaping Unary
  ) {
    self.multiply = multiply
    self.divide = divide
    self.tanh = tanh
    self.relu = relu
  }

  /// The same with some of the pullbacks exchanged.
  fileprivate func with(
    multiply: Binary? = nil, divide: Binary? = nil, tanh: Unary? = nil, relu: Unary? = nil
  ) -> ScalarPullbacks {
    ScalarPullbacks(
      multiply: multiply ?? self.multiply, divide: divide ?? self.divide, tanh: tanh ?? self.tanh,
      relu: relu ?? self.relu)
  }
}

/// The slopes as the chapter's engine finds them.
private let reference = ScalarPullbacks(
  multiply: { pulled($0, $1, $2) { $0 * $1 } }, divide: { pulled($0, $1, $2) { $0 / $1 } },
  tanh: { pulled($0, 0, $1) { x, _ in x.tanh() }.x },
  relu: { pulled($0, 0, $1) { x, _ in x.relu() }.x })

private func pulled(
  _ x: Double, _ y: Double, _ upstream: Double, _ operation: (Value, Value) -> Value
) -> (x: Double, y: Double) {
  let (a, b) = (Value(x), Value(y))
  (Value(upstream) * operation(a, b)).backward()
  return (a.gradient, b.gradient)
}

/// 05.1: one local slope for each operand, times what comes from behind.
public let scalarPullbacksExercise = Exercise<ScalarPullbacks>(
  "05.1",
  reference: reference,
  alternatives: [
    .init(
      "measured by central differences",
      ScalarPullbacks(
        multiply: { x, y, g in measured(x, y, g) { $0 * $1 } },
        divide: { x, y, g in measured(x, y, g) { $0 / $1 } },
        tanh: { x, g in measured(x, 0, g) { x, _ in Foundation.tanh(x) }.x },
        relu: { x, g in x > 0 ? measured(x, 0, g) { x, _ in max(x, 0) }.x : 0 })),
    .init(
      "the slope of tanh from the hyperbolic cosine, that of a quotient from a power",
      ScalarPullbacks(
        multiply: { x, y, g in (y * g, x * g) },
        divide: { x, y, g in (g * pow(y, -1), -g * x * pow(y, -2)) },
        tanh: { x, g in g / (cosh(x) * cosh(x)) }, relu: { x, g in x <= 0 ? 0 : g })),
  ],
  checks: [
    .init("x · y by hand") { answer, evidence in
      let slopes = try answer.multiply(3, -2, 4)
      expect(slopes, (-8, 12), "multiplyPullback(3, -2, upstream: 4)", &evidence)
    },
    .init("x / y by hand") { answer, evidence in
      let slopes = try answer.divide(6, 2, 4)
      expect(slopes, (2, -6), "dividePullback(6, 2, upstream: 4)", &evidence)
    },
    .init("tanh by hand") { answer, evidence in
      evidence.expect(
        Float(try answer.tanh(0.5493061443340549, 2)), equals: 1.5,
        "tanhPullback(0.5493, upstream: 2)")
    },
    .init("relu: on, off, and at the corner") { answer, evidence in
      for (x, expected) in [(3.0, -5.0), (-1, 0), (0, 0)] {
        evidence.expect(
          Float(try answer.relu(x, -5)), equals: Float(expected), "reluPullback(\(x), upstream: -5)"
        )
      }
    },
    .init("tanh of ±300 has the slope 0") { answer, evidence in
      evidence.expect(Float(try answer.tanh(300, 2)), equals: 0, "tanhPullback(300, upstream: 2)")
      evidence.expect(Float(try answer.tanh(-300, 2)), equals: 0, "tanhPullback(-300, upstream: 2)")
    },
    .init("random numbers", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 511)
      for _ in 0..<6 {
        let x = Double(generator.normal())
        let y = Double(
          generator.uniform() < 0.5 ? -1 - generator.uniform() : 1 + generator.uniform())
        let g = Double(generator.normal())
        let what = "x = \(x), y = \(y), upstream = \(g)"
        expect(try answer.multiply(x, y, g), try reference.multiply(x, y, g), what, &evidence)
        expect(try answer.divide(x, y, g), try reference.divide(x, y, g), what, &evidence)
        evidence.expect(
          Float(try answer.tanh(x, g)), equals: Float(try reference.tanh(x, g)),
          "tanhPullback, \(what)")
        evidence.expect(
          Float(try answer.relu(x, g)), equals: Float(try reference.relu(x, g)),
          "reluPullback, \(what)")
      }
    },
  ],
  misconceptions: [
    .init(
      "gives each factor its own value as the slope",
      "When x moves by 1, x · y moves by y: the slope of one factor is the other factor.",
      reference.with(multiply: { x, y, g in (x * g, y * g) })),
    .init(
      "returns the local slopes without the upstream gradient",
      "A pullback multiplies: gradient of the operand = upstream · local slope.",
      ScalarPullbacks(
        multiply: { x, y, _ in (y, x) }, divide: { x, y, _ in (1 / y, -x / (y * y)) },
        tanh: { x, _ in 1 - Foundation.tanh(x) * Foundation.tanh(x) },
        relu: { x, _ in x > 0 ? 1 : 0 })),
    .init(
      "adds the upstream gradient to the local slope",
      "By the chain rule slopes along a way are multiplied; only different ways are added.",
      ScalarPullbacks(
        multiply: { x, y, g in (g + y, g + x) },
        divide: { x, y, g in (g + 1 / y, g - x / (y * y)) },
        tanh: { x, g in g + 1 - Foundation.tanh(x) * Foundation.tanh(x) },
        relu: { x, g in x > 0 ? g + 1 : g })),
    .init(
      "forgets the minus sign in the slope of the divisor",
      "A larger divisor makes the quotient smaller: the slope is −x / y².",
      reference.with(divide: { x, y, g in (g / y, g * x / (y * y)) })),
    .init(
      "divides by y where y² is right in the slope of the divisor",
      "1 / y has the slope −1 / y².",
      reference.with(divide: { x, y, g in (g / y, -g * x / y) })),
    .init(
      "takes x for tanh x in the slope: 1 − x²",
      "The slope is 1 − t², where t is the result, tanh x.",
      reference.with(tanh: { x, g in g * (1 - x * x) })),
    .init(
      "forgets the square in the slope of tanh: 1 − t",
      "tanh′ = 1 − t². At x = 0 both are 1, elsewhere they differ.",
      reference.with(tanh: { x, g in g * (1 - Foundation.tanh(x)) })),
    .init(
      "lets relu look at the gradient instead of at x",
      "What counts is whether the unit was on in the forward pass, x > 0. The gradient may be negative.",
      reference.with(relu: { _, g in max(g, 0) })),
    .init(
      "gives relu the slope 1 at exactly 0",
      "At 0 the slope counts as 0: the unit hands on nothing.",
      reference.with(relu: { x, g in x >= 0 ? g : 0 })),
  ])

private func expect(
  _ actual: (x: Double, y: Double), _ expected: (x: Double, y: Double), _ what: String,
  _ evidence: inout Evidence
) {
  evidence.expect(Float(actual.x), equals: Float(expected.x), "gradient of x, \(what)")
  evidence.expect(Float(actual.y), equals: Float(expected.y), "gradient of y, \(what)")
}

private func measured(
  _ x: Double, _ y: Double, _ upstream: Double, _ function: (Double, Double) -> Double
) -> (x: Double, y: Double) {
  (
    upstream * centralDifference(at: x, step: 5e-6) { function($0, y) },
    upstream * centralDifference(at: y, step: 5e-6) { function(x, $0) }
  )
}
