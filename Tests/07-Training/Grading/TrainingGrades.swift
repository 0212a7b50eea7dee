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

  @Test("07.5 fans and first weights", .graded("07.5"))
  func initialBound() {
    GradingProcess.grade(
      initialBoundExercise,
      with: InitialBound(
        fans: TrainingExercises.fans(of:), bound: TrainingExercises.initialBound(shape:gain:)))
  }

  @Test("07.6 batch normalization", .graded("07.6"))
  func batchNormalization() {
    GradingProcess.grade(batchNormalizationExercise) {
      try TrainingExercises.batchNormalization(
        $0, scale: $1.scale, shift: $1.shift, runningMean: $1.mean, runningVariance: $1.variance,
        momentum: $1.momentum, epsilon: $1.epsilon, isTraining: $2)
    }
  }

  @Test("07.7 the gradient of batch normalization", .graded("07.7"))
  func batchNormalizationGradient() {
    GradingProcess.grade(
      batchNormalizationGradientExercise,
      with: TrainingExercises.batchNormalizationGradient(_:x:scale:epsilon:))
  }

  @Test("07.8 group normalization", .graded("07.8"))
  func groupNormalization() {
    GradingProcess.grade(
      groupNormalizationExercise,
      with: TrainingExercises.groupNormalization(_:groups:scale:shift:epsilon:))
  }

  @Test("07.9 inverted dropout", .graded("07.9"))
  func invertedDropout() {
    GradingProcess.grade(
      invertedDropoutExercise,
      with: TrainingExercises.invertedDropout(_:rate:uniform:isTraining:))
  }

  @Test("07.10 stochastic depth", .graded("07.10"))
  func stochasticDepth() {
    GradingProcess.grade(
      stochasticDepthExercise,
      with: StochasticDepthAnswer(
        rates: TrainingExercises.depthRates(_:most:),
        depth: TrainingExercises.stochasticDepth(_:branch:rate:uniform:isTraining:)))
  }

  @Test("07.11 CutMix", .graded("07.11"))
  func cutMix() {
    GradingProcess.grade(
      cutMixExercise,
      with: TrainingExercises.cutMix(_:_:partners:share:row:column:))
  }

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
