// The demo of the chapter: `swift run descent demo tensor-basics`.

import Datasets
public import Plots
import Tensors

/// Shows what a tensor is made of, and what can be done with the numbers in it.
///
/// Eight parts: views, broadcasting, rounding and cancellation, power iteration, a compressed picture,
/// principal components of digits, conditioning, and what breaks when one ingredient is left out. The
/// stated result is the error of the picture at rank 12, `picture_error_rank_12`, with the share of the
/// numbers that it takes, `picture_share_rank_12`.
///
/// Everything random follows from the report's seed, and nothing depends on the number of threads. What is
/// measured in seconds is in `matrixProductDemo`.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func tensorBasicsDemo(_ report: Report) throws {
  viewsDemo(report)
  broadcastingDemo(report)
  try numbersDemo(report)
  try powerIterationDemo(report)
  try pictureDemo(report)
  try componentsDemo(report)
  conditioningDemo(report)
  tensorBasicsBreakIt(report)

  report.heading("Result")
  guard let error = report.metric(named: "picture_error_rank_12"),
    let share = report.metric(named: "picture_share_rank_12")
  else { return }
  report.say(
    "the picture from 12 singular values: \(percent(share)) of the numbers, error \(percent(error))"
  )
}

// MARK: Part 1

private func viewsDemo(_ report: Report) {
  report.heading("1 One memory, many views")
  let x = StridedView(Tensor.range(0, to: 24).reshaped([2, 3, 4]))
  let m = x.at(0, axis: 0)
  let row = StridedView(Tensor([10, 20, 30]))
  report.say("twelve numbers 0 … 11 in memory, read as a matrix and in other ways")
  report.table(
    header: ["view", "shape", "strides", "offset", "side by side", "elements"],
    rows: [
      ("the matrix", m), ("transposed", m.transposed()), ("row 1", m.at(1, axis: 0)),
      ("column 1", m.at(1, axis: 1)), ("every second column", m.sliced(axis: 1, 0..<4, by: 2)),
      ("rows backwards", m.reversed(axis: 0)), ("diagonal", m.diagonal()),
      ("windows of 3 in rows", m.windows(of: 3, axis: 1)),
      ("a row for 3 rows", row.broadcasted(to: [3, 3])),
    ].map { name, view in
      [
        name, list(view.shape), list(view.strides), "\(view.offset)",
        view.isContiguous ? "yes" : "no", words(view.elements(), most: 9),
      ]
    })
  for (name, view, shape) in [
    ("the matrix", m, [2, 6]), ("the transposed matrix", m.transposed(), [12]),
    ("every second column", m.sliced(axis: 1, 0..<4, by: 2), [6]),
  ] {
    let reshaped = view.reshaped(shape)
    report.say(
      "\(name), reshaped to \(list(shape)): "
        + (reshaped.map { "strides \(list($0.strides)), no copy" } ?? "no strides can do it"))
  }
}

// MARK: Part 2

private func broadcastingDemo(_ report: Report) {
  report.heading("2 Broadcasting")
  report.table(
    header: ["shape", "with", "gives"],
    rows: [
      ([4, 3], [3]), ([4, 1], [3]), ([3, 1], [3]), ([2, 1, 5], [4, 1]), ([4, 3], [4]),
    ].map { a, b in
      [list(a), list(b), broadcastShape(a, b).map { list($0) } ?? "error"]
    })
  let sum = combine(Tensor([[1], [2], [3]]), Tensor([10, 20, 30]), +)
  report.say(
    "[[1], [2], [3]] + [10, 20, 30]: "
      + sum.scalars.map { fixed(Double($0), 0) }
      .joined(separator: " "))
}

// MARK: Part 4

private func powerIterationDemo(_ report: Report) throws {
  report.heading("4 Power iteration")
  var generator = RandomGenerator(seed: report.seed).split(4)
  // A symmetric matrix with chosen eigenvalues: q diag(λ) qᵀ with an orthonormal q.
  let size = 20
  let q = orthonormalized(.normal([size, size], using: &generator))
  var series: [LineChart.Series] = []
  var rows: [[String]] = []
  for second in [0.5, 0.8, 0.95] as [Float] {
    let eigenvalues = Tensor([1, second]).padded(to: size, ratio: 0.5)
    let matrix = matmul(q * eigenvalues, q.transposed())
    let start = Tensor.normal([size], using: &generator)
    let truth = q.transposed()[0]
    var errors: [Float] = []
    var valueErrors: [Float] = []
    for steps in stride(from: 0, through: report.isReduced ? 20 : 60, by: 1) {
      let pair = powerIteration(matrix, start: start, tolerance: 0, mostSteps: steps)
      let overlap = dot(pair.vector, truth).scalar
      errors.append(norm(pair.vector - (overlap < 0 ? -truth : truth)).scalar)
      valueErrors.append(Swift.abs(pair.value - 1))
    }
    series.append(.init("ratio \(fixed(Double(second), 2))", errors))
    let rate = pow(Tensor(errors[20] / errors[10]), 0.1).scalar
    rows.append([
      fixed(Double(second), 2), fixed(Double(rate), 3), scientific(Double(errors[10])),
      scientific(Double(valueErrors[10])),
    ])
  }
  report.table(
    header: [
      "second / first", "error shrinks by", "error of the vector, step 10", "of the value",
    ], rows: rows)
  try report.show(
    LineChart(
      title: "The gap decides how fast power iteration is", series: series, xLabel: "step",
      yLabel: "error of the direction", yScale: .logarithmic),
    named: "power-iteration",
    caption: "The slope is the ratio of the two largest eigenvalues; rounding ends each line.")
}

extension Tensor {
  /// Eigenvalues: these first, then ever smaller ones.
  fileprivate func padded(to count: Int, ratio: Float) -> Tensor {
    var values = scalars
    while values.count < count { values.append((values.last ?? 1) * ratio) }
    return Tensor(values)
  }
}

// MARK: Part 7

private func conditioningDemo(_ report: Report) {
  report.heading("7 Conditioning")
  var generator = RandomGenerator(seed: report.seed).split(7)
  var rows: [[String]] = []
  for n in 2...6 {
    let hilbert = Tensor(
      (0..<n * n).map { 1 / Float($0 / n + $0 % n + 1) }, shape: [n, n])
    let condition = conditionNumber(hilbert)
    let solution = solve(hilbert, matmul(hilbert, .ones([n])))
    let error = Double(abs(solution - 1).max().scalar)
    rows.append([
      "\(n)", scientific(Double(condition), 3), scientific(error),
      scientific(Double(condition) * 6e-8),
    ])
    if n == 6 { report.metric("hilbert_6_condition", Double(condition)) }
  }
  report.say("Hilbert's matrix, 1 / (i + j + 1): solve for a vector of ones")
  report.table(header: ["n", "condition number", "error of x", "condition x 6e-8"], rows: rows)

  let sizes = report.isReduced ? [10, 20] : [10, 30, 100, 300]
  let trials = 25
  let table = sizes.map { n in
    let conditions = (0..<trials).map { _ in
      conditionNumber(.normal([n, n], using: &generator))
    }.sorted()
    let median = Double(conditions[trials / 2])
    report.metric("gaussian_\(n)_condition", median)
    return ["\(n)", "\(trials)", fixed(median, 0), fixed(median / Double(n), 1)]
  }
  report.say("matrices of normal numbers: the condition number grows with n")
  report.table(header: ["n", "matrices", "median condition", "divided by n"], rows: table)

  let examples = Tensor.normal([100, 2], using: &generator)
  let targets =
    matmul(examples, Tensor([1, 2])) + 3
    + Tensor.normal([100], standardDeviation: 0.1, using: &generator)
  var model = LinearRegression(features: 2)
  for _ in 0..<500 { model.step(examples, targets, learningRate: 0.01) }
  let direct = LinearRegression.solved(examples, targets)
  report.say("100 examples of y = 1 x1 + 2 x2 + 3 + noise 0.1")
  for (name, fit) in [("500 steps of descent, rate 0.01", model), ("directly, through QR", direct)]
  {
    report.say(
      "  \(name): w = \(words(fit.weights.scalars)), b = \(fixed(Double(fit.bias), 4)), "
        + "loss \(fixed(Double(fit.loss(examples, targets)), 5))")
  }
  let worst = ((model.weights - Tensor([1, 2])).scalars + [model.bias - 3])
    .map { Swift.abs($0) }.max()
  report.metric("regression_worst_error", Double(worst ?? 0))
}
