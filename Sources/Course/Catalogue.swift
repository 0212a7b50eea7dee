/// Everything that the course consists of: one entry a chapter, in the order of the book.
public enum Catalogue {
  /// The chapters, in the order of the book.
  public static let chapters: [ChapterCard] = [
    .tensorBasics, .perceptrons, .multilayerPerceptrons, .backpropagation, .optimization,
    .training,
  ]

  /// All exercises, in the order of the book.
  public static var exercises: [ExerciseCard] { chapters.flatMap(\.exercises) }

  /// Finds an exercise by its id, as in `03.2`.
  public static func exercise(_ id: String) -> ExerciseCard? {
    exercises.first { $0.id == id }
  }

  /// Finds a chapter by its number (`03` or `3`), its folder, its module or its demo's name.
  public static func chapter(_ name: String) -> ChapterCard? {
    let wanted = name.lowercased()
    return chapters.first { chapter in
      [chapter.number, chapter.folder.lowercased(), chapter.name.lowercased(), chapter.demo]
        .contains(wanted) || (wanted.count == 1 && chapter.number == "0" + wanted)
    }
  }

  /// The chapter that an exercise belongs to.
  public static func chapter(of exercise: ExerciseCard) -> ChapterCard? {
    chapters.first { $0.number == exercise.id.prefix(2) }
  }
}
