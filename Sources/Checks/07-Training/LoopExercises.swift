import Grading

/// The exercises about the chapter's loop.
let loopExercises: [any AuditableExercise] = [
  epochBatchesExercise, accumulationExercise, earlyStopExercise, areaUnderROCExercise,
  f1ScoresExercise, calibrationErrorExercise,
]
