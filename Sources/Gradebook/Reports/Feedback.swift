import Course
import Grading

/// What one person gets back: every exercise with its checks, as Markdown.
struct Feedback {
  let result: SubmissionResult

  /// The page.
  var text: String {
    var lines = [
      "# \(Self.inline(result.name))", "", "\(result.score) of \(result.maximum) points.", "",
      "| exercise | points | |", "|---|---|---|",
    ]
    for grade in result.exercises {
      lines.append(
        "| \(grade.id) \(grade.title) | \(grade.earned) of \(grade.points) | \(Self.word(grade)) |")
    }
    for grade in result.projects {
      lines.append("| project \(grade.id) \(grade.title) | | \(Self.word(grade)) |")
    }
    lines.append("")
    if !result.notes.isEmpty {
      lines += ["## What was not used", ""] + result.notes.map { "- \(Self.inline($0))" } + [""]
    }
    for grade in result.exercises + result.projects
    where ![.passed, .notAttempted].contains(grade.status) {
      lines += ["## \(grade.id) \(grade.title)", ""] + Self.fenced(Self.report(grade)) + [""]
    }
    let open = result.exercises.filter { $0.status == .notAttempted }
    if !open.isEmpty {
      lines += ["Not attempted: \(open.map(\.id).joined(separator: ", ")).", ""]
    }
    return lines.joined(separator: "\n")
  }

  private static func report(_ grade: Grade) -> String {
    // The note of a file that does not compile stands in no check.
    let note = grade.checks.isEmpty ? nil : grade.note
    let isSaid = note.map { note in grade.checks.contains { $0.message == note } } ?? true
    return grade.report + (isSaid ? "" : "\n  \(note ?? "")")
  }

  private static func word(_ grade: Grade) -> String {
    switch grade.status {
    case .passed: "passed"
    case .failed: grade.misconception.map { "your code \($0)" } ?? "see below"
    case .notAttempted: "not attempted"
    case .crashed: "crashed"
    case .timedOut: "did not finish"
    case .exited: "ended the program"
    case .doesNotCompile: "does not compile"
    case .refused: "the file was not used"
    }
  }

  /// A text of somebody else's as plain text inside a line.
  static func inline(_ text: String) -> String {
    var result = ""
    for character in text {
      if character.isNewline {
        result.append(" ")
        continue
      }
      if "\\`*_{}[]<>#|!&".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// A text between fences that it cannot close: longer ones than it holds.
  static func fenced(_ text: String) -> [String] {
    var longest = 2
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return [fence + "text", text, fence]
  }
}
