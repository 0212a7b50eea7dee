import Course
public import Grading
public import Testing

/// Expects that an exercise accepts its other right answers, and rejects every misconception under its name.
public func expectSound(
  _ exercise: any AuditableExercise, sourceLocation: SourceLocation = #_sourceLocation
) {
  let audit = exercise.audit()
  #expect(audit.problems == [], sourceLocation: sourceLocation)
  #expect(audit.rejected == audit.misconceptions, sourceLocation: sourceLocation)
  #expect(audit.accepted == audit.alternatives, sourceLocation: sourceLocation)
}

/// Expects that a chapter's card in the catalogue lists the same exercises as its checks.
public func expectCatalogued(
  _ exercises: [any AuditableExercise], chapter: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let cards = Catalogue.chapter(chapter)?.exercises.map(\.id)
  #expect(exercises.map(\.card.id) == cards, sourceLocation: sourceLocation)
}
