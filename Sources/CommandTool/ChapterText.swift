import Course
import Foundation

/// The text of a chapter, read as an author reads it before it is printed.
struct ChapterText {
  let chapter: ChapterCard
  let package: CoursePackage

  /// The headings of every chapter, in this order.
  static let sections = [
    "Objective", "You will be able to", "Prerequisites", "The idea", "Reading order of the sources",
    "Reference card", "Demo and its result", "Exercises", "Break it", "Pitfalls",
    "Questions people ask", "References",
  ]

  /// What is wrong with the text, in sentences.
  var problems: [String] {
    let file = "Chapters/\(chapter.folder)/README.md"
    guard let text = try? String(contentsOf: package.url(file), encoding: .utf8) else {
      return ["\(file) cannot be read"]
    }
    let found =
      sectionProblems(text) + exerciseProblems(text) + linkProblems(text) + commandProblems(text)
      + figureProblems
    return found.map { "\(file): \($0)" }
  }

  private func headings(_ text: String, level: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix(level + " ") }
      .map { $0.dropFirst(level.count + 1).trimmingCharacters(in: .whitespaces) }
  }

  private func sectionProblems(_ text: String) -> [String] {
    let headings = headings(text, level: "##")
    let known = headings.filter(Self.sections.contains)
    var problems = Self.sections.filter { !headings.contains($0) }.map {
      "the section \"\($0)\" is missing"
    }
    if problems.isEmpty && known != Self.sections {
      problems.append("the sections stand in another order: \(known.joined(separator: ", "))")
    }
    return problems
  }

  private func exerciseProblems(_ text: String) -> [String] {
    let headings = headings(text, level: "###") + headings(text, level: "##")
    return chapter.exercises.compactMap { exercise in
      headings.contains(exercise.section)
        ? nil : "exercise \(exercise.id) points to \"\(exercise.section)\", which is no heading"
    }
  }

  /// Links to files inside the package that are not there.
  private func linkProblems(_ text: String) -> [String] {
    let folder = package.url("Chapters/\(chapter.folder)")
    return text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }
      .filter { !$0.hasPrefix("http") && !$0.hasPrefix("#") && !$0.hasPrefix("mailto:") }
      .map { $0.split(separator: "#").first.map(String.init) ?? $0 }
      .filter { !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) }
      .map { "the link to \($0) leads nowhere" }
  }

  /// Calls of this tool that it would not understand.
  private func commandProblems(_ text: String) -> [String] {
    text.matches(of: /swift run descent([^`\n|]*)/).compactMap { match in
      let words = match.output.1.split(separator: " ").map(String.init)
        .prefix { !$0.hasPrefix("#") && !$0.hasPrefix("//") }
      guard let name = words.first else { return nil }
      guard let verb = Tool.verbs.first(where: { $0.synopsis.verb == name }) else {
        return "there is no verb in \"\(match.output.0)\""
      }
      do {
        let arguments = try Arguments(Array(words.dropFirst()), for: verb.synopsis)
        for operand in arguments.operands
        where Catalogue.exercise(operand) == nil && Catalogue.chapter(operand) == nil
          && Registry.demo(named: operand) == nil
        {
          return "\"\(match.output.0)\" names \(operand), which does not exist"
        }
        return nil
      } catch {
        return "\"\(match.output.0)\" is not understood: \(error)"
      }
    }
  }

  /// Figures that are too large to be read on a slow line.
  private var figureProblems: [String] {
    let folder = package.url("Chapters/\(chapter.folder)/Figures")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().compactMap { name in
      let path = folder.appendingPathComponent(name).path
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int ?? 0
      return size > 100_000 ? "the figure \(name) has \(size / 1000) KB, more than 100" : nil
    }
  }
}
