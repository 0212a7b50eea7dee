import Tensors
import Testing
import Training

@Suite("07 Losses: connectionist temporal classification")
struct ConnectionistChapterTests {
  /// Every path of `frames` classes.
  func paths(_ frames: Int, classes: Int) -> [[Int]] {
    (0..<frames).reduce([[]]) { paths, _ in
      paths.flatMap { path in (0..<classes).map { path + [$0] } }
    }
  }

  @Test("repeats are merged first, then blanks are dropped")
  func reading() {
    #expect(readPath([1, 1, 0, 2, 0, 0, 3, 3]) == [1, 2, 3])
    #expect(readPath([1, 1, 0, 1]) == [1, 1])
    #expect(readPath([0, 0]) == [])
    #expect(readPath([0, 2, 1, 1, 0], blank: 2) == [0, 1, 0])
    #expect(readPath([]) == [])
  }

  @Test(
    "minus the logarithm of the sum over all paths, one by one",
    arguments: [[], [1], [2, 1], [1, 1], [1, 2, 1], [2, 2, 2]])
  func sumOverPaths(transcript: [Int]) {
    var generator = RandomGenerator(seed: 75)
    let logits = Tensor.normal([1, 5, 3], using: &generator)
    let said = logSoftmax(logits[0], axis: 1).scalars
    for length in 1...5 {
      var sum = 0.0
      for path in paths(length, classes: 3) where readPath(path) == transcript {
        sum += path.enumerated().reduce(1.0) {
          $0 * Double(exp(Tensor(said[3 * $1.offset + $1.element])).scalar)
        }
      }
      let loss = connectionistTemporalLoss(
        logits: logits, labels: [transcript], lengths: [length], reduction: .sum)
      if sum == 0 {
        #expect(loss.scalar == .infinity)
      } else {
        #expect(abs(Double(exp(-loss).scalar) - sum) < 1e-5 * sum, "\(length) frames")
      }
    }
  }

  @Test("the probabilities of all transcripts add up to 1")
  func totalProbability() {
    var generator = RandomGenerator(seed: 76)
    let logits = 2 * Tensor.normal([1, 4, 3], using: &generator)
    let transcripts = Set(paths(4, classes: 3).map { readPath($0) })
    let sum = transcripts.reduce(Float(0)) { sum, transcript in
      sum
        + exp(-connectionistTemporalLoss(logits: logits, labels: [transcript], reduction: .sum))
        .scalar
    }
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test("a gradient that is measured, and that of the gradient")
  func gradients() {
    var generator = RandomGenerator(seed: 77)
    let logits = Tensor.normal([2, 5, 3], using: &generator)
    let weights = Tensor([0.7, -1.3])
    let loss: @Sendable (Tensor) -> Tensor = { x in
      let losses = connectionistTemporalLoss(
        logits: x, labels: [[1, 1], [2]], lengths: [5, 4], reduction: .none)
      return (losses * weights).sum()
    }
    let check = gradientCheck(at: [logits]) { loss($0[0]) }
    #expect(check.error < 1e-2, "\(check)")
    let direction = Tensor.normal([2, 5, 3], using: &generator)
    let curved = hessianVectorProduct(at: logits, times: direction, of: loss)
    let step: Float = 0.01
    let ahead = gradient(at: logits + step * direction, of: loss)
    let behind = gradient(at: logits - step * direction, of: loss)
    let measured = (ahead - behind) / (2 * step)
    #expect(curved.isClose(to: measured, relative: 1e-2, absolute: 1e-3))
  }

  @Test("frames after the end have no say")
  func padding() {
    var generator = RandomGenerator(seed: 78)
    let short = Tensor.normal([1, 3, 4], using: &generator)
    let noise = 100 * Tensor.normal([1, 2, 4], using: &generator)
    let long = Tensor.concatenate([short, noise], axis: 1)
    let loss = connectionistTemporalLoss(logits: long, labels: [[2, 3]], lengths: [3])
    #expect(loss.isClose(to: connectionistTemporalLoss(logits: short, labels: [[2, 3]])))
    let g = gradient(at: long) {
      connectionistTemporalLoss(logits: $0, labels: [[2, 3]], lengths: [3])
    }
    #expect(g[.all, 3..<5] == .zeros([1, 2, 4]))
  }

  @Test("too few frames: infinity or 0, and no gradient")
  func impossible() {
    let logits = Tensor.zeros([2, 3, 3])
    let labels = [[1, 1, 2], [1, 2]]
    for isIgnored in [false, true] {
      let losses = connectionistTemporalLoss(
        logits: logits, labels: labels, ignoresImpossible: isIgnored, reduction: .none)
      #expect(losses.scalars[0] == (isIgnored ? 0 : .infinity))
      #expect(losses.scalars[1].isFinite)
      let g = gradient(at: logits) {
        connectionistTemporalLoss(logits: $0, labels: labels, ignoresImpossible: isIgnored)
      }
      #expect(g[0] == .zeros([3, 3]))
      #expect(g[1].isFinite.all() && g[1] != .zeros([3, 3]))
    }
  }

  @Test("a thousand frames do not underflow")
  func longRecording() {
    let logits = Tensor.zeros([1, 1000, 4])
    let loss = connectionistTemporalLoss(logits: logits, labels: [[1, 2, 3]])
    #expect(loss.scalar.isFinite && loss.scalar > 100)
  }
}
