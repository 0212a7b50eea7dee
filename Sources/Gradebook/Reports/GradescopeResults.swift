import Grading

/// What a Gradescope autograder leaves in `results.json`: one test an exercise, as its specification
/// lists the fields.
struct GradescopeResults: Encodable {
  struct Test: Encodable {
    let name: String
    let number: String
    let score: Double
    let max_score: Double
    let status: String
    let output: String
    let visibility: String
  }

  let score: Double
  let execution_time: Double
  let output: String
  let output_format: String
  let stdout_visibility: String
  let tests: [Test]

  init(_ result: SubmissionResult) {
    score = Double(result.score)
    execution_time = result.seconds
    output =
      (["\(result.score) of \(result.maximum) points."] + result.notes).joined(separator: "\n")
    output_format = "text"
    stdout_visibility = "hidden"
    tests = (result.exercises + result.projects).map { grade in
      Test(
        name: grade.title, number: grade.id, score: Double(grade.earned),
        max_score: Double(grade.points), status: grade.status == .passed ? "passed" : "failed",
        output: grade.report, visibility: "visible")
    }
  }
}
