import Foundation

/// `descent export-student`: the copy of the course that a class receives.
enum ExportStudentVerb: Verb {
  static let synopsis = Synopsis(
    verb: "export-student", operands: "DIR", operandCount: 1...1,
    summary: "Writes the copy that a class receives to DIR: without solutions, still green.",
    options: [.init("--test", "build the copy and run its tests, which takes some minutes")])

  static func run(_ arguments: Arguments) throws -> Bool {
    let package = try CoursePackage()
    let folder = URL(fileURLWithPath: arguments.operands[0])
    try StudentPackage(package: package).write(to: folder)
    Console.say(
      "Wrote \(folder.path). Left out: the solutions, the other right answers in the checks, "
        + "what explains mutants, and the author's scripts.")
    guard arguments.has("--test") else { return true }
    Console.step("building and testing the copy …")
    let copy = SwiftCommand(
      package: CoursePackage(root: folder), submission: "Exercises", chapter: nil)
    let outcome = try copy.buildAndTest()
    Console.endStep()
    if outcome.status != 0 { Console.say(outcome.output) }
    Console.say(outcome.status == 0 ? "Its tests pass." : "Its tests do not pass.")
    return outcome.status == 0
  }
}
