import Grading

/// The exercises about the chapter's layers.
let layerExercises: [any AuditableExercise] = [
  initialBoundExercise, batchNormalizationExercise, batchNormalizationGradientExercise,
  groupNormalizationExercise, invertedDropoutExercise, stochasticDepthExercise, cutMixExercise,
]
