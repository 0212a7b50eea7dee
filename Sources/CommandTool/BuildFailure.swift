import Course
import Foundation
import Grading

/// Says of a chapter that does not build which of its answers are to blame, and why.
struct BuildFailure {
  let package: CoursePackage
  let chapter: ChapterCard
  /// The folder with the answers that were built.
  let submission: String
  /// What the compiler said.
  let output: String

  /// How the note of an exercise begins that could not be graded for the fault of another file.
  static let notGraded = "Not graded:"

  /// A grade for every exercise of the chapter: the compiler's words for those that are to blame, a note
  /// that they were not graded for the others.
  func grades() throws -> [Grade] {
    let errors = CompilerError.all(in: output)
    let own = errors.filter { $0.path.contains("/\(submission)/\(chapter.folder)/") }
    let callers = errors.filter {
      $0.path.contains("/Tests/\(chapter.folder)/") || $0.path.contains("/Projects/")
    }
    guard let first = own.first ?? callers.first else {
      let tail = output.split(separator: "\n").suffix(20).joined(separator: "\n")
      throw Failure(
        "chapter \(chapter.number) cannot be built, and no answer is to blame:\n\(tail)")
    }
    let changed = own.isEmpty ? changedFiles(callers) : [:]
    return chapter.exercises.map { exercise in
      let mine = own.filter { $0.path.hasSuffix("/\(exercise.file)") }
      let note: String
      if !mine.isEmpty {
        note = mine.prefix(3).map { "\($0.place): \($0.message)\($0.sourceLine)\($0.advice)" }
          .joined(separator: "\n  ")
      } else if let change = changed[exercise.file] {
        note = change
      } else if let culprit = own.first?.place ?? changed.keys.sorted().first {
        note = "\(Self.notGraded) \(culprit) does not compile: \(first.message)"
      } else {
        note =
          Self.change(first)
          + "\n  Compare the declarations with those of a fresh copy of the file."
      }
      return Grade(exercise, .doesNotCompile, note: note)
    }
  }

  /// The answers that compile, but no longer declare what their callers call, with the reason.
  private func changedFiles(_ callers: [CompilerError]) -> [String: String] {
    guard let stubs = try? ChapterStubs(chapter, package, in: package.replacements) else {
      return [:]
    }
    var changed: [String: String] = [:]
    for error in callers {
      for file in stubs.filesDeclaring(anyOf: stubs.words(in: error, package))
      where changed[file] == nil {
        let answer = package.url("\(submission)/\(chapter.folder)/\(file)")
        let text = (try? String(contentsOf: answer, encoding: .utf8)) ?? ""
        let missing = PublicDeclarations(
          in: String(decoding: stubs.texts[file] ?? Data(), as: UTF8.self)
        )
        .missing(in: PublicDeclarations(in: text))
        guard !missing.isEmpty else { continue }
        let lines = missing.flatMap { $0.split(separator: "\n") }.map { "\n      \($0)" }.joined()
        changed[file] =
          Self.change(error) + "\n  \(file) must declare, in these very words:" + lines
      }
    }
    return changed
  }

  private static func change(_ error: CompilerError) -> String {
    "A function no longer has the name, the parameters or the result that the tests call:\n"
      + "  \(error.place): \(error.message)"
  }
}

extension CompilerError {
  /// What to try, on a line of its own, where the compiler's message does not say it; else empty.
  var advice: String {
    guard let name = message.firstMatch(of: /cannot find '(\w+)' in scope/)?.output.1 else {
      return ""
    }
    switch name {
    case "cos", "sin", "tan", "exp", "log", "sqrt", "tanh", "pow":
      return "\n      `import Foundation` at the top of the file brings \(name) for numbers, "
        + "`import Tensors` for tensors."
    case "Tensor", "RandomGenerator", "matmul", "dot", "norm", "select", "outer":
      return "\n      Write `import Tensors` at the top of the file."
    default: return ""
    }
  }
}
