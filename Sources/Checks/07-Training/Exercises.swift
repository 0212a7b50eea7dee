public import Grading

/// The exercises of chapter 07, in the order of the book.
public let exercises: [any AuditableExercise] = lossExercises + layerExercises + loopExercises
