import Course
import Grading

/// `descent` alone: where you are, and what is next.
enum Overview {
  static func show() throws -> Bool {
    let package = try CoursePackage()
    let notes = ProgressNotes(from: package)
    Console.say(Console.paint("Descent", .strong) + ": a deep-learning textbook that runs")
    Console.say()
    for chapter in Catalogue.chapters {
      let earned = chapter.exercises.reduce(0) { $0 + (notes.grades[$1.id]?.earned ?? 0) }
      let points = chapter.exercises.reduce(0) { $0 + $1.points }
      let passed = chapter.exercises.filter { notes.grades[$0.id]?.status == .passed }.count
      let bar = Console.bar(points == 0 ? 0 : Double(earned) / Double(points))
      Console.say(
        "\(chapter.number) \(chapter.title)  \(bar)  \(passed) of \(chapter.exercises.count) "
          + "exercises, \(earned) of \(points) points")
    }
    Console.say()
    guard let next = notes.next, let chapter = Catalogue.chapter(of: next) else {
      Console.say("Every exercise passes its public checks. See your functions at work:")
      Console.say("  swift run descent demo \(Catalogue.chapters.last?.number ?? "") --mine")
      return true
    }
    if notes.grades.isEmpty {
      Console.say("See what the chapter is about:")
      Console.say("  swift run descent demo \(chapter.demo)")
    }
    Console.say("Next: \(next.id) \(next.title), about \(next.minutes) minutes")
    Console.say("  read   \"\(next.section)\" in Chapters/\(chapter.folder)/README.md")
    Console.say("  write  Exercises/\(chapter.folder)/\(next.file)")
    Console.say("  grade  swift run descent grade \(next.id)")
    Console.say("  stuck? swift run descent hint \(next.id)")
    return true
  }
}
