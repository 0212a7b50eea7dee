import PerceptronsChecks
import GradingSuites
import Testing

/// What must hold of the exercises whoever answers them.
@Suite("03 Perceptrons, the exercises themselves")
struct PerceptronsAudit {
  @Test(
    "right answers are accepted, misconceptions rejected and named", arguments: exercises.indices)
  func answers(index: Int) { expectSound(exercises[index]) }

  @Test("the catalogue and the checks list the same exercises")
  func catalogue() { expectCatalogued(exercises, chapter: "03") }
}
