public import Plots
import TrainingExercises

/// The project of chapter 07: the reader's own parts train a network.
public enum TrainingLoopProject {
  /// Trains.
  public static func run(report: Report) throws {}

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] { ["07.1"] }
}
