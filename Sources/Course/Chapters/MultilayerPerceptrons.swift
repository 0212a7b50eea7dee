extension ChapterCard {
  static let multilayerPerceptrons = ChapterCard(
    number: "04", name: "MultilayerPerceptrons", title: "Multilayer perceptrons",
    summary: "Layers with a bend between them: what they can say that one layer cannot.",
    exercises: [
      ExerciseCard(
        id: "04.1", title: "linear layer", file: "LinearLayer.swift", points: 6, minutes: 8,
        difficulty: 1, section: "Units side by side",
        hints: [
          "Write down the three shapes below one another. Which axes must meet?",
          "All scores of all examples at all units are one matrix product.",
          "`matmul(a, b)` multiplies [n, k] by [k, m]. A tensor of shape [m] is added to every row of an "
            + "[n, m] tensor by `+`.",
        ]),
      ExerciseCard(
        id: "04.2", title: "counting parameters", file: "ParameterCount.swift", points: 5,
        minutes: 8, difficulty: 1, section: "Counting parameters",
        hints: [
          "What does one unit of a layer have to learn? How many units are there?",
          "A layer lies between two neighbours in `widths`: inputs · units weights, and a bias for each unit.",
          "`zip(widths, widths.dropFirst())` gives the pairs of neighbours. Add up what each pair costs.",
        ]),
      ExerciseCard(
        id: "04.3", title: "leaky relu and elu with their slopes", file: "LeakyReLUAndELU.swift",
        points: 8, minutes: 20, difficulty: 2, section: "Bends and their slopes",
        hints: [
          "What is each function on the left of 0, what on the right? And its derivative?",
          "Write x as its positive part plus its negative part: max(x, 0) + min(x, 0). Only one is not 0.",
          "`select(x .> 0, a, b)` takes a where x > 0 and b elsewhere. Or in parts: `maximum(x, 0)`, "
            + "`minimum(x, 0)`, and `maximum(sign(x), 0)` is 1 where x > 0, else 0. Let only `minimum(x, 0)` into `exp`.",
        ]),
      ExerciseCard(
        id: "04.4", title: "gelu by its approximation, with its slope", file: "GELU.swift",
        points: 8, minutes: 25, difficulty: 3, section: "Bends and their slopes",
        hints: [
          "Which parts of x/2 · (1 + tanh u) depend on x?",
          "The product rule gives two terms. In the second one tanh u is differentiated, by the chain rule.",
          "tanh′ u is 1 − tanh² u, and the slope of u is √(2/π) · (1 + 3 · 0.044715 x²). Compute t = tanh u "
            + "once and use it in both terms.",
        ]),
      ExerciseCard(
        id: "04.5", title: "forward pass", file: "ForwardPass.swift", points: 7, minutes: 15,
        difficulty: 2, section: "The forward pass",
        hints: [
          "What goes into the second layer? And what comes after the last one?",
          "Keep one tensor that starts as x and goes through all the layers. The bend is skipped once.",
          "Loop over `weights.indices`: `matmul(h, weights[i]) + biases[i]`, then `bend(…)` unless `i` is "
            + "`weights.count - 1`.",
        ]),
      ExerciseCard(
        id: "04.6", title: "two linear layers are one", file: "Collapse.swift", points: 6,
        minutes: 12, difficulty: 2, section: "Why there must be a bend",
        hints: [
          "Multiply out (x · W₁ + b₁) · W₂ + b₂. Which terms have an x?",
          "What stands behind x is the weight. Everything without x is the bias.",
          "The weight is W₁ · W₂. The bias is b₁ · W₂ + b₂; `matmul` takes a vector [h] with a matrix [h, k].",
        ]),
      ExerciseCard(
        id: "04.7", title: "exclusive or by hand", file: "ExclusiveOrByHand.swift", points: 6,
        minutes: 15, difficulty: 2, section: "Exclusive or by hand",
        hints: [
          "How many inputs are on in each of the four cases, and for which counts must y be 1?",
          "A unit with the weights 1 and 1 counts. A second one with the same weights and another bias starts "
            + "to speak later.",
          "Draw up a table of max(x₁ + x₂, 0) and max(x₁ + x₂ − 1, 0) for the four inputs, and find the "
            + "output weights that make 0, 1, 1, 0 of it.",
        ]),
      ExerciseCard(
        id: "04.8", title: "a broken line from hinges", file: "BrokenLine.swift", points: 7,
        minutes: 25, difficulty: 3, section: "Curves from bumps and hinges",
        hints: [
          "Which hinges climb at a place in the third piece? How steep are they together?",
          "The slopes of the pieces first. All hinges that have started go on climbing, so each one adds only "
            + "what is missing.",
          "slope = (next value − value) / (next place − place). The first hinge gets the first slope, every "
            + "other one its slope minus the one before; hiddenBias is −place, without the last place.",
        ]),
      ExerciseCard(
        id: "04.9", title: "dead units", file: "DeadUnits.swift", points: 6, minutes: 10,
        difficulty: 1, section: "Units that stop learning",
        hints: [
          "How many examples must answer above 0 for a unit to live?",
          "A unit lives if the largest of its scores is above 0. Units are the columns.",
          "`scores.max(axis: 0).scalars` has one number for each unit; `indices.filter` keeps positions.",
        ]),
      ExerciseCard(
        id: "04.10", title: "the gradient of two layers", file: "TwoLayerGradient.swift",
        points: 11, minutes: 45, difficulty: 4, section: "The gradient of two layers",
        hints: [
          "Write the forward pass as four lines, each with its shape. Which line does each parameter stand in?",
          "Go backwards line by line. Errors at the outputs: (P − Y) / n. Carry them through the output weights "
            + "to the hidden units, and there through the slope of tanh.",
          "E₂ = (P − Y)/n and E₁ = E₂ · W₂ᵀ ⊙ (1 − H²). A weight's slope is (its input)ᵀ · E, a bias's is "
            + "`E.sum(axis: 0)`. The shapes leave only one way to multiply.",
        ]),
    ],
    project: ProjectCard(
      title: "your network learns moons and digits", needs: ["04.5", "04.10"],
      goal:
        "At least 94 % of fresh points of two moons and 93 % of held-out digits right, for each of three "
        + "seeds."))
}
