import Grading
import GradingSuites
import Testing
import TrainingChecks
import TrainingExercises

/// The student's answers to the exercises of chapter 07, each graded in a process of its own.
@Suite("07 Training")
struct TrainingGrades {
  // MARK: Losses

  // MARK: Layers

  // MARK: Loop

}
