extension ChapterCard {
  static let optimization = ChapterCard(
    number: "06", name: "Optimization", title: "Optimization",
    summary: "From a gradient to a step: momentum, rates for every number, schedules, curvature.",
    exercises: [
      ExerciseCard(
        id: "06.1", title: "momentum and Nesterov's step", file: "MomentumStep.swift", points: 8,
        minutes: 10, difficulty: 2, section: "A memory of where one was going",
        hints: [
          "What is the velocity after the first step from rest? After the second with the same gradient?",
          "First the new velocity, from the old one and the gradient. Then the parameter moves: along the new "
            + "velocity, or, for Nesterov, along what the next velocity would be with this gradient.",
          "`velocity = momentum * velocity + gradient`. Nesterov's direction is "
            + "`gradient + momentum * velocity` with the velocity that is already new.",
        ]),
      ExerciseCard(
        id: "06.2", title: "AdaGrad's step", file: "AdaGradStep.swift", points: 6, minutes: 8,
        difficulty: 1, section: "A rate for every number",
        hints: [
          "Which of the two is added up: the slopes or their squares? Is anything forgotten?",
          "The sum comes first, so the very first step already divides by its own slope's size.",
          "Three lines: add `gradient * gradient` to the sum; take its `sqrt` and add epsilon outside; move "
            + "against the gradient divided by that.",
        ]),
      ExerciseCard(
        id: "06.3", title: "RMSprop's step", file: "RMSpropStep.swift", points: 6, minutes: 8,
        difficulty: 1, section: "A rate for every number",
        hints: [
          "What has to change in AdaGrad so that an old large slope does not count for ever?",
          "A running mean: keep a share `decay` of the old value, take the share `1 − decay` of the new one.",
          "The two shares add up to 1. The root is taken of the new mean square, epsilon is added after it.",
        ]),
      ExerciseCard(
        id: "06.4", title: "Adam's step", file: "AdamStep.swift", points: 10, minutes: 20,
        difficulty: 3, section: "Adam",
        hints: [
          "Both means start at zero. After one step, what share of the gradient has each of them seen?",
          "Correct copies of the means for the step, and hand back the means as they are: the correction "
            + "must not pile up.",
          "After t steps a running mean has weights that add up to 1 − betaᵗ. Divide each mean by its own. The "
            + "root is taken of the corrected square; epsilon is added after it.",
        ]),
      ExerciseCard(
        id: "06.5", title: "AdamW's step", file: "AdamWStep.swift", points: 8, minutes: 15,
        difficulty: 3, section: "Weight decay belongs outside",
        hints: [
          "If the decay joined the gradient, by what would Adam divide it?",
          "Two things happen to the parameter, apart from each other: it shrinks, and it takes Adam's step.",
          "Shrink first, by the factor 1 − learningRate · weightDecay. The means see the bare gradient only.",
        ]),
      ExerciseCard(
        id: "06.6", title: "Lion's step", file: "LionStep.swift", points: 8, minutes: 10,
        difficulty: 2, section: "Only the sign",
        hints: [
          "Two mixtures of mean and gradient are made. Which of the two is kept for the next step?",
          "The direction is the sign of one mixture, with beta1. The mean that is kept is the other, with beta2.",
          "Compute the direction before the mean changes. `sign(x)` is −1, 0 or 1. The decay is added to the "
            + "sign, so it is multiplied by the rate as well.",
        ]),
      ExerciseCard(
        id: "06.7", title: "clipping by the global norm", file: "ClipGlobalNorm.swift", points: 8,
        minutes: 12, difficulty: 2, section: "Too long a gradient",
        hints: [
          "What happens to the direction of the whole gradient if every tensor gets a factor of its own?",
          "One length for all tensors together: the root of the sum of all squares. One factor for all.",
          "Leave the gradients alone unless the norm is above the limit. The factor is limit / norm. Hand back "
            + "the norm from before.",
        ]),
      ExerciseCard(
        id: "06.8", title: "warm-up and cosine", file: "WarmUpCosine.swift", points: 8, minutes: 15,
        difficulty: 2, section: "A rate that changes",
        hints: [
          "What are the rates in step 0, in step warmUp, and in step total? In every step after that?",
          "Two pieces that meet at the peak. The second counts its steps from the end of the first.",
          "The share of the way down is (step − warmUp) / (total − warmUp), and never above 1. Half a cosine "
            + "wave goes from 1 to 0: `(1 + cos(Float.pi * share)) / 2`. Divide as Float: `2 / 3` of whole numbers is 0.",
        ]),
      ExerciseCard(
        id: "06.9", title: "warm restarts", file: "WarmRestarts.swift", points: 8, minutes: 15,
        difficulty: 3, section: "A rate that changes",
        hints: [
          "With a first wave of 2 and a growth of 3: in which steps do the waves begin?",
          "Find the wave that the step is in: take off whole waves, each `growth` times as long as the last, "
            + "until less than one is left.",
          "Keep `position` and `length`. While position ≥ length: subtract, and let the length grow. Then "
            + "`cos(Float.pi * share)`, where the share is position / length, both as Float.",
        ]),
      ExerciseCard(
        id: "06.10", title: "a schedule-free step", file: "ScheduleFreeStep.swift", points: 8,
        minutes: 15, difficulty: 3, section: "Averages",
        hints: [
          "There are three points. Which one takes the step, which one is the answer, where is the gradient "
            + "taken?",
          "z takes a plain step. x is the mean of all z so far. y lies between them, near x.",
          "The mean of t values is the mean of t − 1 of them, moved by 1/t of the way to the newest. Use the new "
            + "z for x, and both new ones for y.",
        ]),
      ExerciseCard(
        id: "06.11", title: "Hutchinson's diagonal", file: "CurvatureDiagonal.swift", points: 8,
        minutes: 12, difficulty: 3, section: "How the slope changes",
        hints: [
          "Write v · (H v) for one element as a sum over the row of H. Which term is left in the mean?",
          "For every vector of signs: multiply H by it, then multiply element by element with the same signs.",
          "The mean over the vectors, not the sum, and not the sum over the elements: the result has the shape "
            + "of one vector.",
        ]),
      ExerciseCard(
        id: "06.12", title: "the direction of L-BFGS", file: "LimitedMemoryDirection.swift",
        points: 12, minutes: 35, difficulty: 5, section: "How the slope changes",
        hints: [
          "What must come out when there is no pair yet? And with one pair, when the gradient is just that "
            + "pair's change?",
          "Two loops over the pairs with a scaling between them. The first goes from the newest to the oldest, "
            + "the second back.",
          "First loop: share = (move · q) / (move · change), q loses share · change; remember the share. Then "
            + "scale q by (move · change) / (change · change) of the newest pair. Second loop, oldest first: q "
            + "gains (its share − (change · q) / (move · change)) · move. At the end turn the sign.",
        ]),
    ],
    project: ProjectCard(
      title: "your optimizer trains a network", needs: ["06.1", "06.5", "06.7", "06.8"],
      goal:
        "At least 94 % of held-out digits right with your AdamW, clipped and scheduled, and 91 % with your "
        + "momentum, after 400 steps, for each of five seeds."))
}
