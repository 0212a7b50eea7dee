import Grading

/// The exercises about the chapter's loop.
let loopExercises: [any AuditableExercise] = []
