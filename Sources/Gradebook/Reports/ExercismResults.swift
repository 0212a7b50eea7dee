import Grading

/// What an Exercism test runner leaves in `results.json`, version 3: one chapter is one exercise there,
/// and our exercises are its tasks.
struct ExercismResults: Encodable {
  struct Test: Encodable {
    let name: String
    let status: String
    let message: String?
    let output: String?
    let task_id: Int?
    let test_code: String
  }

  let version = 3
  let status: String
  let message: String?
  let tests: [Test]?

  /// The results of one chapter.
  init(_ grades: [Grade]) {
    let tests = grades.flatMap(Self.tests)
    if grades.allSatisfy({ [.doesNotCompile, .refused].contains($0.status) }) {
      status = "error"
      message = Self.cut(grades.compactMap(\.note).joined(separator: "\n"), to: 65_535)
      self.tests = nil
    } else {
      status = tests.allSatisfy { $0.status == "pass" } ? "pass" : "fail"
      message = nil
      self.tests = tests
    }
  }

  private static func tests(_ grade: Grade) -> [Test] {
    let task = grade.id.split(separator: ".").last.flatMap { Int($0) }
    let output = grade.output.map { cut($0, to: 500) }
    guard !grade.checks.isEmpty else {
      let isOpen = grade.status == .notAttempted
      return [
        Test(
          name: "\(grade.id) \(grade.title)", status: isOpen ? "fail" : "error",
          message: grade.note ?? grade.result, output: output, task_id: task, test_code: grade.title
        )
      ]
    }
    return grade.checks.enumerated().map { index, check in
      let explanation = check.misconception.map { "Your code \($0.name). \($0.explanation)" }
      return Test(
        name: "\(grade.id) \(grade.title): \(check.name)", status: check.passed ? "pass" : "fail",
        message: check.passed
          ? nil : [check.message, explanation].compactMap(\.self).joined(separator: "\n"),
        output: index == 0 ? output : nil, task_id: task, test_code: check.name)
    }
  }

  /// A text of at most so many bytes, which says so where it was cut.
  static func cut(_ text: String, to most: Int) -> String {
    guard text.utf8.count > most else { return text }
    let end = "\nOutput was truncated."
    var kept = text.prefix(most)
    while kept.utf8.count + end.utf8.count > most { kept = kept.dropLast() }
    return kept + end
  }
}
