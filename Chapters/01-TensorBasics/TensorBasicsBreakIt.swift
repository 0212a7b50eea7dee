// Part 8 of the demo: leave one ingredient out, and see what happens.

import Plots
import Tensors

/// Leaves out one ingredient after the other and reports what breaks.
func tensorBasicsBreakIt(_ report: Report) {
  report.heading("8 Break it: one ingredient left out")
  var generator = RandomGenerator(seed: report.seed).split(8)
  for broken in [
    withoutKeptAxis(), withoutEqualShapes(), withoutNormalization(), withoutDeflation(&generator),
    withoutRayleigh(), withoutMaximum(), withoutModifiedOrder(), withoutLetter(&generator),
    withoutMean(&generator),
  ] {
    report.say("without \(broken.ingredient):")
    report.say("  \(broken.without)")
    report.say("  with it: \(broken.with)")
    if let metric = broken.metric { report.metric(metric.name, metric.value) }
  }
}

/// What a computation gives with an ingredient and without it.
private struct Broken {
  let ingredient: String
  let with: String
  let without: String
  var metric: (name: String, value: Double)?
}

/// The mean of each row subtracted from a square matrix, with and without its axis.
private func withoutKeptAxis() -> Broken {
  let x = Tensor([[1, 2, 3], [40, 50, 60], [700, 800, 900]])
  let kept = x - x.mean(axis: 1, keepDimensions: true)
  let lost = x - x.mean(axis: 1)
  return Broken(
    ingredient: "keepDimensions, rows less their mean",
    with: "row 2 becomes \(words(kept[2].scalars)), row means \(words(kept.mean(axis: 1).scalars))",
    without:
      "row 2 becomes \(words(lost[2].scalars)), row means \(words(lost.mean(axis: 1).scalars))")
}

/// The mean squared error of perfect predictions, when one side is a column.
private func withoutEqualShapes() -> Broken {
  let targets = Tensor([1, 2, 3, 4])
  let column = targets.reshaped([4, 1])
  func loss(_ a: Tensor, _ b: Tensor) -> Double {
    Double(((a - b) * (a - b)).mean().scalar)
  }
  return Broken(
    ingredient: "equal shapes, mean squared error of perfect predictions",
    with: "[4] - [4]: \(fixed(loss(targets, targets), 2))",
    without: "[4, 1] - [4] is \((column - targets).shape): \(fixed(loss(column, targets), 2))",
    metric: ("without_equal_shapes_loss", loss(column, targets)))
}

/// Power iteration that does not bring the vector back to length 1.
private func withoutNormalization() -> Broken {
  let a = Tensor([[2, 1], [1, 3]])
  var x = Tensor([1, 1])
  var steps = 0
  while x.scalars.allSatisfy(\.isFinite) {
    x = matmul(a, x)
    steps += 1
  }
  let pair = powerIteration(a, start: Tensor([1, 1]))
  return Broken(
    ingredient: "scaling to length 1, power iteration on [[2, 1], [1, 3]]",
    with: "\(fixed(Double(pair.value), 4)) after \(pair.steps) multiplications",
    without: "infinite after \(steps) multiplications",
    metric: ("without_normalization_steps", Double(steps)))
}

/// The singular values that power iteration finds when nothing is subtracted.
private func withoutDeflation(_ generator: inout RandomGenerator) -> Broken {
  let a = Tensor([[3, 0, 0], [0, 2, 0], [0, 0, 1]])
  let found = singularValuesByPowerIteration(a, rank: 3, using: &generator)
  let first = (0..<3).map { _ in
    singularValuesByPowerIteration(a, rank: 1, using: &generator).s.scalar
  }
  return Broken(
    ingredient: "deflation, singular values of diag(3, 2, 1)",
    with: words(found.s.scalars.map { ($0 * 1e4).rounded() / 1e4 }),
    without: words(first.map { ($0 * 1e4).rounded() / 1e4 }))
}

/// The eigenvalue from the growth of the length, for a negative one.
private func withoutRayleigh() -> Broken {
  let a = Tensor([[-2, 0], [0, 1]])
  let pair = powerIteration(a, start: Tensor([1, 1]))
  let stretch = norm(matmul(a, pair.vector)).scalar
  return Broken(
    ingredient: "the Rayleigh quotient, largest eigenvalue of diag(-2, 1)",
    with: fixed(Double(pair.value), 4), without: fixed(Double(stretch), 4) + ", the sign is lost")
}

/// The logarithm of a sum of exponentials as it is written.
private func withoutMaximum() -> Broken {
  let low = Tensor([-1000, -1001])
  return Broken(
    ingredient: "subtracting the maximum, log(e^-1000 + e^-1001)",
    with: fixed(Double(logSumExp(low)), 4), without: "\(log(exp(low).sum()).scalar)")
}

/// Gram and Schmidt in the classical order, on nearly parallel columns.
private func withoutModifiedOrder() -> Broken {
  let small: Float = 1e-4
  // Läuchli's matrix: a row of ones above small numbers.
  let a = Tensor([[1, 1, 1], [small, 0, 0], [0, small, 0], [0, 0, small]])
  func overlap(_ q: Tensor) -> Double {
    let products = matmul(q.transposed(), q) - .identity(3)
    return Double(abs(products).max().scalar)
  }
  let modified = overlap(orthonormalized(a, isModified: true))
  let classical = overlap(orthonormalized(a, isModified: false))
  return Broken(
    ingredient: "the modified order, Gram and Schmidt on nearly parallel columns",
    with: "largest overlap \(scientific(modified))",
    without: "largest overlap \(scientific(classical))",
    metric: ("without_modified_order_overlap", classical))
}

/// Attention with a letter of its own where the summed one belongs.
private func withoutLetter(_ generator: inout RandomGenerator) -> Broken {
  let scores = Tensor.normal([2, 2], using: &generator)
  let weights = softmax(scores, axis: -1)
  let values = Tensor([[1, 0], [0, 1]])
  let right = einsum("qk,kd->qd", weights, values)
  let wrong = einsum("qk,qd->qd", weights, values)
  return Broken(
    ingredient: "the shared letter, weights [q, k] times values [k, d]",
    with: "\"qk,kd->qd\": \(words(right.scalars)), the weighted values",
    without: "\"qk,qd->qd\": \(words(wrong.scalars)), the values themselves: k was summed alone")
}

/// Principal components of data that were not centred.
private func withoutMean(_ generator: inout RandomGenerator) -> Broken {
  let spread = Tensor([0.2, 2])
  let points = Tensor.normal([200, 2], using: &generator) * spread + Tensor([10, 0])
  let centred = PrincipalComponents(of: points, count: 1).directions[0]
  let raw = TruncatedSVD(of: points, rank: 1).v.transposed()[0]
  func plain(_ v: Tensor) -> String { words(v.scalars.map { Swift.abs($0) }) }
  return Broken(
    ingredient: "centring, first direction of points that vary along the second axis",
    with: plain(centred), without: plain(raw) + ": the way to the mean")
}
