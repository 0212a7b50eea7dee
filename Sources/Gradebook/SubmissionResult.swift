public import Grading

/// The grades of one submission, as they are kept in a file of their own.
public struct SubmissionResult: Codable, Equatable, Sendable {
  /// The submission's folder.
  public var name: String
  /// The name of the files about it.
  public var key: String
  /// The grades of the exercises, in the order of the book.
  public var exercises: [Grade]
  /// The grades of the projects that were graded.
  public var projects: [Grade]
  /// What was found and not used, in sentences.
  public var notes: [String]
  /// The digest of everything that the grades depend on: the answers, the checks and the options.
  public var basis: String
  /// How long grading took, in seconds.
  public var seconds: Double
  /// What is compared between submissions.
  public var prints: Prints

  /// Makes a result.
  public init(
    name: String, key: String, exercises: [Grade], projects: [Grade], notes: [String],
    basis: String, seconds: Double, prints: Prints
  ) {
    self.name = name
    self.key = key
    self.exercises = exercises
    self.projects = projects
    self.notes = notes
    self.basis = basis
    self.seconds = seconds
    self.prints = prints
  }

  /// The points earned.
  public var score: Int { exercises.reduce(0) { $0 + $1.earned } }
  /// The most points.
  public var maximum: Int { exercises.reduce(0) { $0 + $1.points } }
}
