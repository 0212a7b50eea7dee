import Plots

#if HAS_01
  import TensorBasicsProject
#endif
#if HAS_03
  import PerceptronsProject
#endif
#if HAS_04
  import MultilayerPerceptronsProject
#endif
#if HAS_05
  import BackpropagationProject
#endif
#if HAS_06
  import OptimizationProject
#endif
#if HAS_07
  import TrainingProject
#endif

/// A project as the runner starts it.
struct Project {
  /// The ids of the exercises that it needs and that are still stubs.
  let missingExercises: () -> [String]
  /// Runs it.
  let run: (Report) throws -> Void

  /// The projects that the manifest has built in, by the number of their chapter.
  static func all() -> [String: Project] {
    var projects: [String: Project] = [:]
    #if HAS_01
      projects["01"] = Project(
        missingExercises: CompressionProject.missingExercises,
        run: { report in _ = try CompressionProject.run(report: report) })
    #endif
    #if HAS_03
      projects["03"] = Project(
        missingExercises: DigitsProject.missingExercises,
        run: { report in
          let (epochs, steps) = report.isReduced ? (1, 50) : (3, 400)
          _ = try DigitsProject.train(epochs: epochs, steps: steps, report: report)
        })
    #endif
    #if HAS_04
      projects["04"] = Project(
        missingExercises: MoonsAndDigitsProject.missingExercises,
        run: { report in
          let (moons, digits) = report.isReduced ? (6, 4) : (60, 30)
          _ = try MoonsAndDigitsProject.train(
            moonsEpochs: moons, digitsEpochs: digits, report: report)
        })
    #endif
    #if HAS_05
      projects["05"] = Project(
        missingExercises: EngineProject.missingExercises,
        run: { report in
          let (scalarSteps, steps) = report.isReduced ? (40, 40) : (300, 300)
          _ = try EngineProject.train(scalarSteps: scalarSteps, steps: steps, report: report)
        })
    #endif
    #if HAS_06
      projects["06"] = Project(
        missingExercises: RaceProject.missingExercises,
        run: { report in
          _ = try RaceProject.run(steps: report.isReduced ? 60 : 400, report: report)
        })
    #endif
    #if HAS_07
      projects["07"] = Project(
        missingExercises: TrainingLoopProject.missingExercises,
        run: { report in
          _ = try TrainingLoopProject.run(epochs: report.isReduced ? 3 : 30, report: report)
        })
    #endif
    return projects
  }
}
