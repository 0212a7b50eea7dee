import Course

/// Grades one exercise in as many processes as it takes.
///
/// After a crash the remaining checks run in a fresh process, so that an index out of range in one check
/// costs the points of that check only. Code that did not finish is not started again.
package enum IsolatedRun {
  /// Runs the test that `arguments` select until every check is decided.
  ///
  /// - Parameters:
  ///   - arguments: What the test program needs to run just that test.
  ///   - fallback: The id and title of the grade, should the process die before it says so.
  package static func grade(
    _ arguments: [String], limits: Limits, fallback: (id: String, title: String)
  ) throws -> Grade {
    var assembly = GradeAssembly()
    var firstCheck = 0
    repeat {
      let child = try ChildProcess.run(arguments, limits: limits, firstCheck: firstCheck)
      for event in child.events { assembly.add(event) }
      assembly.addOutput(CapturedOutput.trimmed(child.output))
      if assembly.isComplete { break }
      let reason = Obituary.text(of: child, limits: limits)
      guard let current = assembly.current, current >= firstCheck else {
        assembly.end(as: .crashed, because: reason)
        break
      }
      switch child.ending {
      case .exited(NotImplemented.exitCode):
        assembly.add(.notAttempted(check: current, reason: Obituary.stubLine(child.errors)))
      case .exited: assembly.end(as: .exited, because: reason)
      case .signalled: assembly.end(as: .crashed, because: reason)
      case .swarmed: assembly.end(as: .crashed, because: reason)
      case .timedOut:
        assembly.end(as: .timedOut, because: reason)
        assembly.abandon(because: "did not run: an earlier check did not finish")
        return assembly.grade
      }
      firstCheck = current + 1
      if firstCheck == assembly.grade.checks.count { assembly.add(.completed) }
    } while firstCheck < assembly.grade.checks.count

    var grade = assembly.grade
    grade.output = grade.output.map { CapturedOutput.trimmed($0) }
    if grade.id.isEmpty {
      grade = Grade(
        id: fallback.id, title: fallback.title,
        points: Catalogue.exercise(fallback.id)?.points ?? 0,
        status: .crashed, note: grade.note)
    }
    return grade
  }
}

/// What the code printed, without what the test library prints around it.
enum CapturedOutput {
  static func trimmed(_ text: String, lines most: Int = 12) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .filter { line in
        !["Test Suite '", "Test Case '", "\t Executed "].contains { line.hasPrefix($0) }
          && !line.contains(": error: ") && !line.contains("' measured [")
      }
    while lines.last?.isEmpty == true { lines.removeLast() }
    if lines.count > most { lines = lines.prefix(most) + ["… (\(lines.count - most) lines more)"] }
    return lines.map { $0.count > 200 ? $0.prefix(200) + "…" : $0 }.joined(separator: "\n")
  }
}
