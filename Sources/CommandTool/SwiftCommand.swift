import Foundation

/// Runs `swift build` and `swift test`, and programs that they have built.
struct SwiftCommand {
  let package: CoursePackage
  /// The folder with the answers: `Exercises`, `Solutions`, or a copy under `.grade`.
  let submission: String
  /// The chapter to build, as in `03`; `nil` builds all.
  let chapter: String?

  /// How a command ended, and what it printed.
  struct Outcome {
    let status: Int32
    let output: String
  }

  /// Builds everything that is needed to grade, or one product.
  func build(_ arguments: [String]) throws -> Outcome {
    try run(["swift", "build"] + arguments)
  }

  /// Builds everything and runs all tests.
  func buildAndTest() throws -> Outcome {
    try run(["swift", "test"])
  }

  /// Runs the tests that were built.
  func test(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try run(["swift", "test", "--skip-build"] + arguments, environment: environment)
  }

  /// Runs the Swift Testing tests that were built and match a pattern.
  ///
  /// Where the tests are a program, it is run directly: `swift test` would think for half a second first.
  func gradingTests(_ filter: String, environment: [String: String]) throws -> Outcome {
    #if os(Linux)
      let program = package.url(".build/debug/DescentPackageTests.xctest").path
      if FileManager.default.isExecutableFile(atPath: program) {
        return try run(
          [program, "--testing-library", "swift-testing", "--filter", filter],
          environment: environment)
      }
    #endif
    return try test(["--filter", filter], environment: environment)
  }

  /// The folder that holds the built programs.
  func binaries() throws -> URL {
    let outcome = try build(["--show-bin-path"])
    let path = outcome.output.split(separator: "\n").last.map(String.init) ?? ".build/debug"
    return URL(fileURLWithPath: path)
  }

  /// Runs a program until it ends, with its output on the screen.
  ///
  /// - Returns: The exit code, or minus the number of the signal that ended it.
  func show(_ program: URL, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = package.root
    try Interruption.run(process)
    process.waitUntilExit()
    Interruption.forget(process)
    return process.terminationReason == .uncaughtSignal
      ? -process.terminationStatus : process.terminationStatus
  }

  private func run(_ words: [String], environment: [String: String] = [:]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = package.root
    var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    variables["SUBMISSION"] = submission
    variables["CHAPTER"] = chapter
    process.environment = variables
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    do {
      try Interruption.run(process)
    } catch {
      throw Failure("cannot start \(words.joined(separator: " ")): \(error.localizedDescription)")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    Interruption.forget(process)
    return Outcome(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}

/// An error that the compiler reported.
struct CompilerError: Equatable {
  /// The path as the compiler prints it.
  let path: String
  let line: Int
  let message: String

  /// The file's name with the line, as in `Sigmoid.swift:12`.
  var place: String { "\(URL(fileURLWithPath: path).lastPathComponent):\(line)" }

  /// The line that the error is about, on a line of its own; empty where the file cannot be read.
  var sourceLine: String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return "" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return "" }
    return "\n      \(lines[line - 1].trimmingCharacters(in: .whitespaces))"
  }

  /// Finds the errors in what a build printed, each once, in order.
  static func all(in output: String) -> [CompilerError] {
    var errors: [CompilerError] = []
    for line in output.split(separator: "\n") {
      guard line.hasPrefix("/"), let mark = line.range(of: ": error: ") else { continue }
      let parts = line[..<mark.lowerBound].split(separator: ":")
      guard parts.count >= 2, let number = Int(parts[1]) else { continue }
      let error = CompilerError(
        path: String(parts[0]), line: number, message: String(line[mark.upperBound...]))
      if !errors.contains(error) { errors.append(error) }
    }
    return errors
  }
}
