import Course
import Grading
import OptimizationChecks
import Testing

/// What must hold of the exercises whoever answers them.
@Suite("06 Optimization, the exercises themselves")
struct OptimizationAudit {
  @Test("every misconception is rejected, and named for what it is")
  func misconceptions() {
    for exercise in exercises {
      let audit = exercise.audit()
      #expect(audit.problems == [])
      #expect(audit.rejected == audit.misconceptions)
    }
  }

  @Test("the catalogue and the checks list the same exercises")
  func catalogue() {
    #expect(exercises.map(\.card.id) == Catalogue.chapter("06")?.exercises.map(\.id))
  }
}
