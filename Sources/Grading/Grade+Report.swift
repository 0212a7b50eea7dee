import Course

extension Grade {
  /// The grade as a learner reads it: what passed, what did not and why, and what to do next.
  ///
  ///     03.2 Perceptron update                                          3 of 6 points
  ///       ✔ shape
  ///       ✘ a mistake moves the weights: weights[0]: expected 3, got 1
  ///         Your code ...
  public var report: String {
    var lines = [heading]
    var said: Set<String> = []
    var explained: Set<String> = []
    for check in checks {
      if check.passed {
        lines.append("  ✔ \(check.name)")
        continue
      }
      let message = check.message ?? "did not run"
      guard said.insert(message).inserted else {
        lines.append("  ✘ \(check.name): the same as above")
        continue
      }
      lines.append("  ✘ \(check.name): \(message)")
      guard let wrong = check.misconception else { continue }
      if explained.insert(wrong.name).inserted {
        lines.append("    This is what comes out when your code \(wrong.name).")
        lines.append("    \(wrong.explanation)")
      } else {
        lines.append(
          explained.count == 1 ? "    The same mistake." : "    Again: your code \(wrong.name).")
      }
    }
    if checks.isEmpty, let note { lines.append("  \(note)") }
    if let output, status != .passed {
      lines.append("  Your code printed:")
      lines += output.split(separator: "\n").map { "    \($0)" }
    }
    if status != .passed, status != .doesNotCompile, let card = Catalogue.exercise(id),
      let chapter = Catalogue.chapter(of: card)
    {
      lines.append("  Read \"\(card.section)\" in Chapters/\(chapter.folder)/README.md.")
      lines.append("  Next: swift run descent hint \(id)")
    }
    if points == 0, status != .passed, let needs = Catalogue.chapter(id)?.project?.needs,
      !needs.isEmpty
    {
      lines.append(
        "  It runs on your answers to \(needs.formatted). See to it that they pass first.")
    }
    return lines.joined(separator: "\n")
  }

  /// One line: what was graded, and how it ended.
  public var heading: String {
    let title = "\(points == 0 ? "project " : "")\(id) \(title)"
    return "\(title)\(String(repeating: " ", count: max(2, 60 - title.count)))\(result)"
  }

  /// The points, with the word that says why there are not more.
  public var result: String {
    var score = points == 0 ? nil : "\(earned) of \(points) points"
    if scoring == .allOrNothing, status != .passed, !checks.isEmpty {
      score = score.map { $0 + ", all or nothing" }
    }
    let parts: [String?] =
      switch status {
      case .passed: [score ?? "passed"]
      case .failed: [score ?? "failed"]
      case .notAttempted: ["not attempted"]
      case .crashed: ["crashed", score]
      case .timedOut: ["did not finish", score]
      case .exited: ["ended the program", score]
      case .doesNotCompile: ["does not compile"]
      case .refused: ["the file was not used"]
      }
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension [String] {
  /// `a`, `a and b`, or `a, b and c`.
  fileprivate var formatted: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
  }
}
