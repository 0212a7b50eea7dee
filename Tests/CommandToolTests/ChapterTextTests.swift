import Course
import Foundation
import Testing

@testable import CommandTool

/// The author's audit of texts and stubs, tried on a small course that is wrong on purpose.
@Suite("The audit of a chapter's text")
struct ChapterTextTests {
  private let chapter = Catalogue.chapters[0]

  /// A course with one chapter, in a folder of its own.
  private func course(_ files: [String: String]) throws -> CoursePackage {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    for (path, text) in files {
      let url = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return CoursePackage(root: root)
  }

  private var goodText: String {
    let sections = ChapterText.sections.map { "## \($0)\n" }.joined()
    let headings = chapter.exercises.map { "### \($0.section)\n" }.joined()
    return sections.replacingOccurrences(
      of: "## The idea\n", with: "## The idea\n\(headings)`swift run descent demo perceptrons`\n")
  }

  private func problems(_ text: String) throws -> [String] {
    let package = try course(["Chapters/\(chapter.folder)/README.md": text])
    defer { try? FileManager.default.removeItem(at: package.root) }
    return ChapterText(chapter: chapter, package: package).problems
  }

  @Test("a whole text has no problems")
  func whole() throws {
    #expect(try problems(goodText) == [])
  }

  @Test("what is missing, dead or misspelt is found")
  func broken() throws {
    func finds(_ phrase: String, _ text: String) throws -> Bool {
      try problems(text).contains { $0.contains(phrase) }
    }
    let text = goodText
    #expect(
      try finds(
        "\"Pitfalls\" is missing", text.replacingOccurrences(of: "## Pitfalls\n", with: "")))
    #expect(
      try finds(
        "another order",
        text.replacingOccurrences(of: "## Objective\n", with: "") + "## Objective\n"))
    #expect(try finds("leads nowhere", text + "[a](Figures/none.svg)\n"))
    #expect(try finds("no verb", text + "`swift run descent dmeo`\n"))
    #expect(try finds("does not exist", text + "`swift run descent hint 03.99`\n"))
    #expect(try finds("not understood", text + "`swift run descent grade --fast`\n"))
    #expect(
      try finds(
        "which is no heading",
        text.replacingOccurrences(of: "### \(chapter.exercises[0].section)\n", with: "")))
  }

  @Test("a line of the solution in a stub is found")
  func leaks() throws {
    let declaration = "public func f(_ x: Float) throws -> Float {"
    func stubs(_ body: String) throws -> [String] {
      let package = try course([
        "Exercises/\(chapter.folder)/F.swift": "\(declaration)\n\(body)\n}\n",
        "Solutions/\(chapter.folder)/F.swift": "\(declaration)\n  return x * x + 2 * x\n}\n",
      ])
      defer { try? FileManager.default.removeItem(at: package.root) }
      return Stubs(chapter: chapter, package: package).problems
    }
    #expect(try !stubs("  throw NotImplemented()").contains { $0.contains("line of the solution") })
    #expect(try stubs("  return x * x + 2 * x").contains { $0.contains("line of the solution") })
  }
}
