public import Grading

/// The exercises of chapter 03, in the order of the book.
public let exercises: [any AuditableExercise] = [
  stepActivationExercise, perceptronUpdateExercise, trainUntilCorrectExercise,
  marginAndBoundExercise, sigmoidExercise, logisticLossExercise, oneVersusRestExercise,
  softmaxRegressionStepExercise,
]
