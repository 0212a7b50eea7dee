import Tensors
import Testing
import Training

/// The messages of wrong shapes, labels and targets.
@Suite("07 Losses: what is refused, and what the message says")
struct LossTrapChapterTests {
  static func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("predictions [n, 1] for targets [n]")
  func shapes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = meanSquaredError(.zeros([4, 1]), .zeros([4]))
    }
    #expect(Self.text(result).contains("meanSquaredError: [4, 1] and [4]"))
  }

  @Test("a label that is no class")
  func labels() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = crossEntropy(logits: .zeros([2, 3]), labels: [0, 3], weights: .ones([3]))
    }
    #expect(Self.text(result).contains("crossEntropy: label 3 at position 1 is outside 0..<3"))
  }

  @Test("fewer labels than rows")
  func rows() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = negativeLogLikelihood(logProbabilities: .zeros([2, 3]), labels: [0])
    }
    #expect(
      Self.text(result).contains("negativeLogLikelihood: scores of shape [2, 3] for 1 labels"))
  }

  @Test("a weight for each example instead of each class")
  func weights() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = crossEntropy(logits: .zeros([2, 3]), labels: [0, 1], weights: .ones([2]))
    }
    #expect(Self.text(result).contains("weights of shape [2] for 3 classes; [3] is expected"))
  }

  @Test("logits where probabilities belong")
  func probabilities() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = binaryCrossEntropy(probabilities: Tensor([-2, 3]), targets: Tensor([0, 1]))
    }
    #expect(
      Self.text(result).contains(
        "binaryCrossEntropy: probabilities from -2.0 to 3.0; from 0 to 1 is expected"))
  }

  @Test("negative counts")
  func counts() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = poissonLoss(logRates: Tensor([0, 1]), counts: Tensor([3, -1]))
    }
    #expect(
      Self.text(result).contains("poissonLoss: counts from -1.0 to 3.0; at least 0 is expected"))
  }

  @Test("targets 0 and 1 where −1 and 1 belong")
  func signs() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = hingeLoss(scores: Tensor([-2, 3]), targets: Tensor([0, 1]))
    }
    #expect(
      Self.text(result).contains("hingeLoss: targets from 0.0 to 1.0; only -1 and 1 are expected"))
  }

  @Test("soft targets for the focal loss")
  func bits() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = focalLoss(logits: Tensor([-2, 3]), targets: Tensor([0.1, 1]))
    }
    #expect(
      Self.text(result).contains("focalLoss: targets from 0.1 to 1.0; only 0 and 1 are expected"))
  }

  @Test("a negative label where no row can be left out")
  func negativeLabel() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = categoricalHingeLoss(scores: .zeros([2, 3]), labels: [0, -1])
    }
    #expect(
      Self.text(result).contains("categoricalHingeLoss: label -1 at position 1 is outside 0..<3"))
  }

  @Test("a blank in a transcript")
  func blank() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = connectionistTemporalLoss(logits: .zeros([1, 4, 3]), labels: [[1, 0]])
    }
    #expect(
      Self.text(result).contains(
        "label 0 of example 0; a class in 0..<3 other than the blank, 0, is expected"))
  }
}
