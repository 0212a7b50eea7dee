import Course
import Foundation

/// The copy of the course that a class receives: without solutions, and without what quotes them.
struct StudentPackage {
  let package: CoursePackage

  /// What of the package a class receives; the rest is the instructor's.
  static let parts = [
    "Package.swift", "README.md", "LICENSE", ".swift-format", ".gitignore", "Sources", "Chapters",
    "Exercises", "Tests",
  ]

  /// Fresh copies of the stubs: what stands in for a file that does not compile.
  static let stubs = ".stubs"

  /// Writes the copy.
  func write(to folder: URL) throws {
    let files = FileManager.default
    if let inside = try? files.contentsOfDirectory(atPath: folder.path), !inside.isEmpty {
      throw Failure("\(folder.path) is not empty. Name a folder that does not exist yet.")
    }
    try requireStubs()
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for part in Self.parts where files.fileExists(atPath: package.url(part).path) {
      // Links stay links: the kernels' twins are links to one source.
      try files.copyItem(at: package.url(part), to: folder.appendingPathComponent(part))
    }
    try files.copyItem(
      at: package.url("Exercises"), to: folder.appendingPathComponent(Self.stubs))
    for chapter in Catalogue.chapters {
      try withoutAnswers(folder.appendingPathComponent("Sources/Checks/\(chapter.folder)"))
    }
  }

  /// Nobody's answers may be handed out as stubs.
  private func requireStubs() throws {
    var problems: [String] = []
    for chapter in Catalogue.chapters {
      problems += Stubs(chapter: chapter, package: package).problems
      for exercise in chapter.exercises {
        let file = package.file(of: exercise, in: "Exercises")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        if !text.contains("throw NotImplemented()"), !text.contains("notImplemented()") {
          problems.append("Exercises/\(chapter.folder)/\(exercise.file) is no stub any more")
        }
      }
    }
    guard problems.isEmpty else {
      throw Failure(
        "the exercises are not as a class should receive them:\n  "
          + problems.joined(separator: "\n  ")
          + "\nBring back the stubs, for example with: git checkout Exercises")
    }
  }

  /// Removes the right answers from a chapter's checks: the audit needs them, grading does not.
  private func withoutAnswers(_ folder: URL) throws {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: folder.path) {
      let file = folder.appendingPathComponent(name)
      if name == "Alternatives.swift" {
        try files.removeItem(at: file)
      } else if name == "Mutants.md" {
        try Data("Only in the instructor's copy.\n".utf8).write(to: file)
      } else if name.hasSuffix(".swift") {
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(Self.withoutAlternatives(text).utf8).write(to: file)
      }
    }
  }

  /// The text of an exercise without the argument `alternatives: […],`.
  static func withoutAlternatives(_ text: String) -> String {
    let source = Array(text.utf8)
    let tokens = SwiftTokenizer.tokens(of: source)
    var kept: [UInt8] = []
    var position = 0
    for index in tokens.indices.dropLast(2)
    where tokens[index].isWord("alternatives") && tokens[index + 1].isMark(":")
      && tokens[index + 2].isMark("[")
    {
      let end = Brackets.end(from: index + 2, in: tokens)
      guard end < tokens.count, tokens[end].isMark(",") else { continue }
      kept += source[position..<tokens[index].range.lowerBound]
      position = end + 1 < tokens.count ? tokens[end + 1].range.lowerBound : source.count
    }
    return String(decoding: kept + source[position...], as: UTF8.self)
  }
}
