public import Grading

/// The exercises of chapter 01, in the order of the book.
public let exercises: [any AuditableExercise] = []
