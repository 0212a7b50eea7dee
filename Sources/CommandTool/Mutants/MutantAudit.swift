import Course
import Foundation

/// The mutants of a chapter's solutions, with what its authors say about those that no check notices.
struct MutantAudit {
  let package: CoursePackage
  let chapter: ChapterCard
  let exercises: [ExerciseCard]

  /// The smallest part of an exercise's mutants that must be killed.
  static let leastScore = 0.95

  struct Report {
    var tried = 0
    var killed = 0
    var outcomes: [String: MutantOutcome] = [:]
    var lines: [String] = []
    var problems: [String] = []
  }

  func report() throws -> Report {
    let outcomes = try MutantRun(package: package, chapter: chapter, exercises: exercises).run()
    return Self.report(outcomes, explained: explanations, in: file)
  }

  /// Compares the survivors with the explanations: every one must be explained, and nothing else.
  static func report(
    _ outcomes: [String: MutantOutcome], explained: [String: String], in file: String
  ) -> Report {
    var report = Report(outcomes: outcomes)
    for (id, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
      report.tried += outcome.tried
      report.killed += outcome.killed
      let known = outcome.survivors.keys.filter { explained[$0] != nil }.count
      report.lines.append(
        "\(id)  \(outcome.killed) of \(outcome.tried) mutants killed, "
          + "\(known) of \(outcome.survivors.count) survivors explained, "
          + "\(outcome.timedOut) ended by the time limit, \(outcome.refused) did not compile")
      for (mutant, description) in outcome.survivors.sorted(by: { $0.key < $1.key })
      where explained[mutant] == nil {
        report.problems.append(
          "no check notices \(description)\n"
            + "  Add a check that does, or say in \(file) why nothing can.")
      }
      let stale = explained.keys.filter {
        $0.hasPrefix("\(id)-") && outcome.survivors[$0] == nil
      }
      for mutant in stale.sorted() {
        report.problems.append("\(file) explains \(mutant), which is killed or does not exist")
      }
      let differing = outcome.tried - known
      if differing > 0, Double(outcome.killed) < leastScore * Double(differing) {
        report.problems.append(
          "\(id): of the mutants that differ from the solution, only \(outcome.killed) "
            + "of \(differing) are killed")
      }
    }
    return report
  }

  private var file: String { "Sources/Checks/\(chapter.folder)/Mutants.md" }

  /// What the authors say about each survivor, by its id.
  private var explanations: [String: String] {
    guard let text = try? String(contentsOf: package.url(file), encoding: .utf8) else { return [:] }
    return Self.explanations(in: text)
  }

  /// Reads the entries of the file: a list item that begins with the id, as in ``- `03.5-1f3a` …``.
  static func explanations(in text: String) -> [String: String] {
    var found: [String: String] = [:]
    for match in text.matches(of: /(?m)^- `(\d\d\.\d+-[0-9a-f]{4})`([^\n]*(?:\n {2}[^\n]+)*)/) {
      let words = match.output.2.split { $0 == " " || $0 == "\n" }
      // An id alone explains nothing.
      if words.count >= 5 { found[String(match.output.1)] = words.joined(separator: " ") }
    }
    return found
  }
}
