public import Grading

/// The exercises of chapter 04, in the order of the book.
public let exercises: [any AuditableExercise] = [
  linearLayerExercise, parameterCountExercise, leakyReLUAndELUExercise, geluExercise,
  forwardPassExercise, collapseExercise, exclusiveOrByHandExercise, brokenLineExercise,
  deadUnitsExercise, twoLayerGradientExercise,
]
