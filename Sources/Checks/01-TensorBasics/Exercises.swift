public import Grading

/// The exercises of chapter 01, in the order of the book.
public let exercises: [any AuditableExercise] = [
  stridesExercise, stridedViewExercise, broadcastingExercise, standardizingExercise,
  blockedProductExercise, einsumEquationsExercise, einsumByLoopsExercise, powerIterationExercise,
  singularValuesExercise, logSumExpExercise, withoutCancellationExercise,
]
