import Grading
import GradingSuites
import Testing
import TrainingChecks
import TrainingExercises

/// The student's answers to the exercises of chapter 07, each graded in a process of its own.
@Suite("07 Training")
struct TrainingGrades {
  // MARK: Losses

  @Test("07.1 Huber's loss", .graded("07.1"))
  func huberLoss() {
    GradingProcess.grade(huberLossExercise) {
      try TrainingExercises.huberLoss($0, $1, delta: $2)
    }
  }

  @Test("07.2 cross-entropy with weights and smoothing", .graded("07.2"))
  func crossEntropy() {
    GradingProcess.grade(crossEntropyExercise) {
      try TrainingExercises.crossEntropy(logits: $0, labels: $1, weights: $2, smoothing: $3)
    }
  }

  @Test("07.3 the focal loss", .graded("07.3"))
  func focalLoss() {
    GradingProcess.grade(focalLossExercise) {
      try TrainingExercises.focalLoss(logits: $0, targets: $1, gamma: $2, alpha: $3)
    }
  }

  @Test("07.4 a contrastive loss", .graded("07.4"))
  func contrastiveLoss() {
    GradingProcess.grade(contrastiveLossExercise) {
      try TrainingExercises.contrastiveLoss($0, $1, temperature: $2)
    }
  }

  // MARK: Layers

  // MARK: Loop

}
