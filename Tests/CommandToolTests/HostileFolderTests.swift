import Course
import Foundation
import Gradebook
import Grading
import Testing

@testable import CommandTool

/// A hostile class, graded whole: minutes, so only where `DESCENT_LONG` asks for it.
@Suite(
  "A hostile class", .serialized,
  .enabled(
    if: ChildProcess.isAvailable && ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1"
      && FileManager.default.fileExists(atPath: "Solutions"),
    "minutes, and needs the solutions and processes of their own; set DESCENT_LONG=1"))
struct HostileFolderTests {
  @Test("every hostile submission ends as expected, every innocent exercise in it is graded right")
  func wholeFolder() throws {
    let package = try CoursePackage()
    let marker = package.url(".grade/hostile-marker")
    let written = package.url(".grade/hostile-written")
    try grading { hostile, run in
      try hostile.write()
      _ = FileManager.default.createFile(atPath: marker.path, contents: nil)
      let results = try run(nil)
      try? FileManager.default.removeItem(at: marker)
      try? FileManager.default.removeItem(at: written)
      #expect(results.count == HostileClass.expected.count + 2)
      for result in results { check(result, HostileClass.expected) }
      let solutions = results.first { $0.name == "reads-solutions" }
      #expect(solutions?.exercises[0].output == nil)
      #expect(solutions?.notes.contains { $0.contains("repeats a solution") } == true)
      #expect(programs(calling: "61.4142").isEmpty)
      #expect(programs(calling: "/bin/sleep\u{0}20").isEmpty)
    }
  }

  @Test("in a sandbox nothing is written outside, and the solutions are not there")
  func sandboxed() throws {
    guard let sandbox = Sandbox.detect() else { return }
    let package = try CoursePackage()
    let marker = package.url(".grade/hostile-marker")
    let written = package.url(".grade/hostile-written")
    try grading { hostile, run in
      try hostile.write(["writes-outside", "deletes-marker", "reads-solutions", "escaping-process"])
      _ = FileManager.default.createFile(atPath: marker.path, contents: nil)
      defer { try? FileManager.default.removeItem(at: marker) }
      let results = try run(sandbox)
      var expected = HostileClass.expected
      expected["writes-outside"] = "failed"
      for result in results { check(result, expected) }
      #expect(results.count == 4)
      #expect(FileManager.default.fileExists(atPath: marker.path))
      #expect(!FileManager.default.fileExists(atPath: written.path))
      let reads = results.first { $0.name == "reads-solutions" }?.exercises[0]
      #expect(reads?.output == nil)
      #expect(reads?.checks.allSatisfy { $0.message?.contains("threw an error") == true } == true)
      #expect(programs(calling: "61.4142").isEmpty)
    }
  }

  private func check(_ result: SubmissionResult, _ expected: [String: String]) {
    let statuses = Dictionary(
      uniqueKeysWithValues: result.exercises.map { ($0.id, $0.status.rawValue) })
    var wanted = HostileClass.innocent
    wanted["03.1"] = expected[result.name]
    if ["empty folder", "one file"].contains(result.name) {
      for id in wanted.keys { wanted[id] = "notAttempted" }
      wanted["03.1"] = result.name == "one file" ? "passed" : "notAttempted"
    }
    for (id, status) in wanted.sorted(by: { $0.key < $1.key }) {
      #expect(statuses[id] == status, "\(result.name), \(id)")
    }
    #expect(statuses["03.1"] == wanted["03.1"], "\(result.name) has an expectation")
  }

  /// Makes an empty class and hands it over with a function that grades it.
  private func grading(
    _ body: (HostileClass, (Sandbox?) throws -> [SubmissionResult]) throws -> Void
  ) throws {
    let package = try CoursePackage()
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-class-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: base) }
    let folder = base.appendingPathComponent("class")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try body(HostileClass(package: package, folder: folder)) { sandbox in
      let submissions = try #require(ClassFolder(path: folder.path)).submissions
      let run = ClassRun(
        package: package, submissions: submissions,
        chapters: Catalogue.chapters.filter { $0.number == "03" }, includesProjects: false,
        sandbox: sandbox, store: ResultStore(base.appendingPathComponent("results")), jobs: 1,
        resumes: false)
      let outcome = try run.run()
      #expect(outcome.failures == [])
      try ClassReports(outcome.results).write(to: base.appendingPathComponent("grades"))
      return outcome.results
    }
  }

  /// The living processes whose command line holds a text.
  private func programs(calling text: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { name in
      guard Int(name) != nil,
        let line = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8)
      else { return false }
      return line.contains(text)
    }
  }
}
