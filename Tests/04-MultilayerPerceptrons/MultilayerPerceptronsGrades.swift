import Grading
import GradingSuites
import MultilayerPerceptronsChecks
import MultilayerPerceptronsExercises
import Testing

/// The student's answers to the exercises of chapter 04, each graded in a process of its own.
@Suite("04 MultilayerPerceptrons")
struct MultilayerPerceptronsGrades {
  @Test("04.1 linear layer", .graded("04.1"))
  func linearLayer() {
    GradingProcess.grade(
      linearLayerExercise, with: MultilayerPerceptronsExercises.linearLayer(_:weight:bias:))
  }
}
