extension ChapterCard {
  static let tensorBasics = ChapterCard(
    number: "01", name: "TensorBasics", title: "Tensor basics",
    summary: "What a tensor is made of, how it is multiplied fast, and what rounding does to it.",
    exercises: [], project: nil)
}
