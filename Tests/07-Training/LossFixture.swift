import Foundation
import Tensors
import Training

/// What PyTorch computed for a loss, see Tests/Fixtures/losses/record.py.
struct LossFixture: Decodable {
  struct Recorded: Decodable {
    let shape: [Int]
    let values: [Double]

    var tensor: Tensor { Tensor(values.map { Float($0) }, shape: shape) }
  }

  let inputs, constants: [Recorded]
  let labels: [Int]
  let transcripts: [[Int]]
  let lengths: [Int]
  let none: Recorded
  let sum, mean: Double
  /// Of the mean, by every input.
  let gradients: [Recorded]
  let cotangent: Recorded
  /// Of the losses' sum, weighted with the cotangent.
  let weighted: [Recorded]

  /// The largest number that goes in: what it is rounded to is what a difference of two can be off.
  var largest: Double { inputs.flatMap(\.values).map(abs).max() ?? 0 }

  /// Read once.
  static let all: [String: LossFixture] = {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/losses/torch.json")
    do {
      return try JSONDecoder().decode([String: LossFixture].self, from: Data(contentsOf: file))
    } catch { fatalError("\(file.path): \(error)") }
  }()
}

/// The losses of the chapter by the names of the recorded cases.
///
/// What follows a comma is a variant of the data, and
/// left out unless the table has the whole name.
enum LossTable {
  typealias Loss = @Sendable (LossFixture, [Tensor], Reduction) -> Tensor

  static let weights = Tensor([0.5, 2, 1, 0.25, 3])

  static let numbers: [String: Loss] = [
    "squared": { _, x, r in meanSquaredError(x[0], x[1], reduction: r) },
    "absolute": { _, x, r in meanAbsoluteError(x[0], x[1], reduction: r) },
    "huber": { _, x, r in huberLoss(x[0], x[1], delta: 0.7, reduction: r) },
    "smooth": { _, x, r in smoothAbsoluteError(x[0], x[1], beta: 0.7, reduction: r) },
    "log-cosh": { _, x, r in logCoshLoss(x[0], x[1], reduction: r) },
    "cauchy": { _, x, r in cauchyLoss(x[0], x[1], c: 1.5, reduction: r) },
    "tukey": { _, x, r in tukeyLoss(x[0], x[1], c: 1.5, reduction: r) },
    "quantile": { _, x, r in quantileLoss(x[0], x[1], quantile: 0.9, reduction: r) },
    "squared log": { _, x, r in meanSquaredLogError(x[0], x[1], reduction: r) },
    "percentage": { _, x, r in meanAbsolutePercentageError(x[0], x[1], reduction: r) },
    "poisson, log": { c, x, r in
      poissonLoss(logRates: x[0], counts: c.constants[0].tensor, reduction: r)
    },
    "poisson, rates": { c, x, r in
      poissonLoss(rates: x[0], counts: c.constants[0].tensor, reduction: r)
    },
    "gaussian": { _, x, r in gaussianLoss(x[0], variances: x[1], x[2], reduction: r) },
    "divergence": { c, x, r in
      divergenceLoss(logProbabilities: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "divergence, logarithms": { _, x, r in
      divergenceLoss(logProbabilities: x[0], logTargets: x[1], reduction: r)
    },
  ]

  static let classes: [String: Loss] = [
    "cross-entropy": { c, x, r in crossEntropy(logits: x[0], labels: c.labels, reduction: r) },
    "cross-entropy, weights": { c, x, r in
      crossEntropy(logits: x[0], labels: c.labels, weights: weights, reduction: r)
    },
    "cross-entropy, smoothing": { c, x, r in
      crossEntropy(logits: x[0], labels: c.labels, smoothing: 0.1, reduction: r)
    },
    "cross-entropy, all": { c, x, r in
      crossEntropy(logits: x[0], labels: c.labels, weights: weights, smoothing: 0.3, reduction: r)
    },
    "cross-entropy, ignored": { c, x, r in
      crossEntropy(logits: x[0], labels: c.labels, reduction: r)
    },
    "cross-entropy, ignored, weights": { c, x, r in
      crossEntropy(logits: x[0], labels: c.labels, weights: weights, reduction: r)
    },
    "cross-entropy, ignored, all": { c, x, r in
      crossEntropy(logits: x[0], labels: c.labels, weights: weights, smoothing: 0.3, reduction: r)
    },
    "focal of classes, 0.0": { c, x, r in
      focalLoss(logits: x[0], labels: c.labels, gamma: 0, reduction: r)
    },
    "focal of classes, 0.5": { c, x, r in
      focalLoss(logits: x[0], labels: c.labels, gamma: 0.5, reduction: r)
    },
    "focal of classes, 2.0": { c, x, r in
      focalLoss(logits: x[0], labels: c.labels, reduction: r)
    },
    "focal of classes, weights": { c, x, r in
      focalLoss(logits: x[0], labels: c.labels, weights: weights, reduction: r)
    },
    "nll": { c, x, r in
      negativeLogLikelihood(logProbabilities: x[0], labels: c.labels, reduction: r)
    },
    "nll, ignored, weights": { c, x, r in
      negativeLogLikelihood(
        logProbabilities: x[0], labels: c.labels, weights: weights, reduction: r)
    },
    "cross-entropy of distributions": { c, x, r in
      crossEntropy(logits: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "cross-entropy of distributions, all": { c, x, r in
      crossEntropy(
        logits: x[0], targets: c.constants[0].tensor, weights: weights, smoothing: 0.3,
        reduction: r)
    },
    "linear cross-entropy": { c, x, r in
      linearCrossEntropy(
        hidden: x[0], weight: x[1], bias: x[2], labels: c.labels, chunk: 4, weights: weights,
        smoothing: 0.1, reduction: r)
    },
    "linear cross-entropy, PyTorch's": { c, x, r in
      linearCrossEntropy(hidden: x[0], weight: x[1], labels: c.labels, chunk: 1, reduction: r)
    },
    "ctc": { c, x, r in
      connectionistTemporalLoss(
        logits: x[0], labels: c.transcripts, lengths: c.lengths, reduction: r)
    },
    "ctc, another blank": { c, x, r in
      connectionistTemporalLoss(
        logits: x[0], labels: c.transcripts, lengths: c.lengths, blank: 2, reduction: r)
    },
    "ctc, impossible": { c, x, r in
      connectionistTemporalLoss(
        logits: x[0], labels: c.transcripts, lengths: c.lengths, ignoresImpossible: true,
        reduction: r)
    },
  ]

  static let decisions: [String: Loss] = [
    "binary": { _, x, r in binaryCrossEntropy(logits: x[0], targets: x[1], reduction: r) },
    "binary, weight": { _, x, r in
      binaryCrossEntropy(logits: x[0], targets: x[1], positiveWeight: 3, reduction: r)
    },
    "binary, probabilities": { _, x, r in
      binaryCrossEntropy(probabilities: x[0], targets: x[1], reduction: r)
    },
    "soft labels": { c, x, r in
      multiLabelSoftMarginLoss(logits: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "focal, 2.0, 0.25": { c, x, r in
      focalLoss(logits: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "focal, 0.0, None": { c, x, r in
      focalLoss(
        logits: x[0], targets: c.constants[0].tensor, gamma: 0, alpha: nil, reduction: r)
    },
    "focal, 0.5, 0.9": { c, x, r in
      focalLoss(
        logits: x[0], targets: c.constants[0].tensor, gamma: 0.5, alpha: 0.9, reduction: r)
    },
    "dice": { c, x, r in diceLoss(x[0], c.constants[0].tensor, reduction: r) },
    "dice, bare": { c, x, r in
      diceLoss(x[0], c.constants[0].tensor, smooth: 0, reduction: r)
    },
    "iou": { c, x, r in intersectionOverUnionLoss(x[0], c.constants[0].tensor, reduction: r) },
  ]

  static let margins: [String: Loss] = [
    "hinge": { c, x, r in
      hingeLoss(scores: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "squared hinge": { c, x, r in
      squaredHingeLoss(scores: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "soft margin": { c, x, r in
      softMarginLoss(scores: x[0], targets: c.constants[0].tensor, reduction: r)
    },
    "ranking": { c, x, r in
      marginRankingLoss(
        x[0], x[1], targets: c.constants[0].tensor, margin: 0.5, reduction: r)
    },
    "categorical hinge": { c, x, r in
      categoricalHingeLoss(scores: x[0], labels: c.labels, reduction: r)
    },
    "multi-margin": { c, x, r in
      multiMarginLoss(scores: x[0], labels: c.labels, margin: 0.8, reduction: r)
    },
    "multi-margin, squared": { c, x, r in
      multiMarginLoss(
        scores: x[0], labels: c.labels, isSquared: true, weights: weights, reduction: r)
    },
    "multi-label margin": { c, x, r in
      multiLabelMarginLoss(scores: x[0], targets: c.constants[0].tensor, reduction: r)
    },
  ]

  static let comparisons: [String: Loss] = [
    "cosine embedding": { c, x, r in
      cosineEmbeddingLoss(
        x[0], x[1], targets: c.constants[0].tensor, margin: -0.2, reduction: r)
    },
    "hinge embedding": { c, x, r in
      hingeEmbeddingLoss(
        distances: x[0], targets: c.constants[0].tensor, margin: 1.2, reduction: r)
    },
    "contrastive": { c, x, r in
      contrastiveLoss(x[0], x[1], isSame: c.constants[0].tensor, margin: 2.5, reduction: r)
    },
    "triplet": { _, x, r in
      tripletLoss(anchor: x[0], positive: x[1], negative: x[2], margin: 0.9, reduction: r)
    },
    "triplet, swapped": { _, x, r in
      tripletLoss(
        anchor: x[0], positive: x[1], negative: x[2], margin: 0.9, isSwapped: true, reduction: r)
    },
    "triplet, cosine": { _, x, r in
      tripletLoss(anchor: x[0], positive: x[1], negative: x[2], margin: 0.9, reduction: r) {
        1 - cosineSimilarity($0, $1)
      }
    },
    "infonce": { _, x, r in informationNoiseContrastiveLoss(x[0], x[1], reduction: r) },
    "infonce, cold": { _, x, r in
      informationNoiseContrastiveLoss(x[0], x[1], temperature: 0.005, reduction: r)
    },
    "infonce, both": { _, x, r in
      informationNoiseContrastiveLoss(
        x[0], x[1], temperature: 0.5, isSymmetric: true, reduction: r)
    },
  ]

  static let all = [numbers, classes, decisions, margins, comparisons].reduce(into: [:]) {
    $0.merge($1) { first, _ in first }
  }

  /// The loss that a case belongs to: the longest name that the case's begins with.
  static func loss(of name: String) -> Loss? {
    var parts = name.components(separatedBy: ", ")
    while !parts.isEmpty {
      if let loss = all[parts.joined(separator: ", ")] { return loss }
      parts.removeLast()
    }
    return nil
  }
}
