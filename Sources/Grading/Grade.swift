/// How an exercise or a project ended.
public enum Status: String, Codable, Sendable {
  /// Every check passed.
  case passed
  /// At least one check failed.
  case failed
  /// The stub still throws `NotImplemented`.
  case notAttempted
  /// The process died of a trap, such as an index out of range.
  case crashed
  /// The code did not finish in time.
  case timedOut
  /// The code ended the process, for example by `exit(0)`.
  case exited
  /// The compiler refused the file, or one of its chapter.
  case doesNotCompile
  /// The file was not used: it is too large, no text, a link, or holds what no answer may hold.
  case refused
}

/// What one check said.
public struct Verdict: Codable, Equatable, Sendable {
  /// The check's name.
  public var name: String
  /// What the check is worth.
  public var points: Int
  /// Whether it passed.
  public var passed: Bool
  /// What was expected, what came, and where, if it failed.
  public var message: String?
  /// The misconception whose output is the student's, if there is one.
  public var misconception: Misconception?

  /// Makes a verdict.
  public init(name: String, points: Int, passed: Bool, message: String? = nil) {
    self.name = name
    self.points = points
    self.passed = passed
    self.message = message
  }

  /// A misconception as a message names it.
  public struct Misconception: Codable, Equatable, Sendable {
    /// What the code does, as it follows "your code …".
    public var name: String
    /// Why that is wrong, and what is right.
    public var explanation: String
  }
}

/// The grade of one exercise or project.
public struct Grade: Codable, Equatable, Sendable {
  /// What was graded, as in `03.2`, or `03` for the chapter's project.
  public var id: String
  /// Its title.
  public var title: String
  /// The most points it gives.
  public var points: Int
  /// How it ended.
  public var status: Status
  /// What each check said, in order; empty where nothing ran.
  public var checks: [Verdict]
  /// What explains the status, where it is not a check: the crash, the time limit, the compiler.
  public var note: String?
  /// The beginning of what the code printed.
  public var output: String?

  /// How the points are given.
  public var scoring = Scoring.perCheck
  /// Whether the random checks ran with the instructor's private numbers too.
  public var isPrivate = false

  /// The points earned: those of the checks that passed, or all or none.
  public var earned: Int {
    if scoring == .allOrNothing, !checks.allSatisfy(\.passed) { return 0 }
    return checks.reduce(0) { $0 + ($1.passed ? $1.points : 0) }
  }

  /// The name of the first misconception that was recognized.
  public var misconception: String? { checks.lazy.compactMap(\.misconception?.name).first }

  /// Makes a grade.
  public init(
    id: String, title: String, points: Int, status: Status, checks: [Verdict] = [],
    note: String? = nil, output: String? = nil
  ) {
    self.id = id
    self.title = title
    self.points = points
    self.status = status
    self.checks = checks
    self.note = note
    self.output = output
  }
}
