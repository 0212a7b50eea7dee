import Course
import Foundation
import Grading
import Testing

@testable import CommandTool

/// A chapter that does not build: who is to blame, and who must not suffer for it.
@Suite("Chapters that do not build")
struct BuildFailureTests {
  private let chapter: ChapterCard
  private let package: CoursePackage

  init() throws {
    chapter = try #require(Catalogue.chapter("03"))
    package = CoursePackage(
      root: FileManager.default.temporaryDirectory
        .appendingPathComponent("descent-build-failure-\(UUID().uuidString)"))
    // Every file declares a function of its own; the tests are one line for each.
    for folder in ["Exercises", "Solutions"] {
      for exercise in chapter.exercises {
        try write("\(folder)/\(chapter.folder)/\(exercise.file)", stub(of: exercise))
      }
    }
    try write(
      "Tests/\(chapter.folder)/Grades.swift",
      chapter.exercises.map { "grade(\(name(of: $0)))" }.joined(separator: "\n"))
  }

  private func name(of exercise: ExerciseCard) -> String {
    "answer" + exercise.id.replacingOccurrences(of: ".", with: "")
  }

  private func stub(of exercise: ExerciseCard) -> String {
    "public func \(name(of: exercise))(\n  weights: Tensor, bias: Float\n) throws -> Float {\n  0\n}\n"
  }

  private func write(_ path: String, _ text: String) throws {
    let url = package.url(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func grades(_ output: String) throws -> [Grade] {
    defer { try? FileManager.default.removeItem(at: package.root) }
    return try BuildFailure(
      package: package, chapter: chapter, submission: "Exercises", output: output
    ).grades()
  }

  private func leftOut(_ grades: [Grade]) -> [Bool] {
    grades.map { $0.note?.hasPrefix(BuildFailure.notGraded) == true }
  }

  @Test(
    "a function that was renamed costs its own exercise only, and the note says what it must be")
  func renamed() throws {
    let second = chapter.exercises[1]
    try write(
      "Exercises/\(chapter.folder)/\(second.file)",
      "public func other(weights: Tensor, bias: Float) throws -> Float { 0 }\n")
    let tests = package.url("Tests/\(chapter.folder)/Grades.swift").path
    let found = try grades("\(tests):2:7: error: cannot find '\(name(of: second))' in scope\n")
    #expect(found.map(\.id) == chapter.exercises.map(\.id))
    #expect(leftOut(found) == chapter.exercises.map { $0.id != second.id })
    let note = try #require(found[1].note)
    #expect(note.contains("Grades.swift:2: cannot find '\(name(of: second))' in scope"))
    #expect(note.contains("public func \(name(of: second))("))
    #expect(note.contains("weights: Tensor, bias: Float"))
    #expect(found[0].note?.contains(second.file) == true)
  }

  @Test(
    "a parameter that was renamed is found too, and another way of breaking the lines is no change")
  func parameter() throws {
    let (first, third) = (chapter.exercises[0], chapter.exercises[2])
    try write(
      "Exercises/\(chapter.folder)/\(first.file)",
      "public func \(name(of: first))(weights: Tensor, bias: Float) throws -> Float { 0 }\n")
    try write(
      "Exercises/\(chapter.folder)/\(third.file)",
      "public func \(name(of: third))(w: Tensor, bias: Float) throws -> Float {\n  0\n}\n")
    let tests = package.url("Tests/\(chapter.folder)/Grades.swift").path
    // The message names nothing: the culprit is found in the line and in those around it.
    let found = try grades("\(tests):3:7: error: incorrect argument label in call\n")
    #expect(leftOut(found) == chapter.exercises.map { $0.id != third.id })
  }

  @Test("where nobody can be found who changed a declaration, everybody hears of the error")
  func unknown() throws {
    let tests = package.url("Tests/\(chapter.folder)/Grades.swift").path
    let found = try grades("\(tests):3:7: error: ambiguous use\n")
    #expect(leftOut(found).allSatisfy { !$0 })
    #expect(found.allSatisfy { $0.status == .doesNotCompile })
  }

  @Test("an error in an answer is that answer's, also when another exercise was asked for")
  func own() throws {
    let fourth = chapter.exercises[3]
    let path = package.url("Exercises/\(chapter.folder)/\(fourth.file)").path
    let found = try grades("\(path):4:3: error: cannot find 'cos' in scope\n")
    #expect(leftOut(found) == chapter.exercises.map { $0.id != fourth.id })
    #expect(found[3].note?.contains("\(fourth.file):4: cannot find 'cos' in scope") == true)
    #expect(found[3].note?.contains("import Foundation") == true)
  }

  @Test("a chapter that cannot be built for another reason is the course's fault, not an answer's")
  func elsewhere() {
    #expect(throws: Failure.self) { try grades("error: no space left on device\n") }
  }

  @Test("declarations are read without their bodies")
  func declarations() {
    let found = PublicDeclarations(
      in: """
        public typealias Pair = (
          Int, Int
        )
        public final class Scalar {
          public let value: Double
          public var gradient = 0.0
          private func hidden() {}
          public func tanh() throws -> Scalar { self }
        }
        public func f(
          _ x: Int
        ) throws -> Int {
          let y = x
        }
        """)
    #expect(
      found.meanings == [
        "publictypealiasPair=(Int,Int)", "publicfinalclassScalar", "publicletvalue:Double",
        "publicvargradient=0.0", "publicfunctanh()throws->Scalar", "publicfuncf(_x:Int)throws->Int",
      ])
  }
}
