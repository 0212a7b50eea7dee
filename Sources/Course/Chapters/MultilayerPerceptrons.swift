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
        ])
    ],
    project: ProjectCard(
      title: "your layers compute exclusive or", needs: ["04.1"],
      goal: "All four corners of exclusive or right."))
}
