import Course
import Foundation
import Grading

/// A place in which one submission after the other is built and graded: a scratch path of its own, apart
/// from the student's `.build`, and kept, so that only what a submission changes is built anew.
///
/// Every submission lies at a path that was never used before. A compiler that has seen a path before may
/// not look again when a file changes within the same second.
struct GradingBench {
  let package: CoursePackage
  /// The number of this place: two never work at the same time.
  let number: Int
  let sandbox: Sandbox?
  /// Keeps other runs out for as long as anybody holds it.
  private let lock: PlaceLock

  /// How long a build may take that is not the first, in seconds.
  static let buildLimit = 120.0

  /// Takes places that no other run is using, for as long as this program runs.
  static func take(_ count: Int, in package: CoursePackage, sandbox: Sandbox?) throws -> [Self] {
    var benches: [Self] = []
    for number in 1...1000 where benches.count < count {
      let folder = package.url(base(number))
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      guard let lock = try PlaceLock(folder) else { continue }
      benches.append(
        GradingBench(package: package, number: number, sandbox: sandbox, lock: lock))
    }
    return benches
  }

  private static func base(_ number: Int) -> String { ".grade/bench-\(number)" }

  private var base: String { Self.base(number) }
  private var scratch: String { "\(base)/build" }
  private var temporary: URL { package.url("\(base)/tmp") }

  /// The folder with the answers of a submission, and where its tests run.
  struct Stage {
    /// Inside the package.
    let path: String
    let url: URL
  }

  /// Makes an empty folder at a path that was never used.
  func makeStage() throws -> Stage {
    let path = ".grade/\(getpid())-\(UUID().uuidString)"
    let url = package.url(path)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return Stage(path: path, url: url)
  }

  /// Removes what earlier runs left that were ended before they could clean up.
  static func removeLeftovers(in package: CoursePackage) {
    let files = FileManager.default
    let folder = package.url(".grade")
    for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] {
      let parts = name.split(separator: "-")
      guard parts.count == 6, let process = Int32(parts[0]), kill(process, 0) != 0 else { continue }
      try? files.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  /// What programs may see of the environment: nothing that could be a secret.
  private var environment: [String: String] {
    let names = [
      "PATH", "HOME", "LANG", "LC_ALL", "USER", "DEVELOPER_DIR", "TOOLCHAINS",
      "DESCENT_THREADS", "DESCENT_ISA", PrivateNumbers.variable, "LD_LIBRARY_PATH",
    ]
    var environment = ProcessInfo.processInfo.environment.filter { names.contains($0.key) }
    // Every call of the package manager leaves empty folders behind.
    environment["TMPDIR"] = temporary.path
    return environment
  }

  private func swift(
    _ words: [String], _ stage: Stage?, _ chapter: ChapterCard, limit: Double
  ) throws -> BoundedCommand.Outcome {
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: temporary) }
    var variables = environment
    variables["SUBMISSION"] = stage?.path ?? "Exercises"
    variables["CHAPTER"] = chapter.number
    variables["GRADES"] = "only"
    return try BoundedCommand(
      words: ["/usr/bin/env", "swift"] + words + ["--scratch-path", scratch],
      environment: variables, folder: package.root, log: package.url("\(base)/swift.log"),
      limit: limit
    ).run()
  }

  /// Builds the tests of a chapter with the answers in `stage`; without a stage, with the stubs.
  func build(_ chapter: ChapterCard, _ stage: Stage?) throws -> BoundedCommand.Outcome {
    try swift(
      ["build", "--product", "DescentPackageTests"], stage, chapter,
      limit: stage == nil ? 7200 : Self.buildLimit)
  }

  /// Runs the tests that were built last, and returns the grades that bear the seal.
  ///
  /// An answer can end the program that grades it. Then every exercise that has no grade is graded by a
  /// program of its own, so that the others lose nothing.
  func test(
    _ chapter: ChapterCard, _ exercises: [ExerciseCard], includesProject: Bool, _ stage: Stage
  ) throws -> [Grade] {
    let suite = "\(chapter.name)Grading"
    let grading = [
      "--testing-library", "swift-testing", "--no-parallel", "--filter",
      "^\(suite)\\.\(chapter.name)Grades/",
    ]
    var grades = try run(grading, exercises, of: chapter, in: stage)
    let lost = exercises.filter { exercise in !grades.contains { $0.id == exercise.id } }
    if lost.count > 1 {
      for exercise in lost { grades += try run(grading, [exercise], of: chapter, in: stage) }
    }
    if includesProject {
      grades += try run(
        ["\(suite).\(chapter.name)ProjectTests"], exercises, of: chapter, in: stage)
    }
    return grades
  }

  private func run(
    _ arguments: [String], _ exercises: [ExerciseCard], of chapter: ChapterCard, in stage: Stage
  ) throws -> [Grade] {
    let run = stage.url.appendingPathComponent("run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: run) }
    let records = run.appendingPathComponent("records")
    let key = run.appendingPathComponent("key")
    let seal = Seal()
    try Data(seal.text.utf8).write(to: key)
    var variables = environment
    variables["TMPDIR"] = run.path
    variables["HOME"] = run.path
    variables[Records.variable] = records.path
    variables[Records.selection] = exercises.map(\.id).joined(separator: " ")
    variables[Records.keyVariable] = key.path
    #if os(Linux)
      let program = [package.url("\(scratch)/debug/DescentPackageTests.xctest").path] + arguments
      let place = run
    #else
      // A test bundle is not a program there; what was built last is what is tested.
      variables["SUBMISSION"] = stage.path
      variables["CHAPTER"] = chapter.number
      variables["GRADES"] = "only"
      let program =
        [
          "/usr/bin/env", "swift", "test", "--skip-build", "--scratch-path", scratch,
          "--no-parallel", "--filter",
        ] + arguments.suffix(1)
      let place = package.root
    #endif
    _ = try BoundedCommand(
      words: sandbox?.wrap(program, package: package, run: run) ?? program,
      environment: variables, folder: place, log: package.url("\(base)/test.log"),
      // Every exercise has a limit of its own; this one is for a test program that hangs itself.
      limit: 60 + 30 * Double(exercises.count)
    ).run()
    return Records.read(from: records, sealed: seal)
  }
}
