import Grading

/// The exercises about the chapter's losses.
let lossExercises: [any AuditableExercise] = []
