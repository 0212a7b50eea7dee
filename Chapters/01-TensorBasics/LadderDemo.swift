// The second demo of the chapter: `swift run descent demo tensor-basics/ladder`.

public import Plots
import Tensors

/// Measures every rung of the matrix product's ladder on this machine.
///
/// All rungs multiply the same random matrices; each product is compared with the library's before it is
/// timed. The speed is 2 m n k operations over the shortest of several runs: other programs can only make a
/// run longer. Two tables and a figure; the metrics `gflops_…` depend on the machine.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func matrixProductDemo(_ report: Report) throws {
  var generator = RandomGenerator(seed: report.seed).split(9)
  report.heading("The matrix product, rung by rung")
  report.say(
    "This chapter's rungs are compiled like all chapters: optimized (-O), every index checked, for "
      + "any processor of this kind.")
  report.say(
    "The library's kernel is compiled for several processors; here it uses "
      + "\(InstructionSet.current.name), on up to \(Threads.count) threads.")

  let size = report.isReduced ? 96 : 512
  let speeds = measureRungs(size, report, using: &generator)
  var rows: [[String]] = []
  let base = speeds[.naive] ?? 1
  var last: Double?
  for rung in ProductRung.allCases {
    guard let speed = speeds[rung] else { continue }
    let step = last.map { fixed(speed / $0, 1) + " x" } ?? ""
    rows.append([
      rung.rawValue, rung.idea, fixed(speed, 2), step, fixed(speed / base, 1) + " x",
    ])
    report.metric("gflops_\(rung.rawValue)", speed)
    last = speed
  }
  report.say("[\(size), \(size)] x [\(size), \(size)]:")
  report.table(
    header: ["rung", "idea", "GFLOP/s", "step", "in all"], rows: rows)
  report.say("step: over the rung before it; in all: over the three loops")
  powersOfTwo(report, using: &generator)
  try sizes(report, using: &generator)
}

/// The billions of operations per second of every rung, for square matrices.
private func measureRungs(
  _ size: Int, _ report: Report, using generator: inout RandomGenerator
) -> [ProductRung: Double] {
  let a = Tensor.normal([size, size], using: &generator)
  let b = Tensor.normal([size, size], using: &generator)
  let truth = matmul(a, b)
  for rung in ProductRung.allCases where rung != .views {
    let difference = rung.product(a, b) - truth
    require(
      norm(difference).scalar <= 1e-5 * norm(truth).scalar,
      "matrixProductDemo: the rung \(rung.rawValue) computes something else")
  }
  // In rounds: a moment in which other programs were busy spoils one round, not one rung.
  let rounds = report.isReduced ? 1 : 3
  let bar = report.progress(total: rounds * ProductRung.allCases.count, label: "measuring")
  var speeds: [ProductRung: Double] = [:]
  for _ in 0..<rounds {
    for rung in ProductRung.allCases {
      bar.advance(message: rung.idea)
      // The views are some hundred times slower: a smaller matrix tells their speed as well.
      let isSlow = rung == .views && size > 128
      let part = 0..<(isSlow ? 128 : size)
      let speed = gigaflops(
        rung, a[part][0..., part], b[part][0..., part], isShort: report.isReduced || isSlow)
      speeds[rung] = max(speeds[rung] ?? 0, speed)
    }
  }
  bar.finish()
  return speeds
}

/// Measures one rung: at least three runs, and for at least 0.3 seconds.
private func gigaflops(_ rung: ProductRung, _ a: Tensor, _ b: Tensor, isShort: Bool) -> Double {
  let clock = ContinuousClock()
  let operations = 2 * Double(a.shape[0]) * Double(a.shape[1]) * Double(b.shape[1])
  var shortest = Double.infinity
  var spent = 0.0
  var runs = 0
  var kept: Float = 0
  while runs < (isShort ? 2 : 3) || (spent < (isShort ? 0.02 : 0.3) && runs < 10_000) {
    let start = clock.now
    kept += rung.product(a, b)[0, 0]
    let seconds = (clock.now - start) / .seconds(1)
    shortest = min(shortest, seconds)
    spent += seconds
    runs += 1
  }
  // The result is used, so that no run can be left out as useless.
  require(!kept.isNaN, "gigaflops: the product is not a number")
  return operations / shortest / 1e9
}

/// The trap of the power of two: a column whose elements all fall into the same few lines of the cache.
private func powersOfTwo(_ report: Report, using generator: inout RandomGenerator) {
  let sizes = report.isReduced ? [63, 64, 65] : [511, 512, 513]
  let speeds = sizes.map { size in
    let a = Tensor.normal([size, size], using: &generator)
    let b = Tensor.normal([size, size], using: &generator)
    return [ProductRung.naive, .reordered].map {
      gigaflops($0, a, b, isShort: report.isReduced)
    }
  }
  report.say("a power of two, and its neighbours:")
  report.table(
    header: ["size", "three loops, GFLOP/s", "loop order i p j"],
    rows: zip(sizes, speeds).map { ["\($0)"] + $1.map { fixed($0, 2) } })
}

/// The speed over the size: where each rung falls out of a cache.
private func sizes(_ report: Report, using generator: inout RandomGenerator) throws {
  let sizes = report.isReduced ? [16, 32, 64] : [16, 32, 64, 128, 256, 384, 512, 768, 1024]
  let rungs: [ProductRung] = [
    .naive, .reordered, .rows, .blocked, .vectors, .kernel, .threads,
  ]
  var curves: [ProductRung: [(size: Float, speed: Float)]] = [:]
  let bar = report.progress(total: sizes.count, label: "sizes")
  for size in sizes {
    let a = Tensor.normal([size, size], using: &generator)
    let b = Tensor.normal([size, size], using: &generator)
    for rung in rungs {
      if rung == .naive || rung == .reordered, size > 512 { continue }
      let speed = gigaflops(rung, a, b, isShort: true)
      curves[rung, default: []].append((Float(size), Float(speed)))
    }
    bar.advance(message: "\(size) x \(size)")
  }
  bar.finish()
  try report.show(
    LineChart(
      title: "Matrix product: speed over size",
      series: rungs.map { rung in
        let curve = curves[rung] ?? []
        return .init(rung.rawValue, x: curve.map(\.size), y: curve.map(\.speed))
      }, xLabel: "n, for n x n matrices", yLabel: "GFLOP/s", yScale: .logarithmic),
    named: "ladder", caption: "Each line is one way to write the same three loops.")
}
