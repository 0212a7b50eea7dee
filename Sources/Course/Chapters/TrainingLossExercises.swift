extension ExerciseCard {
  /// The exercises of chapter 07 about its losses.
  static let trainingLoss: [ExerciseCard] = []
}
