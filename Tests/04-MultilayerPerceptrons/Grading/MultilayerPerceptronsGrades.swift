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

  @Test("04.2 counting parameters", .graded("04.2"))
  func parameterCount() {
    GradingProcess.grade(
      parameterCountExercise,
      with: MultilayerPerceptronsExercises.parameterCount(widths:hasBias:))
  }

  @Test("04.3 leaky relu and elu with their slopes", .graded("04.3"))
  func leakyReLUAndELU() {
    GradingProcess.grade(
      leakyReLUAndELUExercise,
      with: LeakyReLUAndELU(
        leaky: MultilayerPerceptronsExercises.leakyReLU(_:slope:),
        leakySlope: MultilayerPerceptronsExercises.leakyReLUDerivative(_:slope:),
        elu: MultilayerPerceptronsExercises.elu(_:alpha:),
        eluSlope: MultilayerPerceptronsExercises.eluDerivative(_:alpha:)))
  }

  @Test("04.4 gelu by its approximation, with its slope", .graded("04.4"))
  func gelu() {
    GradingProcess.grade(
      geluExercise,
      with: ApproximateGELU(
        value: MultilayerPerceptronsExercises.approximateGELU,
        derivative: MultilayerPerceptronsExercises.approximateGELUDerivative))
  }

  @Test("04.5 forward pass", .graded("04.5"))
  func forwardPass() {
    GradingProcess.grade(forwardPassExercise) {
      try MultilayerPerceptronsExercises.forwardPass($0, weights: $1, biases: $2, bend: $3)
    }
  }

  @Test("04.6 two linear layers are one", .graded("04.6"))
  func collapse() {
    GradingProcess.grade(collapseExercise) {
      try MultilayerPerceptronsExercises.collapse(first: $0, second: $1)
    }
  }

  @Test("04.7 exclusive or by hand", .graded("04.7"))
  func exclusiveOrByHand() {
    GradingProcess.grade(exclusiveOrByHandExercise) {
      try MultilayerPerceptronsExercises.exclusiveOrByHand()
    }
  }

  @Test("04.8 a broken line from hinges", .graded("04.8"))
  func brokenLine() {
    GradingProcess.grade(brokenLineExercise) {
      try MultilayerPerceptronsExercises.brokenLine(places: $0, values: $1)
    }
  }

  @Test("04.9 dead units", .graded("04.9"))
  func deadUnits() {
    GradingProcess.grade(
      deadUnitsExercise, with: MultilayerPerceptronsExercises.deadUnits(scores:))
  }

  @Test("04.10 the gradient of two layers", .graded("04.10"))
  func twoLayerGradient() {
    GradingProcess.grade(twoLayerGradientExercise) { x, y, parameters in
      try MultilayerPerceptronsExercises.twoLayerGradient(
        x, y, hiddenWeight: parameters.hiddenWeight, hiddenBias: parameters.hiddenBias,
        outputWeight: parameters.outputWeight, outputBias: parameters.outputBias)
    }
  }
}
