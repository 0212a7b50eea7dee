import Grading
import GradingSuites
import OptimizationChecks
import OptimizationExercises
import Testing

/// The student's answers to the exercises of chapter 06, each graded in a process of its own.
@Suite("06 Optimization")
struct OptimizationGrades {
  @Test("06.1 momentum and Nesterov's step", .graded("06.1"))
  func momentumStep() {
    GradingProcess.grade(momentumStepExercise) {
      try OptimizationExercises.momentumStep(
        parameter: $0, velocity: $1, gradient: $2, learningRate: $3, momentum: $4, nesterov: $5)
    }
  }

  @Test("06.2 AdaGrad's step", .graded("06.2"))
  func adaGradStep() {
    GradingProcess.grade(adaGradStepExercise) {
      try OptimizationExercises.adaGradStep(
        parameter: $0, sum: $1, gradient: $2, learningRate: $3, epsilon: $4)
    }
  }

  @Test("06.3 RMSprop's step", .graded("06.3"))
  func rmspropStep() {
    GradingProcess.grade(rmspropStepExercise) {
      try OptimizationExercises.rmspropStep(
        parameter: $0, square: $1, gradient: $2, learningRate: $3, decay: $4, epsilon: $5)
    }
  }

  @Test("06.4 Adam's step", .graded("06.4"))
  func adamStep() {
    GradingProcess.grade(adamStepExercise) {
      try OptimizationExercises.adamStep(
        parameter: $0, mean: $1, square: $2, gradient: $3, step: $4.step,
        learningRate: $4.learningRate, beta1: $4.beta1, beta2: $4.beta2, epsilon: $4.epsilon)
    }
  }

  @Test("06.5 AdamW's step", .graded("06.5"))
  func adamWStep() {
    GradingProcess.grade(adamWStepExercise) {
      try OptimizationExercises.adamWStep(
        parameter: $0, mean: $1, square: $2, gradient: $3, step: $4.step,
        learningRate: $4.learningRate, beta1: $4.beta1, beta2: $4.beta2, epsilon: $4.epsilon,
        weightDecay: $4.weightDecay)
    }
  }

  @Test("06.6 Lion's step", .graded("06.6"))
  func lionStep() {
    GradingProcess.grade(lionStepExercise) {
      try OptimizationExercises.lionStep(
        parameter: $0, mean: $1, gradient: $2, learningRate: $3.learningRate, beta1: $3.beta1,
        beta2: $3.beta2, weightDecay: $3.weightDecay)
    }
  }

  @Test("06.7 clipping by the global norm", .graded("06.7"))
  func clipGlobalNorm() {
    GradingProcess.grade(
      clipGlobalNormExercise, with: OptimizationExercises.clipGlobalNorm(_:to:))
  }

  @Test("06.8 warm-up and cosine", .graded("06.8"))
  func warmUpCosine() {
    GradingProcess.grade(
      warmUpCosineExercise,
      with: OptimizationExercises.warmUpCosine(step:warmUp:total:peak:floor:))
  }

  @Test("06.9 warm restarts", .graded("06.9"))
  func warmRestarts() {
    GradingProcess.grade(
      warmRestartsExercise,
      with: OptimizationExercises.warmRestarts(step:first:growth:highest:lowest:))
  }

  @Test("06.10 a schedule-free step", .graded("06.10"))
  func scheduleFreeStep() {
    GradingProcess.grade(
      scheduleFreeStepExercise,
      with: OptimizationExercises.scheduleFreeStep(z:x:gradient:step:learningRate:blend:))
  }

  @Test("06.11 Hutchinson's diagonal", .graded("06.11"))
  func curvatureDiagonal() {
    GradingProcess.grade(curvatureDiagonalExercise) {
      try OptimizationExercises.curvatureDiagonal(signs: $0, product: $1)
    }
  }

  @Test("06.12 the direction of L-BFGS", .graded("06.12"))
  func limitedMemoryDirection() {
    GradingProcess.grade(
      limitedMemoryDirectionExercise,
      with: OptimizationExercises.limitedMemoryDirection(gradient:moves:changes:))
  }
}
