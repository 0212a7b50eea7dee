extension ExerciseCard {
  /// The exercises of chapter 07 about its layers.
  static let trainingLayer: [ExerciseCard] = [
    ExerciseCard(
      id: "07.5", title: "fans and first weights", file: "InitialBound.swift", points: 8,
      minutes: 12, difficulty: 2, section: "How the first weights are drawn",
      hints: [
        "How many products does one unit add up: for a matrix, and for an output of a convolution?",
        "A kernel has the outputs first. All axes behind the second are the kernel's places; multiply them.",
        "The variance shall be gain² / fanIn, and numbers between −b and b have the variance b² / 3. Set both "
          + "equal and take the root.",
      ]),
    ExerciseCard(
      id: "07.6", title: "batch normalization", file: "BatchNormalization.swift", points: 12,
      minutes: 25, difficulty: 3, section: "Normalization",
      hints: [
        "There are two variances in this exercise. Which one divides by m, which one by m − 1, and who needs "
          + "which?",
        "Write evaluation first: it is one formula and hands the running values back as they came. Training "
          + "computes mean and variance along axis 0 and uses the same formula.",
        "The running variance moves to variance · m / (m − 1): new = (1 − momentum) · old + momentum · batch. "
          + "Epsilon is added to the variance, under the root.",
      ]),
    ExerciseCard(
      id: "07.7", title: "the gradient of batch normalization",
      file: "BatchNormalizationGradient.swift", points: 10, minutes: 30, difficulty: 4,
      section: "The gradient of batch normalization",
      hints: [
        "If every x of a channel grows by the same amount, what happens to y? What does that say about the sum of "
          + "the gradient?",
        "x moves y in three ways: itself, through the mean, and through the variance. With h = gradient · scale, "
          + "each of the last two takes something away from h.",
        "Take away the mean of h, and n times the mean of h · n. Then divide by √(variance + epsilon). Scale and "
          + "shift get sums over the batch: of gradient · n, and of the gradient.",
      ]),
    ExerciseCard(
      id: "07.8", title: "group normalization", file: "GroupNormalization.swift", points: 8,
      minutes: 15, difficulty: 3, section: "Normalizing without the batch",
      hints: [
        "Which numbers share a mean: for 6 channels in 3 groups, and images of 2 × 2, how many are they?",
        "In memory a group lies in one piece. Another shape makes it the last axis: [batch, groups, rest].",
        "Normalize along the last axis of that view and reshape back. Then scale and shift by channels, reshaped "
          + "to [channels, 1, …] with a 1 for each axis behind the second.",
      ]),
    ExerciseCard(
      id: "07.9", title: "inverted dropout", file: "InvertedDropout.swift", points: 8, minutes: 8,
      difficulty: 1, section: "Dropout",
      hints: [
        "With a rate of 0.2, how large must what is kept become, so that the mean over many draws is the number "
          + "itself?",
        "In evaluation hand x back. In training multiply with a mask of zeros and ones, and correct once.",
        "`uniform .>= rate` is true where a number is kept; `select(mask, a, 0)` makes numbers of it. Divide by "
          + "1 − rate.",
      ]),
    ExerciseCard(
      id: "07.10", title: "stochastic depth", file: "StochasticDepth.swift", points: 8,
      minutes: 15, difficulty: 2, section: "Stochastic depth",
      hints: [
        "What comes out for an example whose branch is left out? What must its gradient be?",
        "The mask has one number for each example. Which shape makes it count for all numbers of its example?",
        "x + branch · mask / (1 − rate), with the mask reshaped to [batch, 1, …]. The rates are "
          + "most · index / (count − 1); think of a single branch.",
      ]),
    ExerciseCard(
      id: "07.11", title: "CutMix", file: "CutMix.swift", points: 10, minutes: 20,
      difficulty: 3, section: "Mixing examples",
      hints: [
        "An image of 4 × 4 and a square of 2 × 2 around its corner: how many pixels change? What must the target "
          + "say?",
        "First the rectangle: sides, middle, borders. Then paste it from images[partners]. Then count its pixels "
          + "for the targets.",
        "A side is √(1 − share) of the extent; half of it, rounded down, on both sides of the middle, between 0 "
          + "and the extent. `mixed[.all, .all, rows, columns] = …` pastes.",
      ]),
  ]
}
