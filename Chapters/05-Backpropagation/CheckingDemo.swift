// Parts 4 and 5 of the demo: gradients are checked, and differentiated.

import Foundation
import Plots
import Tensors

/// Softmax and its pullbacks, right and wrong, in 64-bit numbers.
enum PreciseSoftmax {
  typealias Pullback = @Sendable ([Double], [Double]) -> [Double]

  static func value(_ x: [Double]) -> [Double] {
    let largest = x.max() ?? 0
    let powers = x.map { Foundation.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  static let right: Pullback = { x, weights in
    let y = value(x)
    let mean = zip(y, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(y, weights).map { $0 * ($1 - mean) }
  }

  static let pullbacks: [(name: String, Pullback)] = [
    ("right: y (g - sum of g y)", right),
    ("always 0", { x, _ in x.map { _ in 0 } }),
    ("y g - y: takes the sum of g y for 1", { x, g in zip(value(x), g).map { $0 * $1 - $0 } }),
    ("the diagonal only: g y (1 - y)", { x, g in zip(value(x), g).map { $1 * $0 * (1 - $0) } }),
    (
      "one element has the wrong sign",
      { x, g in
        var gradient = right(x, g)
        gradient[2] = -gradient[2]
        return gradient
      }
    ),
  ]

  /// The check that sees too little: all outputs have the weight 1, and all inputs move alike or not at
  /// all.
  static func errorWithOnes(_ pullback: Pullback, at x: [Double]) -> Double {
    let gradient = pullback(x, x.map { _ in 1 })
    return x.indices.map { index in
      func sum(_ h: Double) -> Double {
        var moved = x
        moved[index] += h
        return value(moved).reduce(0, +)
      }
      return Swift.abs(gradient[index] - (sum(5e-6) - sum(-5e-6)) / 1e-5)
    }.max() ?? 0
  }
}

/// How the error of a measured slope depends on the step, and what a blind check lets pass.
func checkingDemo(_ report: Report) throws {
  report.heading("4 Gradient checking")
  // f(x) = 1 / (1 + x²), whose slope at 0.5 is −2 x / (1 + x²)² = −0.64.
  let exponents = stride(from: -15.0, through: -0.5, by: 0.25).map { $0 }
  func errors<Number: BinaryFloatingPoint>(
    _ type: Number.Type, _ measure: (Number, Number, (Number) -> Number) -> Number
  ) -> [Double] {
    exponents.map { exponent in
      let slope = measure(0.5, Number(pow(10, exponent))) { 1 / (1 + $0 * $0) }
      return Swift.max(Swift.abs(Double(slope) + 0.64) / 0.64, 1e-14)
    }
  }
  let curves: [(name: String, errors: [Double])] = [
    ("Double, central", errors(Double.self) { centralDifference(at: $0, step: $1, of: $2) }),
    ("Double, forward", errors(Double.self) { forwardDifference(at: $0, step: $1, of: $2) }),
    ("Float, central", errors(Float.self) { centralDifference(at: $0, step: $1, of: $2) }),
    ("Float, forward", errors(Float.self) { forwardDifference(at: $0, step: $1, of: $2) }),
  ]
  report.table(
    header: ["slope measured in", "best step", "its error", "error at 1e-3", "error at 1e-12"],
    rows: curves.map { curve in
      let best = curve.errors.indices.min { curve.errors[$0] < curve.errors[$1] } ?? 0
      func at(_ exponent: Double) -> String {
        scientific(curve.errors[exponents.firstIndex(of: exponent) ?? 0])
      }
      return [
        curve.name, scientific(pow(10, exponents[best])), scientific(curve.errors[best]), at(-3),
        at(-12),
      ]
    })
  let chart = LineChart(
    title: "The step of a measured slope: too long, too short",
    series: curves.map {
      .init($0.name, x: exponents.map { Float($0) }, y: $0.errors.map { Float($0) })
    }, xLabel: "log10 of the step", yLabel: "relative error", yScale: .logarithmic)
  try report.show(
    chart, named: "step-size",
    caption: "On the right the curve bends within the step; on the left digits cancel.")

  let x = [0.3, -1.2, 0.8, 2.0]
  report.table(
    header: ["pullback of softmax", "error, weights of 1", "error, random weights"],
    rows: PreciseSoftmax.pullbacks.map { name, pullback in
      var generator = RandomGenerator(seed: report.seed).split(4)
      let check = compareSlopes(
        at: x, using: &generator, of: PreciseSoftmax.value, pullback: pullback)
      return [
        name, scientific(PreciseSoftmax.errorWithOnes(pullback, at: x)), scientific(check.error),
      ]
    })
  var generator = RandomGenerator(seed: report.seed).split(4)
  report.metric(
    "right_pullback_error",
    compareSlopes(
      at: x, using: &generator, of: PreciseSoftmax.value, pullback: PreciseSoftmax.right
    ).error)
}

/// A function of two numbers with its Jacobian, Hessian and curvature, and what the curvature decides.
func curvatureDemo(_ report: Report) {
  report.heading("5 Slopes of slopes: f(x, y) = x² sin y at (1.5, 0.7)")
  func function(_ p: Tensor) -> Tensor { p[0] * p[0] * sin(p[1]) }
  let place = Tensor([1.5, 0.7])
  report.say("gradient  \(decimals(gradient(at: place, of: function)))")
  report.say("Hessian   \(decimals(hessian(at: place, of: function)))")
  let vector = Tensor([1, -2])
  let exact = hessianVectorProduct(at: place, times: vector, of: function)
  let measured = differenceOfGradients(at: place, times: vector) { gradient(at: $0, of: function) }
  report.say("H (1, -2) \(decimals(exact)), by a difference of gradients \(decimals(measured))")
  report.metric("hessian_product_difference", relativeDifference(measured, exact))
  let forward = jacobianVectorProduct(at: [1.5, 0.7], along: [1, -2]) { p in
    [p[0] * p[0] * p[1].sin()]
  }
  report.say("forwards along (1, -2): \(fixed(forward.derivative[0], 4))")

  var generator = RandomGenerator(seed: report.seed).split(5)
  let x = Tensor.normal([200, 5], using: &generator) * Tensor([3, 1, 1, 0.5, 0.2])
  let y = matmul(x, Tensor([1, -1, 2, 0.5, 3]))
  func loss(_ w: Tensor) -> Tensor {
    let error = matmul(x, w) - y
    return (error * error).mean()
  }
  let curvature = sharpestCurvature(at: .zeros([5]), using: &generator, of: loss).curvature
  report.say("least squares with 5 weights: sharpest curvature \(short(Double(curvature)))")
  report.metric("critical_rate", Double(2 / curvature))
  for share: Float in [0.95, 1.05] {
    var w = Tensor.zeros([5])
    let before = loss(w).scalar
    for _ in 0..<200 { w -= share * 2 / curvature * gradient(at: w, of: loss) }
    report.say(
      "  descent with \(share) of that rate: loss \(short(Double(before))), "
        + "after 200 steps \(short(Double(loss(w).scalar)))")
  }
}
