import Foundation
import Gradebook

/// `descent merge`: puts together what several machines have graded.
enum MergeVerb: Verb {
  static let synopsis = Synopsis(
    verb: "merge", operands: "DIR ...", operandCount: 1...1000,
    summary:
      "Puts the results of several grade-all --shard runs together and writes the gradebook.",
    options: [
      .init("--output", "DIR", "write results, tables and feedback to DIR (grades)"),
      .init("--roster", "FILE", "names and ids: the gradebook that Canvas or Moodle exports"),
    ])

  static func run(_ arguments: Arguments) throws -> Bool {
    let output = URL(fileURLWithPath: arguments["--output"] ?? "grades")
    let roster = try GradeAllVerb.roster(arguments["--roster"])
    let store = ResultStore(output.appendingPathComponent("results"))
    var results: [String: SubmissionResult] = [:]
    var isGood = true
    for path in arguments.operands {
      let folder = URL(fileURLWithPath: path).appendingPathComponent("results")
      let part = ResultStore(folder).all()
      if part.results.isEmpty {
        Console.complain("\(path): there are no results in \(folder.path)")
        isGood = false
      }
      for name in part.damaged {
        Console.complain("\(path): results/\(name) cannot be read")
        isGood = false
      }
      for result in part.results {
        if let other = results[result.key], other.basis != result.basis {
          Console.complain("\(path): \(result.name) was graded twice, on different files or checks")
          isGood = false
        }
        results[result.key] = result
      }
    }
    for result in results.values { try store.write(result) }
    try ClassReports(Array(results.values), roster: roster).write(to: output)
    Console.say("\(results.count) submissions. Gradebook, feedback and analysis: \(output.path)")
    return isGood
  }
}
