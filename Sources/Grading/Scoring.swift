import Foundation

/// How the points of an exercise are given.
public enum Scoring: String, Codable, Sendable {
  /// Every check that passes earns its points.
  case perCheck
  /// All points where every check passes, none otherwise.
  case allOrNothing

  /// The environment variable by which an instructor asks for `allOrNothing` everywhere.
  public static let variable = "DESCENT_SCORING"

  /// What this run was asked for, if it was: it goes before what an exercise says.
  static var requested: Scoring? {
    ProcessInfo.processInfo.environment[variable].flatMap(Scoring.init)
  }
}
