import Tensors
import Testing
import Training

/// What must hold of the losses whatever the numbers.
@Suite("07 Losses: by hand, and at the edges")
struct LossRulesChapterTests {
  @Test("values by hand, as the chapter prints them")
  func byHand() {
    #expect(meanSquaredError(Tensor([3]), Tensor([1])).scalar == 4)
    let d = Tensor([0.5, 1, 3])
    let zero = Tensor.zeros([3])
    #expect(huberLoss(d, zero, reduction: .none) == Tensor([0.125, 0.5, 2.5]))
    #expect(huberLoss(d, zero, delta: 2, reduction: .none) == Tensor([0.125, 0.5, 4]))
    #expect(smoothAbsoluteError(d, zero, beta: 2, reduction: .none) == Tensor([0.0625, 0.25, 2]))
    #expect(smoothAbsoluteError(d, zero, beta: 0, reduction: .none) == d)
    #expect(
      quantileLoss(Tensor([0, 2]), Tensor([1, 1]), quantile: 0.9, reduction: .sum).scalar == 1)
    let logits = Tensor([[2, 0]])
    #expect(abs(crossEntropy(logits: logits, labels: [0]).scalar - 0.126_928) < 1e-6)
    #expect(
      abs(crossEntropy(logits: logits, labels: [0], smoothing: 0.1).scalar - 0.226_928) < 1e-6)
    let focal = focalLoss(logits: Tensor([0]), targets: Tensor([1])).scalar
    #expect(abs(focal - 0.25 * 0.25 * 0.693_147) < 1e-6)
    let (p, t) = (Tensor([[1, 1, 0, 0]]), Tensor([[1, 0, 1, 0]]))
    #expect(diceLoss(p, t, smooth: 0).scalar == 0.5)
    #expect(abs(intersectionOverUnionLoss(p, t, smooth: 0).scalar - 2 / 3) < 1e-6)
    let pairs = Tensor([[1, 0], [0, 1]])
    let noise = informationNoiseContrastiveLoss(pairs, pairs, temperature: 1).scalar
    #expect(abs(noise - 0.313_262) < 1e-6)
    let ctc = connectionistTemporalLoss(logits: .zeros([1, 2, 2]), labels: [[1]]).scalar
    #expect(abs(ctc - 0.287_682) < 1e-6)
  }

  @Test("the best constant: mean, median and quantile")
  func bestConstants() {
    let targets = Tensor([0, 0, 0, 0, 100])
    func slope(_ p: Float, _ loss: (Tensor, Tensor) -> Tensor) -> Float {
      gradient(at: Tensor(p)) { loss($0.broadcasted(to: [5]), targets) }.scalar
    }
    #expect(abs(slope(20) { meanSquaredError($0, $1) }) < 1e-6)
    #expect(slope(0.1) { meanAbsoluteError($0, $1) } > 0)
    #expect(slope(-0.1) { meanAbsoluteError($0, $1) } < 0)
    let hundred = Tensor.range(1, to: 101)
    func pinball(_ p: Float) -> Float {
      quantileLoss(.full([100], p), hundred, quantile: 0.9).scalar
    }
    #expect(pinball(90.5) < pinball(89) && pinball(90.5) < pinball(92))
  }

  @Test("smoothing: the target is 1 − ε + ε/K and ε/K, and adds up to 1")
  func smoothing() {
    // The gradient is p − q, so q can be read off it.
    let z = Tensor([[0.3, -1, 2, 0.5]])
    let g = gradient(at: z) { crossEntropy(logits: $0, labels: [2], smoothing: 0.1) }
    let target = softmax(z, axis: 1) - g
    #expect(target.isClose(to: Tensor([[0.025, 0.025, 0.925, 0.025]]), absolute: 1e-6))
    #expect(abs(target.sum().scalar - 1) < 1e-6)
  }

  @Test("a label and a distribution that is certain of it cost the same; so does binary")
  func sparseEqualsDense() {
    var generator = RandomGenerator(seed: 71)
    let logits = Tensor.normal([5, 4], using: &generator)
    let labels = [3, 1, 0, 0, 2]
    let sparse = crossEntropy(logits: logits, labels: labels, smoothing: 0.2)
    let dense = crossEntropy(logits: logits, targets: .oneHot(labels, classes: 4), smoothing: 0.2)
    #expect(sparse.isClose(to: dense))
    let z = Tensor.normal([6], using: &generator)
    let two = Tensor.stack([.zeros([6]), z], axis: 1)
    let bits = [0, 1, 1, 0, 1, 0]
    let t = Tensor(bits.map(Float.init))
    #expect(
      crossEntropy(logits: two, labels: bits).isClose(to: binaryCrossEntropy(logits: z, targets: t))
    )
    #expect(
      focalLoss(logits: two, labels: bits, gamma: 1.5)
        .isClose(to: focalLoss(logits: z, targets: t, gamma: 1.5, alpha: nil)))
    #expect(
      softMarginLoss(scores: z, targets: 2 * t - 1)
        .isClose(to: binaryCrossEntropy(logits: z, targets: t)))
  }

  @Test("gamma 0 is cross-entropy")
  func focalWithoutFocus() {
    var generator = RandomGenerator(seed: 72)
    let z = 3 * Tensor.normal([20], using: &generator)
    let t = Tensor((0..<20).map { Float($0 % 2) })
    let plain = binaryCrossEntropy(logits: z, targets: t)
    #expect(focalLoss(logits: z, targets: t, gamma: 0, alpha: nil).isClose(to: plain))
    #expect(focalLoss(logits: z, targets: t, gamma: 0, alpha: 0.5).isClose(to: 0.5 * plain))
  }

  @Test("rows of any rank: a sequence of classes")
  func sequences() {
    var generator = RandomGenerator(seed: 73)
    let logits = Tensor.normal([2, 3, 4], using: &generator)
    let labels = [0, 3, -1, 2, 2, 1]
    let flat = logits.reshaped([6, 4])
    let none = crossEntropy(logits: logits, labels: labels, reduction: .none)
    #expect(none.shape == [2, 3])
    #expect(none.flattened() == crossEntropy(logits: flat, labels: labels, reduction: .none))
    #expect(
      crossEntropy(logits: logits, labels: labels) == crossEntropy(logits: flat, labels: labels))
  }

  @Test("where all rows are left out, mean and gradient are 0")
  func nothingCounts() {
    let logits = Tensor([[1, 2, .infinity], [3, 4, 5]])
    let head = Tensor.ones([3, 4])
    let losses: [@Sendable (Tensor) -> Tensor] = [
      { crossEntropy(logits: $0, labels: [-1, -100]) },
      { crossEntropy(logits: $0, labels: [-1, -1], weights: Tensor([1, 2, 3])) },
      { negativeLogLikelihood(logProbabilities: $0, labels: [-1, -1]) },
    ]
    for loss in losses {
      #expect(loss(logits).scalar == 0)
      #expect(gradient(at: logits, of: loss) == .zeros([2, 3]))
    }
    let finite = Tensor([[1, 2, 3], [3, 4, 5]])
    let others: [@Sendable (Tensor) -> Tensor] = [
      { crossEntropy(logits: $0, labels: [-1, -1], smoothing: 0.1) },
      { focalLoss(logits: $0, labels: [-1, -1]) },
      { crossEntropy(logits: $0, labels: [0, 0], weights: Tensor([0, 2, 3])) },
      { linearCrossEntropy(hidden: $0, weight: head, labels: [-1, -1]) },
    ]
    for loss in others {
      #expect(loss(finite).scalar == 0)
      #expect(gradient(at: finite, of: loss) == .zeros([2, 3]))
    }
  }

  @Test("a row that is left out changes nothing, whatever it holds")
  func leftOut() {
    let rows = Tensor([[1, 2], [3, -1]])
    let padded = Tensor([[1, 2], [1e30, -1e30], [3, -1]])
    for smoothing: Float in [0, 0.2] {
      func loss(_ logits: Tensor, _ labels: [Int]) -> Tensor {
        crossEntropy(logits: logits, labels: labels, weights: Tensor([1, 3]), smoothing: smoothing)
      }
      #expect(loss(padded, [0, -1, 1]) == loss(rows, [0, 1]))
      let g = gradient(at: padded) { loss($0, [0, -1, 1]) }
      #expect(g[1] == .zeros([2]))
      #expect(g[[0, 2]] == gradient(at: rows) { loss($0, [0, 1]) })
    }
  }

  @Test("from logits a certain mistake has a slope, from probabilities it has none")
  func logitsOrProbabilities() {
    let one = Tensor([1])
    func slope(_ loss: (Tensor) -> Tensor) -> Float {
      gradient(at: Tensor([-200]), of: loss).scalars[0]
    }
    #expect(slope { binaryCrossEntropy(logits: $0, targets: one) } == -1)
    #expect(slope { binaryCrossEntropy(probabilities: sigmoid($0), targets: one) } == 0)
    #expect(binaryCrossEntropy(logits: Tensor([-200]), targets: one).scalar == 200)
    #expect(binaryCrossEntropy(probabilities: Tensor([0]), targets: one).scalar == 100)
    // Both ends, right and wrong: nothing is infinite or not a number.
    let ends = Tensor([0, 1, 0, 1])
    let targets = Tensor([0, 1, 1, 0])
    let losses = binaryCrossEntropy(probabilities: ends, targets: targets, reduction: .none)
    #expect(losses == Tensor([0, 0, 100, 100]))
    let g = gradient(at: ends) { binaryCrossEntropy(probabilities: $0, targets: targets) }
    #expect(g.isFinite.all())
  }

  @Test("a probability that rounding took over 1 is 1")
  func roundedOver() {
    let p = Tensor([1.000_000_1, -1e-7])
    let loss = binaryCrossEntropy(probabilities: p, targets: Tensor([1, 0]), reduction: .none)
    #expect(loss.isClose(to: Tensor([0, 0])))
    let g = gradient(at: p) { binaryCrossEntropy(probabilities: $0, targets: Tensor([0, 1])) }
    #expect(g.isFinite.all())
  }

  @Test("at a kink the slope is the mean of both sides")
  func kinks() {
    let zero = Tensor([0])
    func slope(at x: Float = 0, _ loss: (Tensor) -> Tensor) -> Float {
      gradient(at: Tensor([x]), of: loss).scalars[0]
    }
    #expect(slope { meanAbsoluteError($0, zero) } == 0)
    #expect(slope { huberLoss($0, zero) } == 0)
    #expect(slope(at: 1) { huberLoss($0, zero) } == 1)
    #expect(slope(at: -2) { huberLoss($0, zero, delta: 2) } == -2)
    #expect(abs(slope(at: 1) { tukeyLoss($0, zero, c: 1) }) < 1e-7)
    #expect(slope { logCoshLoss($0, zero) } == 0)
    #expect(abs(slope { quantileLoss($0, zero, quantile: 0.9) } + 0.4) < 1e-6)
    #expect(slope(at: 1) { hingeLoss(scores: $0, targets: Tensor([1])) } == -0.5)
    #expect(slope(at: 1) { squaredHingeLoss(scores: $0, targets: Tensor([1])) } == 0)
    #expect(slope { marginRankingLoss($0, zero, targets: Tensor([1])) } == -0.5)
    #expect(slope(at: 1) { hingeEmbeddingLoss(distances: $0, targets: Tensor([-1])) } == -0.5)
  }

  @Test("equal points: distances have finite slopes")
  func equalPoints() {
    let x = Tensor([[1, 2], [-3, 0.5]])
    let losses: [@Sendable (Tensor) -> Tensor] = [
      { pairwiseDistance($0, x).sum() },
      { pairwiseDistance($0, x + 1e-6).sum() },
      { contrastiveLoss($0, x, isSame: Tensor([1, 0])) },
      { tripletLoss(anchor: $0, positive: x, negative: x) },
      { cosineEmbeddingLoss($0, x, targets: Tensor([1, -1])) },
      { informationNoiseContrastiveLoss($0, x) },
    ]
    for loss in losses {
      #expect(loss(x).scalar.isFinite)
      #expect(gradient(at: x, of: loss).isFinite.all())
    }
    // And for points of length 0.
    let nothing = Tensor.zeros([2, 2])
    for loss in losses.dropFirst(4) {
      #expect(loss(nothing).scalar.isFinite)
      #expect(gradient(at: nothing, of: loss).isFinite.all())
    }
    #expect(
      gradient(at: Tensor([[0 as Float]])) { pairwiseDistance($0, Tensor([[1e-6]])).sum() }
        == .zeros([1, 1]))
  }

  @Test("embeddings that are all equal cost InfoNCE the logarithm of their number")
  func collapsed() {
    let same = Tensor.ones([8, 3])
    let loss = informationNoiseContrastiveLoss(same, same, isSymmetric: true).scalar
    #expect(abs(loss - 2.079_441_5) < 1e-5)
  }

  @Test("the chunks do not change a cross-entropy over a linear layer, nor its gradients")
  func chunks() {
    var generator = RandomGenerator(seed: 74)
    let hidden = Tensor.normal([7, 3], using: &generator)
    let weight = Tensor.normal([3, 5], using: &generator)
    let bias = Tensor.normal([5], using: &generator)
    let labels = [0, 4, -1, 2, 1, 3, 3]
    let (value, wanted) = valueWithGradient(at: hidden, weight, bias) { x, w, b in
      crossEntropy(logits: matmul(x, w) + b, labels: labels)
    }
    for chunk in [1, 2, 3, 7, 100] {
      let (chunked, gradients) = valueWithGradient(at: hidden, weight, bias) { x, w, b in
        linearCrossEntropy(hidden: x, weight: w, bias: b, labels: labels, chunk: chunk)
      }
      #expect(chunked.isClose(to: value))
      #expect(gradients.0.isClose(to: wanted.0))
      #expect(gradients.1.isClose(to: wanted.1))
      #expect(gradients.2.isClose(to: wanted.2))
    }
    let none = linearCrossEntropy(
      hidden: .zeros([0, 3]), weight: weight, labels: [], reduction: .none)
    #expect(none.shape == [0])
  }
}
