extension ExerciseCard {
  /// The exercises of chapter 07 about its losses.
  static let trainingLoss: [ExerciseCard] = [
    ExerciseCard(
      id: "07.1", title: "Huber's loss", file: "HuberLoss.swift", points: 8, minutes: 12,
      difficulty: 2, section: "How much an outlier counts",
      hints: [
        "What are value and slope of ½ d² at d = delta? The straight part has to go on from there.",
        "Everything depends on the size of the difference only. Refuse shapes that differ before you subtract.",
        "With m = min(|d|, delta), both pieces are m · (|d| − ½ m). Or compute both and `select`. Then the "
          + "mean.",
      ]),
    ExerciseCard(
      id: "07.2", title: "cross-entropy with weights and smoothing", file: "CrossEntropy.swift",
      points: 12, minutes: 25, difficulty: 3, section: "From scores, not from probabilities",
      hints: [
        "What is ln softmax(z)ₖ without any fraction? What happens to it when the same number is added to "
          + "all z?",
        "Make three things of the shape [n, classes] or [classes]: the −ln p, the target, the weights. "
          + "Multiply and "
          + "add up. What is left is the divisor.",
        "`-logSoftmax(logits, axis: 1)`; the target is (1 − s) · `Tensor.oneHot` + s / K, for all K classes; "
          + "the "
          + "divisor is the sum of the weights of the labels, and n without weights.",
      ]),
    ExerciseCard(
      id: "07.3", title: "the focal loss", file: "FocalLoss.swift", points: 10, minutes: 20,
      difficulty: 3, section: "Hard and easy",
      hints: [
        "For a target of 0, which probability is that of the right answer? Which score does it belong to?",
        "Let s be z for a yes and −z for a no. Then p = σ(s) for both, and only the weight still asks for "
          + "the target.",
        "s = z · (2t − 1). −ln p = softplus(−s), and (1 − p)ᵍ = exp(−g · softplus(s)). The weight is "
          + "alpha · t + (1 − alpha) · (1 − t).",
      ]),
    ExerciseCard(
      id: "07.4", title: "a contrastive loss", file: "ContrastiveLoss.swift", points: 10,
      minutes: 20, difficulty: 3, section: "Near and far",
      hints: [
        "Which class is the right one in row 3 of the matrix of similarities? In column 3?",
        "Bring all rows to length 1, multiply a by b transposed, divide by the temperature: a matrix of "
          + "logits. It is a "
          + "classification twice, along the rows and along the columns.",
        "`softmaxCrossEntropy(logits:labels:)` with the labels 0..<n, once for S and once for "
          + "`S.transposed()`; the mean "
          + "of each, and half of the sum.",
      ]),
  ]
}
