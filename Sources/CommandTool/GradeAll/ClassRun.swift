import Course
import Foundation
import Grading
import Gradebook
import Plots
import Synchronization

/// Grades a folder of submissions, several at a time, and goes on where an earlier run was ended.
struct ClassRun {
  let package: CoursePackage
  let submissions: [Submission]
  let chapters: [ChapterCard]
  let includesProjects: Bool
  let sandbox: Sandbox?
  let store: ResultStore
  /// How many submissions are graded at the same time.
  let jobs: Int
  /// Whether results that were reached on the same basis are taken over.
  let resumes: Bool

  /// What a run gave.
  struct Outcome {
    var results: [SubmissionResult] = []
    /// How many results were there already.
    var kept = 0
    /// What could not be graded, and why: a fault of the course or the machine, not of a submission.
    var failures: [String] = []
  }

  /// Grades everything that has no result yet.
  func run() throws -> Outcome {
    GradingBench.removeLeftovers(in: package)
    let course = try courseDigest()
    var outcome = Outcome()
    var open: [(submission: Submission, basis: String)] = []
    for submission in submissions {
      let basis = basis(of: submission, course: course)
      if resumes, let result = store.result(submission.key, basis: basis) {
        outcome.results.append(result)
        outcome.kept += 1
      } else {
        open.append((submission, basis))
      }
    }
    guard !open.isEmpty else { return outcome }
    let fresh = try grade(open)
    outcome.results += fresh.results
    outcome.failures = fresh.failures
    return outcome
  }

  private func grade(_ open: [(submission: Submission, basis: String)]) throws -> Outcome {
    let benches = try GradingBench.take(min(jobs, open.count), in: package, sandbox: sandbox)
    try prepare(benches)
    let stubs = try self.stubs()
    let bar = ProgressBar(total: open.count, label: "submissions")
    let state = Mutex((next: 0, outcome: Outcome()))
    let group = DispatchGroup()
    for bench in benches {
      group.enter()
      // Threads of their own: the work is waiting for other programs.
      Thread.detachNewThread {
        defer { group.leave() }
        while let index = state.withLock({ state -> Int? in
          guard state.next < open.count else { return nil }
          defer { state.next += 1 }
          return state.next
        }) {
          let (submission, basis) = open[index]
          do {
            let result = try grade(submission, basis, on: bench, stubs)
            try store.write(result)
            state.withLock { $0.outcome.results.append(result) }
          } catch {
            state.withLock { $0.outcome.failures.append("\(submission.name): \(error)") }
          }
          bar.advance()
        }
      }
    }
    group.wait()
    bar.finish()
    return state.withLock { $0.outcome }
  }

  /// Builds everything that does not depend on the submission, once in every place.
  private func prepare(_ benches: [GradingBench]) throws {
    for chapter in chapters {
      Console.step("building chapter \(chapter.number) for grading, \(benches.count) times …")
      let errors = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: benches.count) { index in
        do {
          let build = try benches[index].build(chapter, nil)
          guard build.status != 0 else { return }
          let tail = build.output.split(separator: "\n").suffix(20).joined(separator: "\n")
          errors.withLock { $0.append(tail) }
        } catch {
          errors.withLock { $0.append("\(error)") }
        }
      }
      Console.endStep()
      if let error = errors.withLock({ $0.first }) {
        throw Failure("chapter \(chapter.number) cannot be built with the stubs:\n\(error)")
      }
    }
  }

  private func grade(
    _ submission: Submission, _ basis: String, on bench: GradingBench, _ stubs: [String: Data]
  ) throws -> SubmissionResult {
    let start = ContinuousClock.now
    var grades: [Grade] = []
    var notes = submission.notes
    for chapter in chapters {
      grades += try ChapterGrading(
        bench: bench, chapter: chapter, submission: submission, includesProject: includesProjects
      ).grades()
    }
    let secrets = SolutionLines(package, chapters)
    for index in grades.indices where secrets.leak(into: grades[index].output) {
      grades[index].output = nil
      notes.append("\(grades[index].id): what the code printed repeats a solution; it is not shown")
    }
    let texts = submission.answers.compactMapValues { answer in
      if case .text(let data) = answer { data } else { nil }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return SubmissionResult(
      name: submission.name, key: submission.key,
      exercises: grades.filter { $0.id.contains(".") },
      projects: grades.filter { !$0.id.contains(".") }, notes: notes, basis: basis,
      seconds: (seconds * 100).rounded() / 100, prints: Prints(of: texts, without: stubs))
  }

  /// The stubs of the chapters, by their path inside the chapters.
  private func stubs() throws -> [String: Data] {
    var all: [String: Data] = [:]
    for chapter in chapters {
      for (name, data) in try ChapterStubs(chapter, package).texts {
        all["\(chapter.folder)/\(name)"] = data
      }
    }
    return all
  }

  /// The digest of what every grade depends on: the stubs, the checks, the suites and the options.
  private func courseDigest() throws -> String {
    let salt = ProcessInfo.processInfo.environment[PrivateNumbers.variable] ?? ""
    var pieces: [(name: String, content: Data)] = [
      ("options", Data("\(includesProjects) \(sandbox != nil) \(salt)".utf8))
    ]
    for chapter in chapters {
      for folder in ["Exercises", "Sources/Checks", "Tests", "Sources/Projects"] {
        let url = package.url("\(folder)/\(chapter.folder)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        for name in names.sorted() where name.hasSuffix(".swift") {
          pieces.append((name, try Data(contentsOf: url.appendingPathComponent(name))))
        }
      }
    }
    return Digest(pieces: pieces).text
  }

  private func basis(of submission: Submission, course: String) -> String {
    var pieces: [(name: String, content: Data)] = [("course", Data(course.utf8))]
    for (path, answer) in submission.answers.sorted(by: { $0.key < $1.key }) {
      switch answer {
      case .text(let data): pieces.append((path, data))
      case .refused(let reason): pieces.append((path + " refused", Data(reason.utf8)))
      }
    }
    for (path, data) in submission.helpers.sorted(by: { $0.key < $1.key }) {
      pieces.append((path, data))
    }
    pieces.append(("notes", Data((submission.name + submission.notes.joined()).utf8)))
    return Digest(pieces: pieces).text
  }
}
