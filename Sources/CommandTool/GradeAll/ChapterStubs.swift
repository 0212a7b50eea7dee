import Course
import Foundation

/// The stubs of a chapter: what stands in for everything that is missing or broken.
struct ChapterStubs {
  /// The texts, by file name.
  let texts: [String: Data]

  /// Reads the stubs of a chapter, or what stands for them in another folder than `Exercises`.
  init(
    _ chapter: ChapterCard, _ package: CoursePackage, in submission: String = "Exercises"
  ) throws {
    let folder = package.url("\(submission)/\(chapter.folder)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var texts: [String: Data] = [:]
    for name in names where name.hasSuffix(".swift") {
      texts[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
    for exercise in chapter.exercises where texts[exercise.file] == nil {
      throw Failure("the stub \(submission)/\(chapter.folder)/\(exercise.file) is missing")
    }
    self.texts = texts
  }

  /// The files whose stubs declare one of some names publicly.
  func filesDeclaring(anyOf words: Set<String>) -> [String] {
    texts.filter { _, data in
      let text = String(decoding: data, as: UTF8.self)
      return text.matches(of: /public (?:func|struct|class|enum|let|var) (\w+)/)
        .contains { words.contains(String($0.output.1)) }
    }.keys.sorted()
  }

  /// The answers that declare a function, one of some names, which is not theirs but another stub's.
  func intruders(
    _ answers: [String: Data], among names: Set<String>
  ) -> [(file: String, name: String)] {
    names.sorted().flatMap { name in
      let owners = filesDeclaring(anyOf: [name])
      guard !owners.isEmpty else { return [(file: String, name: String)]() }
      return answers.keys.sorted().filter { file in
        let text = String(decoding: answers[file] ?? Data(), as: UTF8.self)
        return !owners.contains(file) && text.contains("func \(name)(")
      }.map { ($0, name) }
    }
  }

  /// The words of a text.
  func words(_ text: String) -> Set<String> {
    Set(text.matches(of: /\w+/).map { String($0.output) })
  }

  /// The words in a compiler's message and in the line that it points to; where they name nothing, those
  /// of the lines around it.
  func words(in error: CompilerError, _ package: CoursePackage) -> Set<String> {
    let said = words(error.message)
    guard error.path.hasPrefix(package.root.path),
      let text = try? String(contentsOfFile: error.path, encoding: .utf8)
    else { return said }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func around(_ reach: Int) -> Set<String> {
      let first = max(0, error.line - 1 - reach)
      let last = min(lines.count, error.line + reach)
      return first < last ? words(lines[first..<last].joined(separator: " ")) : []
    }
    let near = said.union(around(0))
    return filesDeclaring(anyOf: near).isEmpty ? near.union(around(3)) : near
  }
}
