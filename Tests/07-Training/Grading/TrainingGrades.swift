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

  @Test("07.12 the batches of an epoch", .graded("07.12"))
  func epochBatches() {
    GradingProcess.grade(epochBatchesExercise) {
      try TrainingExercises.epochBatches(
        count: $0, batchSize: $1, seed: $2, epoch: $3, dropsLast: $4, from: $5)
    }
  }

  @Test("07.13 accumulated gradients", .graded("07.13"))
  func accumulation() {
    GradingProcess.grade(accumulationExercise) {
      try TrainingExercises.accumulate(losses: $0, gradients: $1, counts: $2)
    }
  }

  @Test("07.14 early stopping", .graded("07.14"))
  func earlyStop() {
    GradingProcess.grade(earlyStopExercise) {
      try TrainingExercises.earlyStop(
        curve: $0, patience: $1, leastImprovement: $2, lowerIsBetter: $3)
    }
  }

  @Test("07.15 the area under the ROC curve", .graded("07.15"))
  func areaUnderROC() {
    GradingProcess.grade(areaUnderROCExercise) {
      try TrainingExercises.areaUnderROC(scores: $0, labels: $1)
    }
  }

  @Test("07.16 macro and micro F1", .graded("07.16"))
  func f1Scores() {
    GradingProcess.grade(f1ScoresExercise) {
      try TrainingExercises.f1Scores(batches: $0, classes: $1)
    }
  }

  @Test("07.17 the calibration error", .graded("07.17"))
  func calibrationError() {
    GradingProcess.grade(calibrationErrorExercise) {
      try TrainingExercises.calibrationError(confidences: $0, isRight: $1, bins: $2)
    }
  }
}
