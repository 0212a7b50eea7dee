import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Says in plain words why a grading process ended, and where in the student's file.
enum Obituary {
  static func text(of child: ChildProcess, limits: Limits) -> String {
    switch child.ending {
    case .timedOut:
      return
        "Your code did not finish within \(limits.seconds) \(limits.seconds == 1 ? "second" : "seconds"). "
        + "Is there a loop that never ends, or work that doubles with every step?"
    case .swarmed:
      return "Your code started more than \(limits.processes - 1) other programs at the same time, "
        + "and was stopped."
    case .exited(let code):
      return "Your code ended the program (exit code \(code)). "
        + "A function that is graded must return; remove the call of exit."
    case .signalled(let signal):
      let place = place(in: child.errors)
      return "Your code crashed\(place.map { " at \($0)" } ?? ""): "
        + cause(signal, child.errors, limits)
    }
  }

  /// The line that `notImplemented()` left.
  static func stubLine(_ errors: String) -> String {
    errors.split(separator: "\n").last { $0.hasPrefix("not attempted") }.map(String.init)
      ?? "not attempted"
  }

  private static func cause(_ signal: Int32, _ errors: String, _ limits: Limits) -> String {
    if errors.contains("failed to allocate") || errors.contains("bad_alloc") {
      return "it asked for more memory than the \(limits.megabytes / 1024) GB that are allowed. "
        + "Is an array far larger than it should be?"
    }
    if let message = trapMessage(in: errors) { return explained(message) }
    switch signal {
    case SIGSEGV, SIGBUS:
      return isRecursion(errors)
        ? "it called itself until the stack was full. \(recursion)"
        : "it read or wrote memory that is not its own, or called itself until the stack was full. "
          + recursion
    case SIGILL, SIGTRAP: return "it trapped."
    case SIGFPE: return "it divided a whole number by zero."
    case SIGABRT: return "it was aborted; the memory allowed may have run out."
    case SIGXFSZ: return "it wrote more than is allowed to a file or to the screen."
    case SIGKILL: return "it was killed; the memory of the machine may have run out."
    default: return "signal \(signal)."
    }
  }

  private static let recursion =
    "Does the recursion have an end? One that goes as deep as a long input is long needs a loop instead."

  /// What follows `Fatal error: ` in the runtime's message.
  private static func trapMessage(in errors: String) -> String? {
    for line in errors.split(separator: "\n") {
      for mark in ["Fatal error: ", "Fatal error"] where line.contains(mark) {
        guard let range = line.range(of: mark) else { continue }
        let message = line[range.upperBound...]
        if !message.isEmpty { return String(message) }
      }
    }
    return nil
  }

  /// Adds to a terse message of the runtime what a learner may not know.
  private static func explained(_ message: String) -> String {
    let notes = [
      "Index out of range": "an array has no element at that index. Valid ones are 0 ..< count.",
      "Unexpectedly found nil": "an optional that was forced open with `!` was empty.",
      "Range requires lowerBound": "a range a ..< b needs a ≤ b. Is something empty?",
      "Division by zero": "a whole number was divided by 0.",
      "Not enough bits": "a number was too large for the type it was converted to.",
    ]
    for (start, note) in notes where message.hasPrefix(start) { return "\(message): \(note)" }
    return message
  }

  /// Whether the backtrace shows the same place again and again.
  private static func isRecursion(_ errors: String) -> Bool {
    var visits: [Substring: Int] = [:]
    for line in errors.split(separator: "\n") {
      guard let place = line.range(of: " at /") else { continue }
      visits[line[place.upperBound...], default: 0] += 1
    }
    return visits.values.contains { $0 >= 3 }
  }

  /// The first line of the backtrace that lies in an answer, as `StepActivation.swift:12`.
  private static func place(in errors: String) -> String? {
    for line in errors.split(separator: "\n") {
      guard let start = line.range(of: " at /") else { continue }
      let path = line[start.upperBound...]
      guard let folder = answerFolder(in: path) else { continue }
      let parts = path[folder...].split(separator: ":")
      guard parts.count >= 2 else { continue }
      let file = parts[0].split(separator: "/").last ?? parts[0]
      return "\(file):\(parts[1])"
    }
    return nil
  }

  private static func answerFolder(in path: Substring) -> String.Index? {
    for folder in ["Exercises/", "Solutions/", ".grade/"] {
      if let range = path.range(of: folder) { return range.lowerBound }
    }
    return nil
  }
}
