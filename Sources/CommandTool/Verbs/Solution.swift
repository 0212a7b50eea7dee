import Course
import Foundation

/// `descent solution`: the reference solution of an exercise.
enum Solution: Verb {
  static let synopsis = Synopsis(
    verb: "solution", operands: "EXERCISE", operandCount: 1...1,
    summary: "Prints the reference solution of an exercise.", options: [])

  static func run(_ arguments: Arguments) throws -> Bool {
    let exercise = try Catalogue.required(arguments.operands[0], by: "solution")
    let file = try CoursePackage().file(of: exercise, in: "Solutions")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw Failure(
        "there is no solution to show at \(file.path). "
          + "The copy of the course that a class receives may come without solutions.")
    }
    Console.say(text)
    return true
  }
}
