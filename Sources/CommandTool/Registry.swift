import Backpropagation
import BackpropagationChecks
import Grading
import MultilayerPerceptrons
import MultilayerPerceptronsChecks
import Perceptrons
import PerceptronsChecks
import Plots

/// What the tool knows of each chapter beside its entry in the catalogue: one line a chapter.
enum Registry {
  /// The demos, by the number of their chapter.
  static let demos: [String: @Sendable (Report) throws -> Void] = [
    "03": { try perceptronsDemo($0) },
    "04": { try multilayerPerceptronsDemo($0) },
    "05": { try backpropagationDemo($0) },
  ]

  /// The exercises with their checks and misconceptions, in the order of the book.
  static let exercises: [any AuditableExercise] =
    PerceptronsChecks.exercises + MultilayerPerceptronsChecks.exercises
    + BackpropagationChecks.exercises
}
