import Course
import Foundation
import Grading
import Testing

@testable import CommandTool

@Suite("Watching")
struct WatchTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("03-Perceptrons"), withIntermediateDirectories: true)
    return folder
  }

  @Test("a saved file is noticed, and which one")
  func change() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("03-Perceptrons/Sigmoid.swift")
    try Data("1".utf8).write(to: file)
    let before = FileStates(of: folder)
    #expect(before.changes(to: FileStates(of: folder)) == [])
    let watch = FolderWatch(folder)
    #expect(watch.wait(for: nil, seconds: 0) == .nothing)
    try Data("12".utf8).write(to: file)
    if watch.isNotified { #expect(watch.wait(for: nil, seconds: 5) == .change) }
    #expect(before.changes(to: FileStates(of: folder)) == ["03-Perceptrons/Sigmoid.swift"])
  }

  @Test("a file that an editor moves to its place is noticed")
  func replacement() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("03-Perceptrons/Sigmoid.swift")
    let draft = folder.appendingPathComponent("draft")
    try Data("1".utf8).write(to: file)
    try Data("2".utf8).write(to: draft)
    let before = FileStates(of: folder)
    let watch = FolderWatch(folder)
    #expect(rename(draft.path, file.path) == 0)
    if watch.isNotified { #expect(watch.wait(for: nil, seconds: 5) == .change) }
    #expect(before.changes(to: FileStates(of: folder)) == ["03-Perceptrons/Sigmoid.swift"])
  }

  @Test("the exercise of the file that was saved is taken up")
  func exercise() throws {
    var session = WatchSession(
      package: CoursePackage(root: try folder()), current: try #require(Catalogue.exercise("03.1")))
    defer { try? FileManager.default.removeItem(at: session.package.root) }
    let isNone = !session.take(["03-Perceptrons/Notes.swift"])
    #expect(isNone)
    let chosen = session.take([
      "03-Perceptrons/StepActivation.swift", "03-Perceptrons/Sigmoid.swift",
    ])
    #expect(chosen)
    #expect(session.current.id == "03.5")
    session.goOn()
    #expect(session.current.id == "03.6")
  }

  @Test("what does not compile is shown alone")
  func compileError() throws {
    let session = WatchSession(
      package: CoursePackage(root: try folder()), current: try #require(Catalogue.exercise("03.1")))
    defer { try? FileManager.default.removeItem(at: session.package.root) }
    let screen = session.screen(
      Grade(
        id: "03.1", title: "t", points: 6, status: .doesNotCompile,
        note: "StepActivation.swift:14: cannot find 'x' in scope"), seconds: 1)
    #expect(screen.hasPrefix("StepActivation.swift does not compile.\n\nStepActivation.swift:14:"))
    #expect(!screen.contains("points"))
    let passed = session.screen(
      Grade(
        id: "03.1", title: "t", points: 1, status: .passed,
        checks: [Verdict(name: "a", points: 1, passed: true)]), seconds: 1)
    #expect(passed.contains("Every public check passes."))
  }
}
