public import Grading

/// The exercises of chapter 06, in the order of the book.
public let exercises: [any AuditableExercise] = [
  momentumStepExercise, adaGradStepExercise, rmspropStepExercise, adamStepExercise,
  adamWStepExercise, lionStepExercise, clipGlobalNormExercise, warmUpCosineExercise,
  warmRestartsExercise, scheduleFreeStepExercise, curvatureDiagonalExercise,
  limitedMemoryDirectionExercise,
]
