import TrainingChecks
import GradingSuites
import Testing

/// What must hold of the exercises whoever answers them.
@Suite("07 Training, the exercises themselves")
struct TrainingAudit {
  @Test(
    "right answers are accepted, misconceptions rejected and named", arguments: exercises.indices)
  func answers(index: Int) { expectSound(exercises[index]) }

  @Test("the catalogue and the checks list the same exercises")
  func catalogue() { expectCatalogued(exercises, chapter: "07") }
}
