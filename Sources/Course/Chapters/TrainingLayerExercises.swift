extension ExerciseCard {
  /// The exercises of chapter 07 about its layers.
  static let trainingLayer: [ExerciseCard] = []
}
