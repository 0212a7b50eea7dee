import Tensors
import Testing
import Training

@Suite("07 Mixed examples and disturbed ones")
struct MixingChapterTests {
  /// Pictures that are filled with their own number, and targets that name it.
  func pictures(_ count: Int, height: Int, width: Int) -> (Tensor, Tensor) {
    let inputs = Tensor.stack(
      (0..<count).map { Tensor.full([2, height, width], Float($0)) })
    return (inputs, .oneHot(Array(0..<count), classes: count))
  }

  @Test("CutMix: the targets are the shares of the pixels, for every place and share")
  func area() {
    var generator = RandomGenerator(seed: 1)
    var sizes: Set<Float> = []
    for (height, width) in [(8, 8), (5, 9), (1, 7)] {
      let (inputs, targets) = pictures(6, height: height, width: width)
      for _ in 0..<40 {
        let mixed = cutMix(inputs, targets, using: &generator)
        // The share of the pixels of each picture that come from each other one.
        for index in 0..<6 {
          let pixels = mixed.inputs[index].scalars
          let shares = (0..<6).map { other in
            Float(pixels.count { $0 == Float(other) }) / Float(pixels.count)
          }
          #expect(mixed.targets[index].isClose(to: Tensor(shares), absolute: 1e-5))
          sizes.insert(shares[index])
        }
      }
    }
    #expect(sizes.count > 20 && sizes.contains { $0 < 0.5 })
  }

  @Test("CutMix by hand, in the middle and at the border")
  func byHand() {
    let (inputs, targets) = pictures(2, height: 4, width: 4)
    // √(1 − 0.75) = ½: a square of side 2, rows and columns 1 and 2 around (2, 2).
    let middle = cutMix(inputs, targets, partners: [1, 0], share: 0.75, row: 2, column: 2)
    #expect(
      middle.inputs[0][0]
        == Tensor([[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]))
    #expect(middle.targets == Tensor([[0.75, 0.25], [0.25, 0.75]]))
    // Around (0, 0) only one pixel of the square is inside.
    let corner = cutMix(inputs, targets, partners: [1, 0], share: 0.75, row: 0, column: 0)
    #expect(corner.inputs[1][1].sum().scalar == 15)
    #expect(corner.targets == Tensor([[0.9375, 0.0625], [0.0625, 0.9375]]))
  }

  @Test("CutMix: on average the share that Beta(1, 1) asks for, less what is cut off")
  func shares() {
    var generator = RandomGenerator(seed: 2)
    let (inputs, targets) = pictures(3, height: 16, width: 16)
    let kept = (0..<500).map { _ -> Float in
      let mixed = cutMix(inputs, targets, using: &generator)
      return mixed.inputs.scalars.isEmpty ? 0 : mixed.targets[0].max().scalar
    }
    #expect(kept.reduce(0, +) / 500 > 0.6)
  }

  @Test("mixup: inputs and targets are mixed with the same partners, in the same proportion")
  func mixups() {
    var generator = RandomGenerator(seed: 3)
    let (inputs, targets) = pictures(6, height: 3, width: 2)
    var shares: [Float] = []
    for _ in 0..<200 {
      let mixed = mixup(inputs, targets, alpha: 0.4, using: &generator)
      #expect(mixed.targets.sum(axis: 1).isClose(to: .ones([6])))
      // A picture of i is filled with share · i + (1 − share) · partner: the mean of its target.
      let numbers = (mixed.targets * Tensor([0, 1, 2, 3, 4, 5])).sum(axis: 1)
      let filled = mixed.inputs.reshaped([6, 12]).mean(axis: 1)
      #expect(filled.isClose(to: numbers, absolute: 1e-5))
      shares.append(mixed.targets[0, 0])
    }
    // Beta(0.4, 0.4) has the mean ½ and the standard deviation √(1 / (4 · 1.8)) = 0.373.
    #expect(shares.contains { $0 < 0.1 } && shares.contains { $0 > 0.9 })
    let given = mixup(inputs, targets, partners: [1, 2, 3, 4, 5, 0], share: 0.25)
    #expect(given.targets[0] == Tensor([0.25, 0.75, 0, 0, 0, 0]))
    #expect(given.inputs[0] == .full([2, 3, 2], 0.75))
  }

  @Test("cut-out: a square of zeros in every picture, at several places")
  func holes() {
    var generator = RandomGenerator(seed: 4)
    let x = Tensor.ones([50, 2, 9, 9])
    let y = cutOut(x, side: 4, using: &generator)
    let zeros = y.scalars.count { $0 == 0 }
    #expect(zeros % 2 == 0 && zeros > 0)
    var patterns: Set<[Float]> = []
    for index in 0..<50 {
      let (first, second) = (y[index][0], y[index][1])
      #expect(first == second)
      let count = first.scalars.count { $0 == 0 }
      #expect((4...16).contains(count))
      patterns.insert(first.scalars)
    }
    #expect(patterns.count > 20)
    #expect(cutOut(x, side: 0, using: &generator) == x)
  }

  @Test("label noise: the share of wrong labels, none of them the old one, all classes alike")
  func labelNoise() {
    var generator = RandomGenerator(seed: 5)
    let labels = (0..<20_000).map { $0 % 5 }
    let noisy = withLabelNoise(labels, classes: 5, rate: 0.3, using: &generator)
    let wrong = zip(labels, noisy).count { $0 != $1 }
    #expect(abs(Double(wrong) / 20_000 - 0.3) < 0.02)
    let moves = zip(labels, noisy).map { ($1 - $0 + 5) % 5 }
    for move in 1..<5 { #expect((1200...1800).contains(moves.count { $0 == move })) }
    #expect(withLabelNoise(labels, classes: 5, rate: 0, using: &generator) == labels)
  }
}
