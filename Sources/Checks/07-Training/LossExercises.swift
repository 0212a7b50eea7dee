import Grading
import Tensors

/// The exercises about the chapter's losses.
let lossExercises: [any AuditableExercise] = [
  huberLossExercise, crossEntropyExercise, focalLossExercise, contrastiveLossExercise,
]

/// The gradient of a loss, or not-a-number where the answer is not one number and has no gradient.
func slope(at x: Tensor, of loss: (Tensor) throws -> Tensor) rethrows -> Tensor {
  guard try loss(x).count == 1 else { return Tensor([.nan]) }
  return try gradient(at: x, of: loss)
}

/// The same number without its history: what is left when a loss is computed from `.scalars`.
func withoutHistory(_ loss: Tensor) -> Tensor { stopGradient(loss) }
