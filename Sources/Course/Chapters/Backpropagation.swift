extension ChapterCard {
  static let backpropagation = ChapterCard(
    number: "05", name: "Backpropagation", title: "Backpropagation",
    summary: "How one way back through a computation finds the slopes of all its numbers.",
    exercises: [], project: nil)
}
