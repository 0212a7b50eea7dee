import Course
import Grading
import TensorBasicsChecks
import Testing

/// What must hold of the exercises whoever answers them.
@Suite("01 Tensor basics, the exercises themselves")
struct TensorBasicsAudit {
  @Test(
    "right answers are accepted; every misconception is rejected, and named for what it is",
    arguments: exercises.indices)
  func answers(index: Int) {
    let audit = exercises[index].audit()
    #expect(audit.problems == [])
    #expect(audit.rejected == audit.misconceptions)
    #expect(audit.accepted == audit.alternatives)
  }

  @Test("the catalogue and the checks list the same exercises")
  func catalogue() {
    #expect(exercises.map(\.card.id) == Catalogue.chapter("01")?.exercises.map(\.id))
  }
}
