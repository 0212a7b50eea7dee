extension ChapterCard {
  static let training = ChapterCard(
    number: "07", name: "Training", title: "Training",
    summary:
      "Losses, first weights, normalization, regularization, and a loop that survives a kill.",
    exercises: ExerciseCard.trainingLoss + ExerciseCard.trainingLayer + ExerciseCard.trainingLoop,
    project: ProjectCard(
      title: "your parts train a network",
      needs: ["07.2", "07.5", "07.6", "07.9", "07.12", "07.14"],
      goal:
        "At least 96 % of held-out digits right for each of five seeds, within 30 epochs, and not one number "
        + "that differs after an interruption."))
}
