import Foundation
import Plots

/// Runs a chapter's project on the answers that the manifest's SUBMISSION names.
///
/// `descent demo 03 --mine` builds and starts this program. It stands apart from the tool because it is
/// linked with the student's files, which may not compile.
@main
enum Runner {
  /// The exit code that says that exercises are missing; their ids are printed.
  static let exercisesMissing: Int32 = 3

  static func main() {
    do {
      try run(CommandLine.arguments.dropFirst())
    } catch {
      FileHandle.standardError.write(Data("project: \(error)\n".utf8))
      exit(1)
    }
  }

  /// The chapter's number, then `--seed N`, `--output DIR`, `--json FILE` and `--reduced` as they are
  /// wanted; or `--missing` alone, which only tells the exercises that are missing.
  static func run(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    guard let number = rest.popFirst(), let project = Project.all()[number] else {
      throw Problem(description: "no project is built in for \(arguments.first ?? "nothing")")
    }
    let missing = project.missingExercises()
    guard missing.isEmpty else {
      print(missing.joined(separator: " "))
      exit(exercisesMissing)
    }
    if rest == ["--missing"] { return }
    var settings: [String: String] = [:]
    var isReduced = false
    while let word = rest.popFirst() {
      if word == "--reduced" { isReduced = true } else { settings[word] = rest.popFirst() }
    }
    let report = Report(
      seed: settings["--seed"].flatMap { UInt64($0) } ?? 1,
      outputDirectory: settings["--output"].map { URL(fileURLWithPath: $0) },
      isReduced: isReduced)
    try project.run(report)
    if let file = settings["--json"] {
      let outcome = Outcome(
        metrics: Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.value) }),
        figures: report.figures.map(\.path))
      try JSONEncoder().encode(outcome).write(to: URL(fileURLWithPath: file), options: .atomic)
    }
  }
}

/// What `--json` writes.
struct Outcome: Encodable {
  let metrics: [String: Double]
  let figures: [String]
}

/// Something that keeps the project from starting.
struct Problem: Error, CustomStringConvertible {
  let description: String
}
