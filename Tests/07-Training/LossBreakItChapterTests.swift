import Foundation
import Tensors
import Testing
import Training

/// What the chapter says happens when one ingredient of a loss is left out: the numbers of its section "Break it".
@Suite("07 Losses: break it")
struct LossBreakItChapterTests {
  typealias Loss = (_ predictions: Tensor, _ targets: Tensor) -> Tensor

  /// Slope and intercept after descent.
  func fit(
    _ x: Tensor, _ y: Tensor, from start: Tensor = Tensor([0, 0]), _ loss: Loss
  ) -> Tensor {
    var line = start
    for _ in 0..<800 {
      line -= 0.2 * gradient(at: line) { loss($0[0] * x + $0[1], y) }
    }
    return line
  }

  /// Expects the two numbers of a line, to the printed digits.
  func expect(_ line: Tensor, _ wanted: [Float]) {
    #expect(line.isClose(to: Tensor(wanted), relative: 0, absolute: 0.01), "\(line)")
  }

  /// Forty points of the line 2x + 1, with noise of 0.1.
  func points(seed: UInt64) -> (x: Tensor, y: Tensor) {
    var generator = RandomGenerator(seed: seed)
    let x = Tensor.linearlySpaced(from: -1, through: 1, count: 40)
    return (x, 2 * x + 1 + 0.1 * Tensor.normal([40], using: &generator))
  }

  @Test("a line through points with outliers: every loss finds another one")
  func outliers() {
    var (x, y) = points(seed: 1)
    // The last four are 20 too high.
    y += Tensor((0..<40).map { $0 < 36 ? 0 : 20 })
    let huber = fit(x, y) { huberLoss($0, $1, delta: 0.2) }
    expect(fit(x, y) { meanSquaredError($0, $1) }, [7.27, 2.99])
    expect(huber, [2.10, 1.03])
    expect(fit(x, y) { meanAbsoluteError($0, $1) }, [2.07, 0.99])
    expect(fit(x, y, from: huber) { cauchyLoss($0, $1, c: 0.2) }, [2.02, 0.99])
    expect(fit(x, y, from: huber) { tukeyLoss($0, $1, c: 0.5) }, [2.02, 0.99])
    // A biweight that begins far away has no slope and stays where it is.
    let far = Tensor([0, -10])
    #expect(fit(x, y, from: far) { tukeyLoss($0, $1, c: 0.5) } == far)
  }

  @Test("targets [n] for predictions [n, 1]: the best line is flat")
  func stretched() {
    let (x, y) = points(seed: 2)
    expect(fit(x, y) { meanSquaredError($0, $1) }, [1.97, 0.99])
    expect(fit(x, y) { square($0.reshaped([40, 1]) - $1).mean() }, [0, 0.99])
  }

  @Test("descent on the absolute error never settles")
  func bouncing() {
    func end(_ loss: Loss) -> Float {
      var p = Tensor(0.97)
      for _ in 0..<100 { p -= 0.1 * gradient(at: p) { loss($0, Tensor(0)) } }
      return abs(p.scalar)
    }
    #expect(end { meanSquaredError($0, $1) } < 1e-6)
    #expect(abs(end { meanAbsoluteError($0, $1) } - 0.03) < 1e-4)
    #expect(end { huberLoss($0, $1, delta: 0.5) } < 1e-4)
  }

  @Test("softmax twice: the loss cannot fall below ln(1 + 9/e)")
  func softmaxTwice() {
    let logits = Tensor([1000] + [Float](repeating: 0, count: 9)).reshaped([1, 10])
    #expect(crossEntropy(logits: logits, labels: [0]).scalar == 0)
    let twice = crossEntropy(logits: softmax(logits, axis: 1), labels: [0]).scalar
    #expect(abs(twice - 1.4612) < 1e-4)
  }

  @Test("smoothing: the best lead is finite, and so is the least loss")
  func smoothing() {
    var lead = Tensor(0)
    func loss(_ lead: Tensor) -> Tensor {
      let logits = Tensor.concatenate([lead.reshaped([1]), .zeros([9])]).reshaped([1, 10])
      return crossEntropy(logits: logits, labels: [0], smoothing: 0.1)
    }
    for _ in 0..<500 { lead -= gradient(at: lead, of: loss) }
    // ln(0.91 / 0.01), and the entropy of the target.
    #expect(abs(lead.scalar - 4.5109) < 1e-3)
    #expect(abs(loss(lead).scalar - 0.5003) < 1e-4)
  }

  @Test("a thousand easy noes and one hard yes")
  func imbalance() {
    // Noes that are right with 0.99, a yes that is right with 0.1.
    let z = Tensor([Float](repeating: -4.595_12, count: 1000) + [-2.197_225])
    let t = Tensor([Float](repeating: 0, count: 1000) + [1])
    let rows: [(gamma: Float, noes: Float, yes: Float)] = [
      (0, 10.050, 2.303), (1, 0.1005, 2.072), (2, 0.001005, 1.865), (5, 1.005e-9, 1.360),
    ]
    for row in rows {
      let losses = focalLoss(
        logits: z, targets: t, gamma: row.gamma, alpha: nil, reduction: .none)
      let (noes, yes) = (losses[0..<1000].sum().scalar, losses[1000].scalar)
      #expect(abs(noes / row.noes - 1) < 1e-3, "gamma \(row.gamma): \(noes)")
      #expect(abs(yes / row.yes - 1) < 1e-3, "gamma \(row.gamma): \(yes)")
    }
  }

  /// The mean distance of each row from the next, the last one's from the first.
  func neighbours(_ points: Tensor) -> Float {
    pairwiseDistance(points, points.rolled(by: -1, axis: 0)).mean().scalar
  }

  @Test("without strangers everything falls on one point")
  func collapse() {
    var generator = RandomGenerator(seed: 3)
    let a = Tensor.normal([16, 8], using: &generator)
    let b = a + 0.3 * Tensor.normal([16, 8], using: &generator)
    let start = 0.3 * Tensor.normal([8, 2], using: &generator)
    func spread(_ loss: Loss) -> Float {
      var w = start
      for _ in 0..<300 { w -= 0.5 * gradient(at: w) { loss(matmul(a, $0), matmul(b, $0)) } }
      return neighbours(matmul(a, w))
    }
    let same = Tensor.ones([16])
    #expect(abs(neighbours(matmul(a, start)) - 1.60) < 0.01)
    let pull = spread { contrastiveLoss($0, $1, isSame: same) }
    #expect(abs(pull - 0.024) < 0.002)
    let both = spread { p, q in
      contrastiveLoss(p, q, isSame: same)
        + contrastiveLoss(p, q.rolled(by: -1, axis: 0), isSame: 0 * same)
    }
    #expect(abs(both - 1.16) < 0.02)
  }

  @Test("without a temperature perfect partners still cost")
  func temperature() {
    let rows = Tensor.identity(256)
    for (t, wanted) in [(1, 4.552), (0.5, 3.570), (0.1, 0.0115)] as [(Float, Float)] {
      let loss = informationNoiseContrastiveLoss(rows, rows, temperature: t).scalar
      #expect(abs(loss - wanted) < 1e-3, "temperature \(t): \(loss)")
    }
  }

  @Test("in chunks, a loss over 4096 classes needs no room for all scores")
  func memory() async {
    await #expect(processExitsWith: .success) {
      /// The most memory that this process has had, in bytes.
      func peak() -> Int {
        #if os(Linux)
          // Not getrusage: its peak begins with that of the process that started this one.
          let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
          let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
          return 1024 * (line.split(separator: " ").compactMap { Int($0) }.first ?? 0)
        #else
          var usage = rusage()
          getrusage(RUSAGE_SELF, &usage)
          return usage.ru_maxrss
        #endif
      }
      var generator = RandomGenerator(seed: 4)
      let hidden = Tensor.normal([4096, 8], using: &generator)
      let weight = Tensor.normal([8, 4096], using: &generator)
      let labels = (0..<4096).map { $0 }
      let before = peak()
      _ = valueWithGradient(at: hidden, weight) { x, w in
        linearCrossEntropy(hidden: x, weight: w, labels: labels, chunk: 128)
      }
      // Measured: 3 MB. All scores at once are 67 MB, and their gradient as much again.
      let chunked = peak() - before
      _ = valueWithGradient(at: hidden, weight) { x, w in
        crossEntropy(logits: matmul(x, w), labels: labels)
      }
      let whole = peak() - before
      exit(chunked < 16_000_000 && whole > 100_000_000 ? 0 : 1)
    }
  }
}
