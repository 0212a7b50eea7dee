import Course
import Foundation
import Grading

/// Grades a submission: builds it, runs its tests, and reads the grades that they leave.
struct GradingRun {
  let package: CoursePackage
  /// The folder with the answers, inside the package.
  let submission: String
  /// What to grade, by chapter.
  let selection: [(chapter: ChapterCard, exercises: [ExerciseCard])]
  /// Whether the chapters' projects are graded too.
  let includesProjects: Bool
  /// How points are given, where not as the exercises say.
  var scoring: Scoring?

  /// The grades of a run.
  struct Outcome {
    var exercises: [Grade] = []
    var projects: [Grade] = []

    var score: Int { exercises.reduce(0) { $0 + $1.earned } }
    var maximum: Int { exercises.reduce(0) { $0 + $1.points } }
    /// What to say of checks that all passed; `nil` where one did not, or none ran.
    var praise: String? {
      guard !exercises.isEmpty, exercises.allSatisfy({ $0.status == .passed }) else { return nil }
      return exercises.allSatisfy(\.isPrivate)
        ? "Every check passes, with the private numbers too."
        : "Every public check passes. Your instructor may grade with other random numbers as well."
    }

    /// Whether nothing that was attempted fell short.
    var isGood: Bool {
      (exercises + projects).allSatisfy { [.passed, .notAttempted].contains($0.status) }
    }
  }

  /// Grades everything that was selected.
  func run() throws -> Outcome {
    try package.require(submission)
    var outcome = Outcome()
    // One chapter at a time: what does not compile in one is not in the way of the others.
    for (chapter, exercises) in selection {
      var grades = try grade(chapter, exercises, in: submission)
      var broken: Set<String> = []
      // Taking out one file can bring the fault of another to light: so again, while there is a new one.
      while grades.contains(where: \.isLeftOut) {
        let found = Set(grades.filter { $0.status == .doesNotCompile && !$0.isLeftOut }.map(\.id))
        guard !found.isSubset(of: broken) else { break }
        broken.formUnion(found)
        let rescued = try gradeAround(chapter, exercises, broken: broken)
        grades = grades.map { grade in
          broken.contains(grade.id) ? grade : rescued.first { $0.id == grade.id } ?? grade
        }
      }
      outcome.exercises += exercises.compactMap { card in grades.first { $0.id == card.id } }
      if includesProjects { outcome.projects += grades.filter { $0.id == chapter.number } }
    }
    return outcome
  }

  /// Builds a chapter and grades some of its exercises and its project; where it does not build, says of
  /// every exercise of the chapter what it has to do with that.
  private func grade(
    _ chapter: ChapterCard, _ exercises: [ExerciseCard], in submission: String
  ) throws -> [Grade] {
    Console.step("building chapter \(chapter.number) …")
    defer { Console.endStep() }
    let swift = SwiftCommand(package: package, submission: submission, chapter: chapter.number)
    let build = try swift.build(["--product", "DescentPackageTests"])
    guard build.status == 0 else {
      return try BuildFailure(
        package: package, chapter: chapter, submission: submission, output: build.output
      ).grades()
    }
    Console.step("grading chapter \(chapter.number) …")
    let grades = try test(chapter, exercises, swift)
    return exercises.map { exercise in
      grades.first { $0.id == exercise.id } ?? lost(exercise)
    } + grades.filter { $0.id == chapter.number }
  }

  /// Grades the exercises whose own files compile, with the solution, or a fresh stub, in the place of those
  /// that do not.
  ///
  /// The copy lies at a fresh path each time: a compiler that has seen the path before may not look again.
  private func gradeAround(
    _ chapter: ChapterCard, _ exercises: [ExerciseCard], broken: Set<String>
  ) throws -> [Grade] {
    let files = FileManager.default
    let stage = ".grade/\(UUID().uuidString)"
    let folder = package.url("\(stage)/\(chapter.folder)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: package.url(stage)) }
    for exercise in chapter.exercises {
      let source = broken.contains(exercise.id) ? package.replacements : submission
      guard let text = try? Data(contentsOf: package.file(of: exercise, in: source)) else {
        return []
      }
      try text.write(to: folder.appendingPathComponent(exercise.file))
    }
    return try grade(chapter, exercises, in: stage).filter { $0.id != chapter.number }
  }

  private func test(
    _ chapter: ChapterCard, _ exercises: [ExerciseCard], _ swift: SwiftCommand
  ) throws -> [Grade] {
    let records = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-records-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: records) }
    let suite = "^\(chapter.name)Grading\\.\(chapter.name)"
    var environment = [
      Records.variable: records.path,
      Records.selection: exercises.map(\.id).joined(separator: " "),
    ]
    if let scoring { environment[Scoring.variable] = scoring.rawValue }
    if includesProjects {
      _ = try swift.test(
        ["--filter", "\(suite)(Grades|ProjectTests)/"], environment: environment)
    } else {
      _ = try swift.gradingTests("\(suite)Grades/", environment: environment)
    }
    return Records.read(from: records)
  }

  /// An exercise whose test left no grade: the run was ended from outside.
  private func lost(_ exercise: ExerciseCard) -> Grade {
    Grade(
      id: exercise.id, title: exercise.title, points: exercise.points, status: .crashed,
      note: "The test run ended before this exercise was graded.")
  }
}

extension Grade {
  /// Whether an exercise could not be graded for the fault of another file.
  fileprivate var isLeftOut: Bool { note?.hasPrefix(BuildFailure.notGraded) == true }
}

/// What `grade --json` writes.
struct GradeFile: Encodable {
  struct Entry: Encodable {
    let id: String
    let title: String
    let points: Int
    let earned: Int
    let status: Status
    let misconception: String?
    let note: String?
    let checks: [Check]

    init(_ grade: Grade) {
      id = grade.id
      title = grade.title
      points = grade.points
      earned = grade.earned
      status = grade.status
      misconception = grade.misconception
      note = grade.note
      checks = grade.checks.map(Check.init)
    }

    // Every key is written, also where there is nothing to say.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(title, forKey: .title)
      try container.encode(points, forKey: .points)
      try container.encode(earned, forKey: .earned)
      try container.encode(status, forKey: .status)
      try container.encode(misconception, forKey: .misconception)
      try container.encode(note, forKey: .note)
      try container.encode(checks, forKey: .checks)
    }

    enum CodingKeys: String, CodingKey {
      case id, title, points, earned, status, misconception, note, checks
    }
  }

  struct Check: Encodable {
    let name: String
    let passed: Bool
    let message: String?

    init(_ verdict: Verdict) {
      name = verdict.name
      passed = verdict.passed
      message = verdict.message
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(passed, forKey: .passed)
      try container.encode(message, forKey: .message)
    }

    enum CodingKeys: String, CodingKey {
      case name, passed, message
    }
  }

  let submission: String
  let score: Int
  let maximum: Int
  /// Whether the random checks ran with the instructor's private numbers too.
  let usesPrivateNumbers: Bool
  let exercises: [Entry]
  let projects: [Entry]

  init(submission: String, _ outcome: GradingRun.Outcome) {
    self.submission = submission
    score = outcome.score
    maximum = outcome.maximum
    usesPrivateNumbers = outcome.exercises.contains(where: \.isPrivate)
    exercises = outcome.exercises.map(Entry.init)
    projects = outcome.projects.map(Entry.init)
  }
}
