extension ExerciseCard {
  /// The exercises of chapter 07 about its loop.
  static let trainingLoop: [ExerciseCard] = []
}
