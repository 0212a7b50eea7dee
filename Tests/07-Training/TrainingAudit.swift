import Course
import Grading
import TrainingChecks
import Testing

/// What must hold of the exercises whoever answers them.
@Suite("07 Training, the exercises themselves")
struct TrainingAudit {
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
    #expect(exercises.map(\.card.id) == Catalogue.chapter("07")?.exercises.map(\.id))
  }
}
