import Course
import Foundation
import Grading

/// What `descent watch` shows: one exercise, its grade, and what can be done next.
struct WatchSession {
  let package: CoursePackage
  /// The exercise that was saved last, or chosen.
  private(set) var current: ExerciseCard

  init(package: CoursePackage, current: ExerciseCard) {
    self.package = package
    self.current = current
  }

  /// The exercise that a saved file belongs to, as in `03-Perceptrons/Sigmoid.swift`.
  static func exercise(of file: String) -> ExerciseCard? {
    Catalogue.exercises.first { exercise in
      Catalogue.chapter(of: exercise).map { "\($0.folder)/\(exercise.file)" == file } ?? false
    }
  }

  /// Takes up the exercise of the file that was saved last.
  ///
  /// - Returns: Whether there is one.
  mutating func take(_ files: [String]) -> Bool {
    guard let exercise = files.reversed().lazy.compactMap(Self.exercise).first else {
      return false
    }
    current = exercise
    return true
  }

  /// Goes to the next exercise that has not passed, behind the current one, or from the start again.
  mutating func goOn() {
    let notes = ProgressNotes(from: package)
    let all = Catalogue.exercises
    let index = all.firstIndex { $0.id == current.id } ?? 0
    let order = all[(index + 1)...] + all[...index]
    current = order.first { notes.grades[$0.id]?.status != .passed } ?? current
  }

  /// Grades the current exercise.
  func grade() throws -> Grade {
    let chapter = Catalogue.chapter(of: current)
    let outcome = try GradingRun(
      package: package, submission: "Exercises",
      selection: chapter.map { [($0, [current])] } ?? [], includesProjects: false
    ).run()
    guard let grade = outcome.exercises.first else {
      throw Failure("\(current.id) left no grade")
    }
    var notes = ProgressNotes(from: package)
    notes.grades[grade.id] = grade
    try notes.save(in: package)
    return grade
  }

  /// The screen after a grade.
  ///
  /// What the compiler refuses is shown first and alone: nothing else can be said about such a file.
  func screen(_ grade: Grade, seconds: Double) -> String {
    let folder = Catalogue.chapter(of: current)?.folder ?? ""
    var lines: [String] = []
    switch grade.status {
    case .doesNotCompile:
      lines = ["\(current.file) does not compile.", "", grade.note ?? ""]
    case .passed:
      lines = [Console.paint("✔ \(grade.heading)", .good)]
      lines +=
        grade.checks.map { "  ✔ \($0.name)" } + [
          "", "Every public check passes. Press n for the next exercise.",
        ]
    case .notAttempted:
      lines = [
        "\(current.id) \(current.title): not attempted yet.", "",
        "  read   \"\(current.section)\" in Chapters/\(folder)/README.md",
        "  write  Exercises/\(folder)/\(current.file)",
      ]
    default:
      lines = [Console.paint("✘ ", .bad) + Console.paintMarks(grade.report)]
    }
    lines += ["", Console.paint(String(format: "%.1f s", seconds), .quiet)]
    return lines.joined(separator: "\n")
  }

  /// The last line: which keys there are.
  static let keys = "waiting for a save    h hint   n next   l list   q quit"
}
