import Course
import Foundation
import Grading
import Testing

@testable import CommandTool

@Suite("Grading from the command line")
struct GradingRunTests {
  @Test("chapters and exercises are found by the names people use")
  func selection() throws {
    let all = try Selection.resolve([])
    #expect(all.isWhole)
    #expect(all.chapters.flatMap(\.exercises).count == Catalogue.exercises.count)
    for name in ["03", "3", "perceptrons", "Perceptrons", "03-Perceptrons"] {
      #expect(try Selection.resolve([name]).chapters.map(\.chapter.number) == ["03"])
    }
    let two = try Selection.resolve(["03.5", "03.2"])
    #expect(!two.isWhole)
    #expect(two.chapters[0].exercises.map(\.id) == ["03.2", "03.5"])
    #expect(throws: UsageError.self) { try Selection.resolve(["99"]) }
  }

  @Test("compiler errors are found in what a build prints, each once")
  func compilerErrors() {
    let output = """
      [3/7] Compiling PerceptronsExercises Sigmoid.swift
      /home/a b/Exercises/03-Perceptrons/Sigmoid.swift:14:7: error: cannot find 'exq' in scope
      12 | let y = exq(x)
         |         `- error: cannot find 'exq' in scope
      /home/a b/Exercises/03-Perceptrons/Sigmoid.swift:14:7: error: cannot find 'exq' in scope
      /home/a b/Exercises/03-Perceptrons/Sigmoid.swift:20:3: warning: never used
      error: emit-module command failed
      """
    let errors = CompilerError.all(in: output)
    #expect(errors.count == 1)
    #expect(errors.first?.place == "Sigmoid.swift:14")
    #expect(errors.first?.message == "cannot find 'exq' in scope")
  }

  @Test("the JSON has every key that a reader may look for")
  func json() throws {
    var outcome = GradingRun.Outcome()
    outcome.exercises = [
      Grade(
        id: "03.1", title: "t", points: 2, status: .failed,
        checks: [
          Verdict(name: "a", points: 1, passed: true),
          Verdict(name: "b", points: 1, passed: false, message: "no"),
        ]),
      Grade(id: "03.2", title: "u", points: 3, status: .notAttempted),
    ]
    let data = try JSONEncoder().encode(GradeFile(submission: "Exercises", outcome))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["submission"] as? String == "Exercises")
    #expect(object["score"] as? Int == 1)
    #expect(object["maximum"] as? Int == 5)
    let entries = try #require(object["exercises"] as? [[String: Any]])
    #expect(entries.map { $0["status"] as? String } == ["failed", "notAttempted"])
    for key in ["id", "title", "points", "earned", "status", "misconception", "checks"] {
      #expect(entries.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let checks = try #require(entries[0]["checks"] as? [[String: Any]])
    #expect(checks[1]["message"] as? String == "no")
    #expect(checks[0]["message"] is NSNull)
  }

  @Test("a grade that was not attempted does not fail the run")
  func verdict() {
    var outcome = GradingRun.Outcome()
    outcome.exercises = [Grade(id: "03.1", title: "t", points: 2, status: .notAttempted)]
    #expect(outcome.isGood)
    outcome.projects = [Grade(id: "03", title: "p", points: 0, status: .crashed)]
    #expect(!outcome.isGood)
  }
}
