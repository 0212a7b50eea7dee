import Foundation
import Grading

@testable import Gradebook

/// Results for the tests of the reports.
enum SampleClass {
  static func grade(_ id: String, _ earned: [Bool], _ wrong: String? = nil) -> Grade {
    let checks = earned.enumerated().map { index, passed in
      var verdict = Verdict(
        name: "check \(index)", points: 2, passed: passed,
        message: passed ? nil : "expected 1, got 2")
      if !passed, let wrong {
        verdict.misconception = try? JSONDecoder().decode(
          Verdict.Misconception.self,
          from: Data(#"{"name":"\#(wrong)","explanation":"No."}"#.utf8))
      }
      return verdict
    }
    return Grade(
      id: id, title: "title", points: 2 * earned.count,
      status: earned.contains(false) ? .failed : .passed, checks: checks)
  }

  static func result(
    _ name: String, _ grades: [Grade], notes: [String] = [], text: String = ""
  ) -> SubmissionResult {
    SubmissionResult(
      name: name, key: name, exercises: grades, projects: [], notes: notes, basis: "b",
      seconds: 1.5,
      prints: Prints(of: ["03-Perceptrons/Sigmoid.swift": Data(text.utf8)], without: [:]))
  }

  /// Three people: all right, half right, nothing handed in.
  static let three = [
    result("Ada, \"A\"", [grade("03.1", [true, true]), grade("03.2", [true, true, true])]),
    result(
      "=Bob",
      [grade("03.1", [true, false], "adds"), grade("03.2", [false, false, true], "adds")],
      notes: ["a note"]),
    result(
      "Zoë",
      [
        Grade(id: "03.1", title: "title", points: 4, status: .notAttempted, note: "not attempted"),
        Grade(
          id: "03.2", title: "title", points: 6, status: .doesNotCompile, note: "A.swift:1: no"),
      ]),
  ]
}
