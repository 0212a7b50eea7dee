import Course
import Foundation

/// The stubs of a chapter, compared with its solutions.
struct Stubs {
  let chapter: ChapterCard
  let package: CoursePackage

  /// What is wrong with them, in sentences.
  var problems: [String] {
    var problems: [String] = []
    let stubs = swiftFiles("Exercises")
    let solutions = swiftFiles("Solutions")
    if stubs != solutions {
      let difference = Set(stubs).symmetricDifference(solutions).sorted()
      problems.append(
        "chapter \(chapter.number): in only one of Exercises and Solutions: "
          + difference.joined(separator: ", "))
    }
    for exercise in chapter.exercises where !stubs.contains(exercise.file) {
      problems.append("\(exercise.id): there is no Exercises/\(chapter.folder)/\(exercise.file)")
    }
    for file in stubs where solutions.contains(file) {
      let declared = declarations(file).texts.flatMap { $0.split(separator: "\n") }
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let leaked = codeLines("Solutions", file).subtracting(declared)
        .intersection(codeLines("Exercises", file))
      for line in leaked.sorted() {
        problems.append("\(chapter.folder)/\(file): the stub holds a line of the solution: \(line)")
      }
      if declarations(file).meanings != declarations(file, in: "Solutions").meanings {
        problems.append(
          "\(chapter.folder)/\(file): stub and solution declare different public functions")
      }
    }
    return problems
  }

  private func swiftFiles(_ submission: String) -> [String] {
    let folder = package.url("\(submission)/\(chapter.folder)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".swift") }.sorted()
  }

  private func text(_ submission: String, _ file: String) -> String {
    let url = package.url("\(submission)/\(chapter.folder)/\(file)")
    return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }

  /// Lines of code that say something: no comments, imports, braces at the end.
  private func codeLines(_ submission: String, _ file: String) -> Set<String> {
    let lines = text(submission, file).split(separator: "\n")
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " {")) }
    return Set(lines.filter { !$0.hasPrefix("//") && !$0.hasPrefix("import ") && $0.count > 12 })
  }

  private func declarations(_ file: String, in submission: String = "Exercises")
    -> PublicDeclarations
  {
    PublicDeclarations(in: text(submission, file))
  }
}
