import Course
import Foundation
import Plots

/// `descent demo`: what a chapter is about, live.
enum Demo: Verb {
  static let synopsis = Synopsis(
    verb: "demo", operands: "[NAME[/PART]]", operandCount: 0...1,
    summary: "Runs a chapter's demo, or its project on your functions or on the solutions.",
    options: [
      .init("--mine", "run the chapter's project on your functions"),
      .init("--solutions", "run the chapter's project on the reference solutions"),
      .init("--seed", "N", "the seed of everything random (1)"),
      .init("--data", "DIR", "use the real data sets in DIR, where the demo can"),
      .init("--output", "DIR", "write the figures to DIR (.build/descent/demo/NAME)"),
      .init("--reduced", "a short run, which may miss the stated result"),
      .init("--json", "FILE", "write seed, seconds, metrics and figures to FILE as JSON"),
    ])

  static func run(_ arguments: Arguments) throws -> Bool {
    let name = arguments.operands.first ?? Registry.showcase
    guard let (chapter, demoName, demo) = Registry.demo(named: name) else {
      throw UsageError(
        "there is no demo \"\(name)\".", near: name, among: Registry.demoNames, verb: "demo")
    }
    guard !(arguments.has("--mine") && arguments.has("--solutions")) else {
      throw UsageError("choose --mine or --solutions, not both.", verb: "demo")
    }
    let seed = try arguments.number("--seed") ?? 1
    let package = try CoursePackage()
    let output =
      arguments["--output"].map { URL(fileURLWithPath: $0) }
      ?? package.notes.appendingPathComponent("demo/\(demoName)")
    for submission in ["--mine": "Exercises", "--solutions": "Solutions"] {
      guard arguments.has(submission.key) else { continue }
      let project = ProjectRun(package: package, chapter: chapter, submission: submission.value)
      return try project.run(
        seed: seed, output: output, isReduced: arguments.has("--reduced"), json: arguments["--json"]
      )
    }

    let report = Report(
      seed: seed, outputDirectory: output, dataDirectory: try dataDirectory(arguments["--data"]),
      isReduced: arguments.has("--reduced"))
    let start = ContinuousClock.now
    try demo(report)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    Console.say()
    Console.say(String(format: "%@, seed %d: %.1f seconds", demoName, Int(seed), seconds))
    if let file = arguments["--json"] {
      let metrics = Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.value) })
      try writeJSON(
        DemoFile(
          demo: demoName, seed: seed, seconds: seconds, metrics: metrics,
          figures: report.figures.map(\.path)), to: file)
    }
    return true
  }

  private static func dataDirectory(_ path: String?) throws -> URL? {
    guard let path else { return nil }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { throw Failure("--data \(path): there is no such folder") }
    return URL(fileURLWithPath: path)
  }
}

/// What `demo --json` writes.
struct DemoFile: Codable {
  let demo: String
  let seed: UInt64
  let seconds: Double
  let metrics: [String: Double]
  let figures: [String]
}
