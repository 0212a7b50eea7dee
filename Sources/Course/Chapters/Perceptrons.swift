extension ChapterCard {
  static let perceptrons = ChapterCard(
    number: "03", name: "Perceptrons", title: "Perceptrons",
    summary: "One unit that decides, how it learns from its mistakes, and where it must fail.",
    exercises: [
      ExerciseCard(
        id: "03.1", title: "step activation", file: "StepActivation.swift", points: 6, minutes: 5,
        difficulty: 1, section: "The tie at zero",
        hints: [
          "What are the two answers, and which of them does a score of exactly 0 get?",
          "Look at each score on its own: zero or more means +1, less means −1.",
          "`scores.scalars` is an array of Float. `map` it, with a comparison inside.",
        ]),
      ExerciseCard(
        id: "03.2", title: "perceptron update", file: "PerceptronUpdate.swift", points: 8,
        minutes: 10, difficulty: 2, section: "Learning from mistakes",
        hints: [
          "When does the perceptron move at all? What sign has label · score then?",
          "Compute the score first. If it is on the right side, hand back what you were given.",
          "`dot(a, b).scalar` is the product of two vectors as a number; `Float(label)` makes the label a "
            + "factor. The bias moves like a weight whose input is 1.",
        ]),
      ExerciseCard(
        id: "03.3", title: "training until no mistake", file: "TrainUntilCorrect.swift", points: 8,
        minutes: 20, difficulty: 2, section: "Until no mistake is left",
        hints: [
          "What has to stay from one epoch to the next, and what is counted anew?",
          "Two loops: the outer one counts epochs and stops after one without mistakes; the inner one "
            + "shows every example and moves at once.",
          "Keep `weights`, `bias` and the array of mistakes outside both loops. Count the mistakes of an "
            + "epoch in a variable, append it, then decide whether to go on.",
        ]),
      ExerciseCard(
        id: "03.4", title: "margin and mistake bound", file: "MarginAndBound.swift", points: 8,
        minutes: 20, difficulty: 3, section: "Margin and the mistake bound",
        hints: [
          "Which example decides: the nearest or the farthest? For which of the two numbers?",
          "Multiply every score by its label, take the smallest, and divide by a length. The two "
            + "functions divide by different lengths.",
          "`matmul(examples, weights) + bias` gives all scores, `(examples * examples).sum(axis: 1)` all "
            + "squared lengths; `.min().scalar` is a number. With the bias counted in, every squared "
            + "length grows by 1.",
        ]),
      ExerciseCard(
        id: "03.5", title: "sigmoid and its derivative", file: "Sigmoid.swift", points: 8,
        minutes: 15, difficulty: 2, section: "A soft decision",
        hints: [
          "For which sign of x does exp(−x) become too large for a Float?",
          "exp(−|x|) is never larger than 1. Write the sigmoid with it, once for x ≥ 0 and once for x < 0.",
          "For x < 0 multiply the fraction's top and bottom by exp(x). The slope can be said with the "
            + "sigmoid's own value: differentiate 1 / (1 + exp(−x)) on paper and factor it.",
        ]),
      ExerciseCard(
        id: "03.6", title: "logistic loss from logits", file: "LogisticLoss.swift", points: 7,
        minutes: 20, difficulty: 3, section: "The logistic loss",
        hints: [
          "What is −ln σ(z) when you write the sigmoid out? And −ln(1 − σ(z))?",
          "Both are ln(1 + exp(something)). Find a form in which the exponent is never positive.",
          "ln(1 + exp(a)) = max(a, 0) + ln(1 + exp(−|a|)). `maximum(x, 0)`, `abs`, `exp` and `log` work on "
            + "whole tensors.",
        ]),
      ExerciseCard(
        id: "03.7", title: "one-versus-rest prediction", file: "OneVersusRest.swift", points: 7,
        minutes: 10, difficulty: 1, section: "One against the rest",
        hints: [
          "Every unit gives a score. What makes one class win when several units say yes?",
          "All scores of all examples are one matrix product. Its shape is [n, k].",
          "`argmax(axis:)` finds the place of the largest element along an axis, the first if there are "
            + "several. Which axis holds the classes?",
        ]),
      ExerciseCard(
        id: "03.8", title: "softmax regression step", file: "SoftmaxRegressionStep.swift",
        points: 10, minutes: 30, difficulty: 4, section: "Softmax regression",
        hints: [
          "Write down the shape of every line of the formula. Where does the mean over n come in?",
          "Subtract each row's largest logit before `exp`. Work with logarithms of probabilities, so that "
            + "the loss needs no logarithm of a rounded zero.",
          "`max(axis: 1, keepDimensions: true)` is [n, 1] and can be subtracted from [n, k]. "
            + "`Tensor.oneHot(labels, classes: k)` makes the targets; the rest is `matmul` with a `transposed()`, and a "
            + "`sum(axis: 0)`.",
        ]),
    ],
    project: ProjectCard(
      title: "your functions read handwritten digits", needs: ["03.2", "03.7", "03.8"],
      goal:
        "At least 88 % of held-out digits right with perceptrons and 93 % with softmax regression, "
        + "for each of three seeds."))
}
