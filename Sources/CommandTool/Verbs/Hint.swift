import Course

/// `descent hint`: one more hint each time.
enum Hint: Verb {
  static let synopsis = Synopsis(
    verb: "hint", operands: "EXERCISE", operandCount: 1...1,
    summary: "Gives a hint; each call goes one rung further, from a question to a plan.",
    options: [
      .init("--rung", "N", "show hint N (1 to 3) and the ones before it")
    ])

  static func run(_ arguments: Arguments) throws -> Bool {
    let exercise = try Catalogue.required(arguments.operands[0], by: "hint")
    let package = try CoursePackage()
    var notes = ProgressNotes(from: package)
    let last = exercise.hints.count
    var rung = min(notes.hints[exercise.id, default: 0] + 1, last)
    if let wanted = try arguments.number("--rung") {
      guard (1...UInt64(last)).contains(wanted) else {
        throw UsageError("\(exercise.id) has hints 1 to \(last), not \(wanted).", verb: "hint")
      }
      rung = Int(wanted)
    }
    Console.say(Console.paint("\(exercise.id) \(exercise.title)", .strong))
    for number in 1...rung {
      Console.say("\(number). \(exercise.hints[number - 1])")
    }
    if rung < last {
      Console.say("Call again for hint \(rung + 1) of \(last).")
    } else if let chapter = Catalogue.chapter(of: exercise) {
      Console.say(
        "That was the last hint. Read \"\(exercise.section)\" in "
          + "Chapters/\(chapter.folder)/README.md, or see swift run descent solution \(exercise.id)"
      )
    }
    notes.hints[exercise.id] = max(rung, notes.hints[exercise.id, default: 0])
    try notes.save(in: package)
    return true
  }
}
