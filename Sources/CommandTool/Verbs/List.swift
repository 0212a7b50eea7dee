import Course
import Grading

/// `descent list`: the chapters and their exercises.
enum List: Verb {
  static let synopsis = Synopsis(
    verb: "list", operands: "[CHAPTER]", operandCount: 0...1,
    summary: "Lists the chapters and exercises, with your last grades.", options: [])

  static func run(_ arguments: Arguments) throws -> Bool {
    let chosen = try Selection.resolve(arguments.operands).chapters.map(\.chapter)
    let notes = ProgressNotes(from: try CoursePackage())
    for chapter in chosen {
      Console.say(Console.paint("\(chapter.number) \(chapter.title)", .strong))
      Console.say("   \(chapter.summary)")
      for exercise in chapter.exercises { Console.say(line(exercise, notes.grades[exercise.id])) }
      if let project = chapter.project {
        let state = notes.grades[chapter.number].map { $0.status == .passed ? "passed" : "open" }
        Console.say("   project  \(project.title)  \(state ?? "")")
      }
      Console.say("   demo     swift run descent demo \(chapter.demo)")
    }
    return true
  }

  private static func line(_ exercise: ExerciseCard, _ grade: Grade?) -> String {
    let mark =
      switch grade?.status {
      case .passed: Console.paint("✔", .good)
      case nil, .notAttempted: "·"
      default: Console.paint("✘", .bad)
      }
    let title = exercise.title.padding(to: 32)
    let difficulty = String(repeating: "●", count: exercise.difficulty)
      .padding(to: 5, with: "○")
    let points = "\(exercise.points) points".padding(to: 10)
    return "   \(mark) \(exercise.id)  \(title) \(difficulty)  \(points) ~\(exercise.minutes) min"
  }
}

extension String {
  /// The text, followed by as many of `character` as it takes to be `count` characters long.
  func padding(to length: Int, with character: Character = " ") -> String {
    self + String(repeating: character, count: max(0, length - count))
  }
}
