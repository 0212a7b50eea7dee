import BackpropagationChecks
import GradingSuites
import Testing

/// What must hold of the exercises whoever answers them.
@Suite("05 Backpropagation, the exercises themselves")
struct BackpropagationAudit {
  @Test(
    "right answers are accepted, misconceptions rejected and named", arguments: exercises.indices)
  func answers(index: Int) { expectSound(exercises[index]) }

  @Test("the catalogue and the checks list the same exercises")
  func catalogue() { expectCatalogued(exercises, chapter: "05") }
}
