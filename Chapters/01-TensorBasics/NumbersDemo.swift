// Part 3 of the demo: what rounding does, and how to write around it.

import Plots
import Tensors

func numbersDemo(_ report: Report) throws {
  report.heading("3 Numbers with 24 bits")
  for x in [1, 1000, 16_777_216] as [Float] {
    report.say("\(fixed(Double(x), 0)) = \(FloatParts(x))")
  }
  let stuck: Float = 16_777_216
  report.say("16777216 + 1 = \(fixed(Double(stuck + 1), 0))")

  let count = report.isReduced ? 1_000_000 : 10_000_000
  let tenths = [Float](repeating: 0.1, count: count)
  let exact = Double(Float(0.1)) * Double(count)
  report.say("\(count) times 0.1; exactly \(fixed(exact, 4))")
  var rows: [[String]] = []
  for (name, key, sum) in [
    ("one after the other", "running", runningSum(tenths)),
    ("in pairs", "pairwise", pairwiseSum(tenths)),
    ("compensated", "compensated", compensatedSum(tenths)),
    ("the tensor's sum()", "tensor", Tensor(tenths).sum().scalar),
  ] {
    let error = Swift.abs(Double(sum) - exact) / exact
    rows.append([name, fixed(Double(sum), 4), scientific(error)])
    report.metric("sum_error_\(key)", error)
  }
  report.table(header: ["sum", "result", "relative error"], rows: rows)

  let near: [Float] = [10_000, 10_001, 10_002]
  var moments = RunningMoments()
  for x in near { moments.add(x) }
  report.say("variance of 10000, 10001, 10002; exactly 0.6667")
  report.say("  mean of squares - square of mean: \(fixed(Double(onePassVariance(near)), 4))")
  report.say("  Welford: \(fixed(Double(moments.variance), 4))")

  let school = schoolSmallerRoot(1, -10_000, 1)
  let roots = quadraticRoots(1, -10_000, 1) ?? (0, 0)
  report.say("smaller root of x² - 10000 x + 1; exactly 0.0001")
  report.say("  by the school's formula: \(school)")
  report.say("  from the product of the roots: \(roots.0)")

  let scores = Tensor([1000, 1000])
  report.say("log(e^1000 + e^1000); exactly 1000.6931")
  report.say("  as written: \(log(exp(scores).sum()).scalar)")
  report.say("  largest taken out: \(fixed(Double(logSumExp(scores)), 4))")
  try differenceQuotients(report)
}

/// The error of a measured slope over the step: too large a step, and the curve bends; too small a one, and
/// two equal numbers are subtracted.
private func differenceQuotients(_ report: Report) throws {
  let exponents = stride(from: -12, through: 0, by: 0.25).map { Float($0) }
  let steps = exponents.map { pow(10, Tensor($0)).scalar }
  // The slope of e^x at 1, where it is e.
  let slope = 2.718281828459045
  func single(_ x: Float) -> Double { Double(exp(Tensor(x)).scalar) }
  let forward = steps.map { h in
    let there = 1 + h
    return Float(Swift.abs((single(there) - single(1)) / Double(h) - slope))
  }
  let central = steps.map { h in
    Float(Swift.abs((single(1 + h) - single(1 - h)) / Double(2 * h) - slope))
  }
  // The same in double precision, with the exponential as a series: e^(1 + h) = e (1 + h + h²/2 + …).
  func precise(_ x: Double) -> Double {
    var (term, sum) = (1.0, 0.0)
    for n in 1...40 {
      sum += term
      term *= x / Double(n)
    }
    return sum
  }
  let preciseForward = exponents.map { exponent in
    let h = Double(pow(10, Tensor(exponent)).scalar)
    return Float(Swift.abs((precise(1 + h) - precise(1)) / h - slope))
  }
  func visible(_ errors: [Float]) -> [Float] { errors.map { max($0, 1e-11) } }
  try report.show(
    LineChart(
      title: "The slope of e^x at 1, measured with a step h",
      series: [
        .init("(f(x+h) - f(x)) / h, Float", x: exponents, y: visible(forward)),
        .init("(f(x+h) - f(x-h)) / 2h, Float", x: exponents, y: visible(central)),
        .init("(f(x+h) - f(x)) / h, Double", x: exponents, y: visible(preciseForward)),
      ], xLabel: "logarithm of h, base 10", yLabel: "error", yScale: .logarithmic),
    named: "difference-quotients",
    caption: "Right: the curve bends. Left: f(x+h) and f(x) agree in all but their last digits.")
  func best(_ errors: [Float]) -> (error: Float, step: Float) {
    let index = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return (errors[index], steps[index])
  }
  for (name, errors) in [
    ("forward, Float", forward), ("central, Float", central), ("forward, Double", preciseForward),
  ] {
    let best = best(errors)
    report.say(
      "\(name): smallest error \(scientific(Double(best.error))) at h = "
        + scientific(Double(best.step)))
  }
}
