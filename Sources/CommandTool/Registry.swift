import Backpropagation
import BackpropagationChecks
import Course
import Grading
import MultilayerPerceptrons
import MultilayerPerceptronsChecks
import Optimization
import OptimizationChecks
import Perceptrons
import PerceptronsChecks
import Plots
import TensorBasics
import TensorBasicsChecks
import Training
import TrainingChecks

/// What the tool knows of each chapter beside its entry in the catalogue: one line a chapter.
enum Registry {
  /// The demos, by the number of their chapter; a further demo of a chapter has its part's name as well.
  static let demos: [String: @Sendable (Report) throws -> Void] = [
    "01": { try tensorBasicsDemo($0) },
    "01/ladder": { try matrixProductDemo($0) },
    "03": { try perceptronsDemo($0) },
    "04": { try multilayerPerceptronsDemo($0) },
    "05": { try backpropagationDemo($0) },
    "06": { try optimizationDemo($0) },
    "07": { try trainingDemo($0) },
    "07/losses": { try trainingLossesDemo($0) },
    "07/signal": { try trainingSignalDemo($0) },
    "07/recipe": { try trainingRecipeDemo($0) },
    "07/ablation": { try trainingAblationDemo($0) },
    "07/tumours": { try trainingTumoursDemo($0) },
    "07/resume": { try trainingResumeDemo($0) },
    "07/mistakes": { try trainingMistakesDemo($0) },
  ]

  /// The demo that runs when none is named: units that learn to read, which is what people come for.
  static let showcase = "perceptrons"

  /// Finds a demo by its chapter, as in `tensor-basics` or `01`, and part, as in `tensor-basics/ladder`.
  static func demo(
    named name: String
  ) -> (chapter: ChapterCard, name: String, run: @Sendable (Report) throws -> Void)? {
    let slash = name.firstIndex(of: "/") ?? name.endIndex
    guard let chapter = Catalogue.chapter(String(name[..<slash])),
      let run = demos[chapter.number + name[slash...].lowercased()]
    else { return nil }
    return (chapter, chapter.demo + name[slash...].lowercased(), run)
  }

  /// The names of all demos, in the order of the book.
  static var demoNames: [String] {
    demos.keys.sorted().compactMap { demo(named: $0)?.name }
  }

  /// The exercises with their checks and misconceptions, in the order of the book.
  static let exercises: [any AuditableExercise] =
    TensorBasicsChecks.exercises + PerceptronsChecks.exercises
    + MultilayerPerceptronsChecks.exercises + BackpropagationChecks.exercises
    + OptimizationChecks.exercises + TrainingChecks.exercises
}
