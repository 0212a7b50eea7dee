import Foundation

/// One verb of the command line.
protocol Verb: SendableMetatype {
  /// Its options, and what it says in `--help`.
  static var synopsis: Synopsis { get }

  /// Carries it out.
  ///
  /// - Returns: Whether everything passed: exit code 0 or 1.
  /// - Throws: `UsageError` for exit code 2, anything else for 1.
  static func run(_ arguments: Arguments) throws -> Bool
}

/// The command-line tool, `swift run descent`.
@main
enum Tool {
  static let verbs: [any Verb.Type] = [
    List.self, GradeVerb.self, WatchVerb.self, Hint.self, Solution.self, Demo.self, AuditVerb.self,
    GradeAllVerb.self, MergeVerb.self, ExportAutograderVerb.self, ExportStudentVerb.self,
    ImportClassVerb.self,
  ]

  static func main() {
    do {
      exit(try run(Array(CommandLine.arguments.dropFirst())) ? 0 : 1)
    } catch let error as UsageError {
      Console.complain("descent: \(error)")
      exit(2)
    } catch {
      Console.complain("descent: \(error)")
      exit(1)
    }
  }

  /// Carries out a command line.
  static func run(_ words: [String]) throws -> Bool {
    guard let name = words.first else { return try Overview.show() }
    if ["help", "--help", "-h"].contains(name) {
      if words.count > 1, let verb = verbs.first(where: { $0.synopsis.verb == words[1] }) {
        Console.say(help(for: verb.synopsis))
      } else {
        Console.say(help)
      }
      return true
    }
    guard let verb = verbs.first(where: { $0.synopsis.verb == name }) else {
      throw UsageError(
        "there is no verb \"\(name)\".", near: name, among: verbs.map { $0.synopsis.verb })
    }
    let arguments = try Arguments(Array(words.dropFirst()), for: verb.synopsis)
    if arguments.has("--help") {
      Console.say(help(for: verb.synopsis))
      return true
    }
    return try verb.run(arguments)
  }

  static var help: String {
    var lines = [
      "Descent, a deep-learning textbook that runs.", "",
      "  swift run descent                shows where you are and what is next",
    ]
    for verb in verbs {
      let synopsis = verb.synopsis
      let call = "swift run descent \(synopsis.verb) \(synopsis.operands)"
      lines += ["  \(call)", "      \(synopsis.summary)"]
    }
    lines += ["", "Every verb has --help. Exit codes: 0 passed, 1 failed, 2 not understood."]
    return lines.joined(separator: "\n")
  }

  static func help(for synopsis: Synopsis) -> String {
    var lines = [
      "swift run descent \(synopsis.verb) \(synopsis.operands)", "", synopsis.summary, "",
    ]
    for option in synopsis.options + [Synopsis.helpOption] {
      let name = option.value.map { "\(option.name) \($0)" } ?? option.name
      lines.append(
        "  \(name)\(String(repeating: " ", count: max(2, 20 - name.count)))\(option.help)")
    }
    return lines.joined(separator: "\n")
  }
}
