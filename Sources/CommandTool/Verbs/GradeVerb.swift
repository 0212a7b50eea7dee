import Course
import Foundation
import Grading

/// `descent grade`: grades the answers in `Exercises`.
enum GradeVerb: Verb {
  static let synopsis = Synopsis(
    verb: "grade", operands: "[CHAPTER|EXERCISE ...]", operandCount: 0...64,
    summary: "Grades your answers: everything, a chapter (03) or an exercise (03.2).",
    options: [
      .init("--solutions", "grade the reference solutions instead of your answers"),
      .init("--all-or-nothing", "no points for an exercise of which a check fails"),
      .init("--json", "FILE", "write the grades to FILE as JSON"),
    ])

  static func run(_ arguments: Arguments) throws -> Bool {
    let package = try CoursePackage()
    let submission = arguments.has("--solutions") ? "Solutions" : "Exercises"
    let selection = try Selection.resolve(arguments.operands)
    let outcome = try GradingRun(
      package: package, submission: submission, selection: selection.chapters,
      includesProjects: selection.isWhole,
      scoring: arguments.has("--all-or-nothing") ? .allOrNothing : nil
    ).run()

    for grade in outcome.exercises + outcome.projects { show(grade) }
    Console.say()
    Console.say("Score: \(outcome.score) of \(outcome.maximum) points.")
    if let praise = outcome.praise { Console.say(praise) }
    if submission == "Exercises" { try remember(outcome, in: package) }
    if let file = arguments["--json"] {
      try writeJSON(GradeFile(submission: submission, outcome), to: file)
    }
    return outcome.isGood
  }

  private static func show(_ grade: Grade) {
    switch grade.status {
    case .passed: Console.say(Console.paint("✔ \(grade.heading)", .good))
    case .notAttempted: Console.say(Console.paint("➜ \(grade.heading)", .quiet))
    default: Console.say(Console.paint("✘ ", .bad) + Console.paintMarks(grade.report))
    }
  }

  private static func remember(_ outcome: GradingRun.Outcome, in package: CoursePackage) throws {
    var notes = ProgressNotes(from: package)
    for grade in outcome.exercises + outcome.projects { notes.grades[grade.id] = grade }
    try notes.save(in: package)
    if let next = notes.next {
      let folder = Catalogue.chapter(of: next)?.folder ?? ""
      Console.say("Next: \(next.id) \(next.title), Exercises/\(folder)/\(next.file)")
    }
  }
}

/// What the words behind `grade` name.
struct Selection {
  var chapters: [(chapter: ChapterCard, exercises: [ExerciseCard])]
  /// Whether whole chapters were named, so that their projects are graded too.
  var isWhole: Bool

  /// Finds the chapters and exercises that `words` name; none names all.
  static func resolve(_ words: [String]) throws(UsageError) -> Selection {
    guard !words.isEmpty else {
      return Selection(chapters: Catalogue.chapters.map { ($0, $0.exercises) }, isWhole: true)
    }
    var chosen: Set<String> = []
    var isWhole = false
    for word in words {
      if let exercise = Catalogue.exercise(word) {
        chosen.insert(exercise.id)
      } else if let chapter = Catalogue.chapter(word) {
        chosen.formUnion(chapter.exercises.map(\.id))
        isWhole = true
      } else {
        throw UsageError(
          "there is no chapter or exercise \"\(word)\".", near: word,
          among: Catalogue.exercises.map(\.id) + Catalogue.chapters.map(\.number), verb: "grade")
      }
    }
    let chapters = Catalogue.chapters.map { chapter in
      (chapter, chapter.exercises.filter { chosen.contains($0.id) })
    }
    return Selection(chapters: chapters.filter { !$0.1.isEmpty }, isWhole: isWhole)
  }
}

extension Catalogue {
  /// Finds the exercise that a word on the command line names.
  static func required(_ id: String, by verb: String) throws(UsageError) -> ExerciseCard {
    guard let exercise = exercise(id) else {
      throw UsageError(
        "there is no exercise \"\(id)\".", near: id, among: exercises.map(\.id), verb: verb)
    }
    return exercise
  }
}
