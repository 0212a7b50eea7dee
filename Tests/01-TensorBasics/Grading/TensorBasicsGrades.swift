import Grading
import GradingSuites
import TensorBasicsChecks
import TensorBasicsExercises
import Testing

/// The student's answers to the exercises of chapter 01, each graded in a process of its own.
@Suite("01 Tensor basics")
struct TensorBasicsGrades {
  @Test("01.1 strides and places", .graded("01.1"))
  func strides() {
    GradingProcess.grade(
      stridesExercise,
      with: StridesAndPlaces(
        strides: TensorBasicsExercises.rowMajorStrides,
        place: TensorBasicsExercises.place(of:strides:offset:),
        position: TensorBasicsExercises.position(of:in:)))
  }

  @Test("01.2 a strided view", .graded("01.2"))
  func stridedView() {
    GradingProcess.grade(
      stridedViewExercise,
      with: ViewFunctions(
        elements: TensorBasicsExercises.elements(of:in:),
        transposed: TensorBasicsExercises.transposed(_:),
        sliced: TensorBasicsExercises.sliced(_:axis:from:to:by:),
        reversed: TensorBasicsExercises.reversed(_:axis:)))
  }

  @Test("01.3 broadcasting", .graded("01.3"))
  func broadcasting() {
    GradingProcess.grade(
      broadcastingExercise,
      with: BroadcastFunctions(
        shape: TensorBasicsExercises.broadcastShape,
        strides: TensorBasicsExercises.broadcastStrides(shape:strides:to:)))
  }

  @Test("01.4 standardizing along an axis", .graded("01.4"))
  func standardizing() {
    GradingProcess.grade(
      standardizingExercise, with: TensorBasicsExercises.standardized(_:axis:))
  }

  @Test("01.5 matrix product in blocks", .graded("01.5"))
  func blockedProduct() {
    GradingProcess.grade(
      blockedProductExercise, with: TensorBasicsExercises.blockedProduct(_:_:m:k:n:block:))
  }

  @Test("01.6 writing einsum equations", .graded("01.6"))
  func einsumEquations() {
    GradingProcess.grade(
      einsumEquationsExercise, with: TensorBasicsExercises.einsumEquations)
  }

  @Test("01.7 einsum by loops", .graded("01.7"))
  func einsumByLoops() {
    GradingProcess.grade(einsumByLoopsExercise, with: TensorBasicsExercises.einsumByLoops)
  }

  @Test("01.8 power iteration", .graded("01.8"))
  func powerIteration() {
    GradingProcess.grade(
      powerIterationExercise, with: TensorBasicsExercises.powerIteration(_:start:steps:))
  }

  @Test("01.9 singular values by deflation", .graded("01.9"))
  func singularValues() {
    GradingProcess.grade(
      singularValuesExercise, with: TensorBasicsExercises.leadingSingularValues(of:rank:steps:))
  }

  @Test("01.10 log-sum-exp along an axis", .graded("01.10"))
  func logSumExp() {
    GradingProcess.grade(logSumExpExercise, with: TensorBasicsExercises.logSumExp(_:axis:))
  }

  @Test("01.11 formulas that do not cancel", .graded("01.11"))
  func withoutCancellation() {
    GradingProcess.grade(
      withoutCancellationExercise,
      with: CarefulFormulas(
        variance: TensorBasicsExercises.variance, roots: TensorBasicsExercises.roots))
  }
}
