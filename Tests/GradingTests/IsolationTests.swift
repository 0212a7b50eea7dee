import Course
import Foundation
import Grading
import Testing

/// What happens to answers that crash, hang or cheat: each costs its own check, or at most its own
/// exercise, and nothing else.
@Suite("Isolation", .enabled(if: ChildProcess.isAvailable), .serialized)
struct IsolationTests {
  @Test("a right answer passes, and leaves no note")
  func rightAnswer() throws {
    guard let grade = try grade({ $0 }) else { return }
    #expect(grade.status == .passed)
    #expect(grade.earned == 6)
    #expect(grade.note == nil)
  }

  @Test("an index out of range costs one check; what was printed before is kept")
  func indexOutOfRange() throws {
    let answer: Answer = { x in
      let numbers = [1, 1]
      if x == 2 { print("about to crash") }
      return numbers[x]
    }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .crashed)
    #expect(passed(grade) == [true, false, true])
    #expect(grade.checks[1].message?.contains("Index out of range") == true)
    #expect(grade.output == "about to crash")
  }

  @Test("a misconception is named also where a later check crashes")
  func wrongThenCrash() throws {
    let answer: Answer = { x in
      let numbers = [7, 7]
      return numbers[x]
    }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .crashed)
    #expect(grade.checks.map(\.misconception?.name) == ["gives 7", nil, "gives 7"])
  }

  @Test("an endless loop is stopped; what was graded before it counts")
  func endlessLoop() throws {
    let answer: Answer = { x in
      while x == 2 {}
      return x
    }
    guard let grade = try grade(seconds: 1, answer) else { return }
    #expect(grade.status == .timedOut)
    #expect(passed(grade) == [true, false, false])
    #expect(grade.checks[1].message?.contains("did not finish within 1 second") == true)
    #expect(grade.checks[2].message?.contains("did not run") == true)
  }

  @Test("an endless recursion is called one")
  func endlessRecursion() throws {
    @Sendable func deeper(_ x: Int) -> Int { x >= 2 ? deeper(x + 1) + 1 : x }
    guard let grade = try grade({ deeper($0) }) else { return }
    #expect(grade.status == .crashed)
    #expect(passed(grade) == [true, false, true])
    #expect(grade.checks[1].message?.contains("stack was full") == true)
  }

  @Test("a 50 GB allocation is refused and named")
  func hugeAllocation() throws {
    let answer: Answer = { x in x == 2 ? [Int](repeating: x, count: 6_250_000_000)[x] : x }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .crashed)
    #expect(passed(grade) == [true, false, true])
    #expect(grade.checks[1].message?.contains("more memory") == true)
  }

  @Test("exit(0) is not a pass")
  func exitsProgram() throws {
    let answer: Answer = { x in
      if x == 2 { exit(0) }
      return x
    }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .exited)
    #expect(passed(grade) == [true, false, true])
    #expect(grade.checks[1].message?.contains("exit code 0") == true)
  }

  @Test("a stub that throws is not attempted")
  func throwingStub() throws {
    guard let grade = try grade({ _ in throw NotImplemented() }) else { return }
    #expect(grade.status == .notAttempted)
    #expect(grade.earned == 0)
    #expect(grade.note?.hasPrefix("not attempted") == true)
  }

  @Test("a stub that cannot throw is not attempted either")
  func trappingStub() throws {
    guard let grade = try grade({ _ in notImplemented() }) else { return }
    #expect(grade.status == .notAttempted)
    #expect(grade.note?.hasPrefix("not attempted") == true)
  }

  @Test("endless printing is stopped and cut short")
  func endlessPrinting() throws {
    let answer: Answer = { x in
      while x == 2 { print("again and again and again and again and again and again") }
      return x
    }
    guard let grade = try grade(seconds: 1, answer) else { return }
    #expect([.crashed, .timedOut].contains(grade.status))
    #expect(passed(grade)[0])
    #expect((grade.output?.count ?? 0) < 10_000)
  }

  @Test("a process that the code started does not outlive the grading")
  func leftoverProcess() throws {
    let answer: Answer = { x in
      if x == 2 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sleep")
        process.arguments = ["600"]
        try process.run()
        print(process.processIdentifier)
      }
      return x
    }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .passed)
    let process = try #require(grade.output.flatMap { Int32($0) })
    // The signal is sent at once; the process table may take a moment.
    for _ in 0..<50 where isAlive(process) { usleep(20_000) }
    #expect(!isAlive(process))
  }

  @Test("a process that leaves its session does not outlive the grading either")
  func escapedProcess() throws {
    let answer: Answer = { x in
      if x == 2 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        process.arguments = ["--fork", "/bin/sh", "-c", "echo $$; exec sleep 60"]
        try process.run()
        usleep(300_000)
      }
      return x
    }
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/setsid"),
      let grade = try grade(answer)
    else { return }
    #expect(grade.status == .passed)
    let process = try #require(grade.output.flatMap { Int32($0) })
    for _ in 0..<50 where isAlive(process) { usleep(20_000) }
    #expect(!isAlive(process))
  }

  @Test("a burst of processes is stopped, and called one")
  func burst() throws {
    let answer: Answer = { x in
      if x == 2 {
        for _ in 0..<50 {
          let process = Process()
          process.executableURL = URL(fileURLWithPath: "/bin/sleep")
          process.arguments = ["20"]
          try process.run()
        }
        sleep(2)
      }
      return x
    }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .crashed)
    #expect(passed(grade) == [true, false, true])
    #expect(grade.checks[1].message?.contains("other programs") == true)
  }

  @Test("an answer that writes to the record of its own grade earns nothing by it")
  func forgedRecord() throws {
    let answer: Answer = { x in
      if x == 2 {
        let folder = FileManager.default.temporaryDirectory
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for name in names where name.hasPrefix("descent-grading-\(getppid())-") {
          let path = folder.appendingPathComponent("\(name)/events").path
          guard let file = FileHandle(forWritingAtPath: path) else { continue }
          _ = try file.seekToEnd()
          let verdict = #"{"name":"two","points":2,"passed":true}"#
          let events = #"{"finished":{"check":1,"verdict":\#(verdict)}}"# + "\n{\"completed\":{}}\n"
          try file.write(contentsOf: Data(events.utf8))
        }
        // Nothing in this process's environment tells the key either.
        let environment = try String(contentsOfFile: "/proc/self/environ", encoding: .utf8)
        if environment.contains("\"key\"") { return x }
        exit(0)
      }
      return x
    }
    guard let grade = try grade(answer) else { return }
    #expect(grade.status == .exited)
    #expect(passed(grade) == [true, false, true])
  }
}

extension IsolationTests {
  /// A small exercise: give the number back.
  ///
  /// The first and the last check use 1, the middle one 2, at which hostile answers show what they are.
  typealias Answer = @Sendable (Int) throws -> Int

  /// Grades a hostile answer in a process of its own: this very test, started again.
  ///
  /// - Returns: The grade; `nil` in the process that was started, where there is nothing to expect.
  private func grade(
    seconds: Int = 10, test: String = #function, _ answer: @escaping Answer
  ) throws -> Grade? {
    let exercise = Exercise<Answer>(
      "03.1", reference: { $0 },
      checks: [
        .init("one", points: 2) { $1.expect(try $0(1), equals: 1, "f(1)") },
        .init("two", points: 2) { $1.expect(try $0(2), equals: 2, "f(2)") },
        .init("one again", points: 2) { $1.expect(try $0(1), equals: 1, "f(1)") },
      ], misconceptions: [.init("gives 7", "Give back what you were given.", { _ in 7 })])
    if let role = ChildRole.current {
      role.begin()
      GradingProcess.grade(exercise, with: answer)
      return nil
    }
    let name = test.prefix { $0 != "(" }
    return try IsolatedRun.grade(
      [
        "--testing-library", "swift-testing", "--no-parallel", "--filter",
        "^GradingTests\\.IsolationTests/\(name)\\(\\)/",
      ], limits: Limits(seconds: seconds), fallback: ("03.1", "hostile"))
  }

  private func passed(_ grade: Grade) -> [Bool] { grade.checks.map(\.passed) }

  private func isAlive(_ process: Int32) -> Bool {
    guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return false
    }
    return !state.contains(") Z ")
  }
}
