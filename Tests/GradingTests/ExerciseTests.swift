import Course
import Foundation
import Grading
import Tensors
import Testing

/// Twice the first normal number of seed 5.
private let publicAnswer: Float = {
  var generator = RandomGenerator(seed: 5)
  return 2 * generator.normal()
}()

private typealias Function = @Sendable (Float) throws -> Float

/// Twice the number; the checks are weak at 2, where squaring gives the same.
private func doubling(
  misconceptions: [Exercise<Function>.Misconception] = [
    .init("squares", "Twice x is x + x.", { $0 * $0 }),
    .init("adds 2", "Twice x is x + x.", { $0 + 2 }),
    .init("gives x back", "Twice x is x + x.", { $0 }),
  ],
  alternatives: [Exercise<Function>.Alternative] = [
    .init("a sum", { $0 + $0 }), .init("a quotient", { $0 / 0.5 }),
  ],
  scoring: Scoring = .perCheck
) -> Exercise<Function> {
  Exercise(
    "03.1", scoring: scoring, reference: { 2 * $0 }, alternatives: alternatives,
    checks: [
      .init("at 2", points: 1) { $1.expect(try $0(2), equals: 4, "f(2)") },
      .init("at 0", points: 2) { $1.expect(try $0(0), equals: 0, "f(0)") },
      .init("at 5", points: 3) { $1.expect(try $0(5), equals: 10, "f(5)") },
    ], misconceptions: misconceptions)
}

@Suite("Exercises as values")
struct ExerciseTests {
  @Test("a right answer earns all points")
  func right() {
    let grade = doubling().grade { $0 + $0 }
    #expect(grade.status == .passed)
    #expect(grade.earned == 6)
    #expect(grade.misconception == nil)
  }

  @Test("partial work earns partial credit, and the misconception is named")
  func partial() {
    let grade = doubling().grade { $0 * $0 }
    #expect(grade.status == .failed)
    #expect(grade.earned == 3)
    #expect(grade.checks.map(\.passed) == [true, true, false])
    #expect(grade.misconception == "squares")
    #expect(grade.report.contains("This is what comes out when your code squares."))
    #expect(grade.report.contains("Twice x is x + x."))
    #expect(!grade.report.contains("The same mistake"))
  }

  @Test("a mistake that shows twice is explained once, and named again")
  func again() {
    let report = doubling().grade { $0 }.report
    #expect(report.components(separatedBy: "This is what comes out").count == 2)
    #expect(report.contains("0.5 times the expected one.\n    The same mistake."))
  }

  @Test("of two mistakes that show again it is said which of them it is")
  func bothAgain() {
    let exercise = Exercise<Function>(
      "03.1", reference: { $0 },
      checks: (1...6).map { x in
        .init("at \(x)") { $1.expect(try $0(Float(x)), equals: Float(x), "f(\(x))") }
      },
      misconceptions: [.init("gives 0", "a", { _ in 0 }), .init("adds 9", "b", { $0 + 9 })])
    let report = exercise.grade { $0 < 4 ? 0 : $0 + 9 }.report
    #expect(report.components(separatedBy: "    The same mistake.").count == 3)
    #expect(report.components(separatedBy: "    Again: your code adds 9.").count == 3)
  }

  @Test("a wrong answer of its own kind is not given a name")
  func unknown() {
    #expect(doubling().grade { $0 - 100 }.misconception == nil)
  }

  @Test("of two suspects the one is named that agrees more often")
  func suspects() {
    // At 0 both give 0 + 1; only one of them is also wrong at 5 in the same way.
    let exercise = Exercise<Function>(
      "03.1", reference: { $0 },
      checks: [
        .init("at 0", points: 3) { $1.expect(try $0(0), equals: 0, "f(0)") },
        .init("at 5", points: 3) { $1.expect(try $0(5), equals: 5, "f(5)") },
      ],
      misconceptions: [
        .init("is one", "a", { _ in 1 }),
        .init("adds one", "b", { $0 + 1 }),
        .init("adds two", "c", { $0 + 2 }),
      ])
    let grade = exercise.grade { 1 + $0 }
    #expect(grade.checks.map(\.misconception?.name) == ["adds one", "adds one"])
  }

  @Test("a misconception that fails where the answer passes is not blamed")
  func alibi() {
    let exercise = Exercise<Function>(
      "03.1", reference: { $0 },
      checks: [
        .init("at 1", points: 3) { $1.expect(try $0(1), equals: 1, "f(1)") },
        .init("at 5", points: 3) { $1.expect(try $0(5), equals: 5, "f(5)") },
      ],
      misconceptions: [.init("is seven", "a", { _ in 7 }), .init("adds two", "b", { $0 + 2 })])
    // Wrong at 5 as both are, but right at 1, where neither is.
    #expect(exercise.grade { $0 < 2 ? $0 : 7 }.checks.map(\.misconception?.name) == [nil, nil])
    #expect(
      exercise.grade { _ in 7 }.checks.map(\.misconception?.name) == ["is seven", "is seven"])
  }

  @Test("a mistake that an answer makes only sometimes is named where enough numbers show it")
  func sometimes() {
    let exercise = Exercise<Function>(
      "03.1", reference: { $0 },
      checks: [
        .init("at 1", points: 3) { $1.expect(try $0(1), equals: 1, "f(1)") },
        .init("from 5 to 8", points: 3) { answer, evidence in
          for x: Float in [5, 6, 7, 8] { evidence.expect(try answer(x), equals: x, "f(\(x))") }
        },
      ], misconceptions: [.init("adds two", "a", { $0 + 2 })])
    let names = exercise.grade { $0 < 2 ? $0 : $0 + 2 }.checks.map(\.misconception?.name)
    #expect(names == [nil, "adds two"])
  }

  @Test("a stub is not attempted; half of an answer is an attempt")
  func stubs() {
    #expect(doubling().grade { _ in throw NotImplemented() }.status == .notAttempted)
    let half = doubling().grade { x in
      if x == 5 { throw NotImplemented() }
      return 2 * x
    }
    #expect(half.status == .failed)
    #expect(half.earned == 3)
    #expect(half.checks[2].message?.hasPrefix("not attempted") == true)
  }

  @Test("an error that the answer throws fails its check")
  func errors() {
    struct Oops: Error {}
    let grade = doubling().grade { x in
      if x == 0 { throw Oops() }
      return 2 * x
    }
    #expect(grade.checks.map(\.passed) == [true, false, true])
    #expect(grade.checks[1].message == "threw an error: Oops()")
  }

  @Test("the audit finds a misconception that no check rejects")
  func survivor() {
    let weak = doubling(misconceptions: [
      .init("squares", "", { $0 * $0 }),
      .init("is right", "", { 2 * $0 }),
      .init("gives x back", "", { $0 }),
    ])
    let audit = weak.audit()
    #expect(audit.misconceptions == 3)
    #expect(audit.rejected == 2)
    #expect(audit.accepted == 2)
    #expect(audit.problems.first == "03.1: \"is right\" is not rejected")
  }

  @Test("the audit finds a misconception that is taken for another")
  func confused() {
    let twins = doubling(misconceptions: [
      .init("squares", "", { $0 * $0 }),
      .init("multiplies by itself", "", { $0 * $0 }),
      .init("gives x back", "", { $0 }),
    ])
    #expect(twins.audit(variations: 0).problems.count == 1)
  }

  @Test("the audit finds a right answer that the checks refuse")
  func alternatives() {
    let refused = doubling(alternatives: [
      .init("a sum", { $0 + $0 }), .init("rounds", { (2.001 * $0).rounded(.down) + 0.5 }),
    ])
    let audit = refused.audit()
    #expect(audit.alternatives == 2)
    #expect(audit.accepted == 1)
    #expect(audit.problems.contains { $0.contains("the right answer \"rounds\" is rejected") })
  }

  @Test("all or nothing gives no points for a part")
  func scoring() {
    let exercise = doubling(scoring: .allOrNothing)
    #expect(exercise.grade { $0 + $0 }.earned == 6)
    let part = exercise.grade { $0 * $0 }
    #expect(part.earned == 0)
    #expect(part.result == "0 of 6 points, all or nothing")
    #expect(doubling().grade { $0 * $0 }.earned == 3)
  }

  @Test("the audit finds a reference that the checks reject")
  func badReference() {
    let exercise = Exercise<Function>(
      "03.1", reference: { $0 },
      checks: [.init("at 2", points: 6) { $1.expect(try $0(2), equals: 4, "f(2)") }],
      misconceptions: [])
    #expect(exercise.audit().problems.contains { $0.contains("the reference is rejected") })
  }

  @Test("an answer that knows the public numbers fails with the private ones")
  func privateNumbers() {
    let exercise = Exercise<Function>(
      "03.1", reference: { 2 * $0 },
      checks: [
        .init("by hand", points: 1) { $1.expect(try $0(3), equals: 6, "f(3)") },
        .init("random", points: 5) { f, evidence in
          var generator = evidence.generator(seed: 5)
          let x = generator.normal()
          evidence.expect(try f(x), equals: 2 * x, "f")
        },
      ],
      misconceptions: [
        .init("squares", "Twice x is x + x.", { $0 * $0 }),
        .init("is a table", "A table is no function.", { [$0 == 3 ? 6 : publicAnswer][0] }),
      ])
    var generator = RandomGenerator(seed: 5)
    let known = generator.normal()
    let table: Function = { $0 == 3 ? 6 : 2 * known }
    #expect(exercise.grade(table).status == .passed)
    #expect(!exercise.grade(table).isPrivate)
    let grade = exercise.grade(table, salt: "autumn")
    #expect(grade.isPrivate)
    #expect(grade.checks.map(\.passed) == [true, false])
    #expect(grade.checks[1].message?.hasPrefix("with other random numbers: f: expected") == true)
    // The private run is compared with the misconception's private run.
    #expect(grade.checks[1].misconception?.name == "is a table")
    #expect(exercise.grade({ $0 + $0 }, salt: "autumn").status == .passed)
    #expect(exercise.grade({ $0 + $0 }, salt: "autumn").earned == 6)
  }

  @Test("what the check takes for equal is the same misconception")
  func rounding() {
    let grade = doubling().grade { $0 * $0 * 1.000_01 }
    #expect(grade.checks[2].misconception?.name == "squares")
  }

  @Test("grades survive a round trip through a file, and the later one counts")
  func records() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var grade = doubling().grade { $0 * $0 }
    var lines = try JSONEncoder().encode(grade) + Data("\nnot JSON\n".utf8)
    grade.status = .crashed
    lines += try JSONEncoder().encode(grade)
    try lines.write(to: file)
    #expect(Records.read(from: file) == [grade])
  }
}
