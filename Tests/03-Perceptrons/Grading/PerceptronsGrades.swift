import Grading
import GradingSuites
import PerceptronsChecks
import PerceptronsExercises
import Testing

/// The student's answers to the exercises of chapter 03, each graded in a process of its own.
@Suite("03 Perceptrons")
struct PerceptronsGrades {
  @Test("03.1 step activation", .graded("03.1"))
  func stepActivation() {
    GradingProcess.grade(stepActivationExercise, with: PerceptronsExercises.stepActivation)
  }

  @Test("03.2 perceptron update", .graded("03.2"))
  func perceptronUpdate() {
    GradingProcess.grade(perceptronUpdateExercise) {
      try PerceptronsExercises.perceptronUpdate(
        weights: $0, bias: $1, example: $2, label: $3, learningRate: $4)
    }
  }

  @Test("03.3 training until no mistake", .graded("03.3"))
  func trainUntilCorrect() {
    GradingProcess.grade(trainUntilCorrectExercise) {
      try PerceptronsExercises.trainUntilCorrect(
        examples: $0, labels: $1, learningRate: $2, mostEpochs: $3)
    }
  }

  @Test("03.4 margin and mistake bound", .graded("03.4"))
  func marginAndBound() {
    GradingProcess.grade(
      marginAndBoundExercise,
      with: MarginAndBound(
        margin: PerceptronsExercises.geometricMargin(weights:bias:examples:labels:),
        bound: PerceptronsExercises.mistakeBound(weights:bias:examples:labels:)))
  }

  @Test("03.5 sigmoid and its derivative", .graded("03.5"))
  func sigmoid() {
    GradingProcess.grade(
      sigmoidExercise,
      with: SigmoidAndDerivative(
        value: PerceptronsExercises.sigmoid, derivative: PerceptronsExercises.sigmoidDerivative))
  }

  @Test("03.6 logistic loss from logits", .graded("03.6"))
  func logisticLoss() {
    GradingProcess.grade(
      logisticLossExercise, with: PerceptronsExercises.logisticLoss(logits:labels:))
  }

  @Test("03.7 one-versus-rest prediction", .graded("03.7"))
  func oneVersusRest() {
    GradingProcess.grade(
      oneVersusRestExercise, with: PerceptronsExercises.oneVersusRest(weights:biases:examples:))
  }

  @Test("03.8 softmax regression step", .graded("03.8"))
  func softmaxRegressionStep() {
    GradingProcess.grade(
      softmaxRegressionStepExercise,
      with: PerceptronsExercises.softmaxRegressionStep(
        weights:biases:examples:labels:learningRate:))
  }
}
