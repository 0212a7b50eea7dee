import Course
public import Foundation
import Grading
import Plots

/// Everything that is written about a class when its submissions are graded.
public struct ClassReports: Sendable {
  /// The results, in the order of the names.
  public let results: [SubmissionResult]
  private let roster: Roster

  /// Takes the results of a class.
  public init(_ results: [SubmissionResult], roster: Roster = Roster()) {
    self.results = results.sorted()
    self.roster = roster
  }

  /// Writes the tables, one page of feedback and the platforms' files for every submission, and the
  /// analysis.
  public func write(to folder: URL) throws {
    func write(_ text: String, to path: String) throws {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    }
    let tables = GradebookTables(results: results, roster: roster)
    try write(tables.whole, to: "gradebook.csv")
    try write(tables.canvas, to: "canvas.csv")
    try write(tables.moodle, to: "moodle.csv")
    try write(JUnitReport(results: results).text, to: "junit.xml")
    for result in results {
      try write(Feedback(result: result).text, to: "feedback/\(result.key).md")
      try write(json(GradescopeResults(result)), to: "gradescope/\(result.key).json")
      for chapter in Catalogue.chapters {
        let grades = result.exercises.filter { $0.id.hasPrefix(chapter.number + ".") }
        guard !grades.isEmpty else { continue }
        try write(
          json(ExercismResults(grades)), to: "exercism/\(result.key)/\(chapter.folder)/results.json"
        )
      }
    }
    let analysis = Analysis(results)
    try write(analysis.report, to: "analysis.md")
    try write(json(analysis), to: "analysis.json")
    try write(analysis.figure.svg(), to: "histogram.svg")
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
