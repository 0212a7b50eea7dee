import BackpropagationChecks
import BackpropagationExercises
import Grading
import GradingSuites
import Testing

/// The student's answers to the exercises of chapter 05, each graded in a process of its own.
@Suite("05 Backpropagation")
struct BackpropagationGrades {
  @Test("05.1 scalar pullbacks", .graded("05.1"))
  func scalarPullbacks() {
    GradingProcess.grade(
      scalarPullbacksExercise,
      with: ScalarPullbacks(
        multiply: { try BackpropagationExercises.multiplyPullback($0, $1, upstream: $2) },
        divide: { try BackpropagationExercises.dividePullback($0, $1, upstream: $2) },
        tanh: { try BackpropagationExercises.tanhPullback($0, upstream: $1) },
        relu: { try BackpropagationExercises.reluPullback($0, upstream: $1) }))
  }

  @Test("05.2 topological order", .graded("05.2"))
  func topologicalOrder() {
    GradingProcess.grade(topologicalOrderExercise) {
      try BackpropagationExercises.topologicalOrder(operands: $0, result: $1)
    }
  }

  @Test("05.3 backward pass", .graded("05.3"))
  func backwardPass() {
    GradingProcess.grade(backwardPassExercise) {
      try BackpropagationExercises.backwardPass(operands: $0, slopes: $1, result: $2)
    }
  }

  @Test("05.4 a scalar engine", .graded("05.4"))
  func scalarEngine() {
    GradingProcess.grade(
      scalarEngineExercise,
      with: ScalarEngine(
        make: { Scalar($0) }, value: { $0.value }, gradient: { $0.gradient },
        add: { try $0 + $1 }, multiply: { try $0 * $1 }, tanh: { try $0.tanh() },
        backward: { try $0.backward() }))
  }

  @Test("05.5 descent with gradients that add up", .graded("05.5"))
  func zeroedGradients() {
    GradingProcess.grade(zeroedGradientsExercise) {
      try BackpropagationExercises.descend(
        from: $0, steps: $1, learningRate: $2, addGradient: $3)
    }
  }

  @Test("05.6 the pullback of broadcasting", .graded("05.6"))
  func broadcastPullback() {
    GradingProcess.grade(broadcastPullbackExercise) {
      try BackpropagationExercises.broadcastPullback($0, from: $1)
    }
  }

  @Test("05.7 the pullback of the matrix product", .graded("05.7"))
  func matrixProductPullback() {
    GradingProcess.grade(matrixProductPullbackExercise) {
      try BackpropagationExercises.matmulPullback($0, $1, gradient: $2)
    }
  }

  @Test("05.8 pullbacks of mean and maximum", .graded("05.8"))
  func reductionPullbacks() {
    GradingProcess.grade(
      reductionPullbacksExercise,
      with: ReductionPullbacks(
        mean: { try BackpropagationExercises.meanPullback($0, from: $1, axis: $2) },
        maximum: { try BackpropagationExercises.maximumPullback($0, of: $1, axis: $2) }))
  }

  @Test("05.9 the pullback of softmax and cross-entropy", .graded("05.9"))
  func crossEntropyPullback() {
    GradingProcess.grade(crossEntropyPullbackExercise) {
      try BackpropagationExercises.crossEntropyPullback(logits: $0, labels: $1, upstream: $2)
    }
  }

  @Test("05.10 a gradient check that cannot be fooled", .graded("05.10"))
  func gradientCheck() {
    GradingProcess.grade(gradientCheckExercise) {
      try BackpropagationExercises.gradientError(at: $0, using: &$1, of: $2, pullback: $3)
    }
  }

  @Test("05.11 a movement goes forward", .graded("05.11"))
  func jacobianVectorProduct() {
    GradingProcess.grade(jacobianVectorProductExercise) {
      try BackpropagationExercises.pushForward(x: $0, w1: $1, b1: $2, w2: $3, direction: $4)
    }
  }

  @Test("05.12 a product with the Hessian", .graded("05.12"))
  func hessianVectorProduct() {
    GradingProcess.grade(hessianVectorProductExercise) {
      try BackpropagationExercises.logisticCurvature(examples: $0, weights: $1, times: $2)
    }
  }

  @Test("05.13 gradients layer by layer", .graded("05.13"))
  func gradientNorms() {
    GradingProcess.grade(gradientNormsExercise) {
      try BackpropagationExercises.weightGradientNorms(weights: $0, x: $1, gradient: $2)
    }
  }
}
