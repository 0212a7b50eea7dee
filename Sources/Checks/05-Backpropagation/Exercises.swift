public import Grading

/// The exercises of chapter 05, in the order of the book.
public let exercises: [any AuditableExercise] = [
  scalarPullbacksExercise, topologicalOrderExercise, backwardPassExercise, scalarEngineExercise,
  zeroedGradientsExercise, broadcastPullbackExercise, matrixProductPullbackExercise,
  reductionPullbacksExercise, crossEntropyPullbackExercise, gradientCheckExercise,
  jacobianVectorProductExercise, hessianVectorProductExercise, gradientNormsExercise,
]
