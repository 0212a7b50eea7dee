import Course
import Foundation

/// A file that somebody handed in, as the name that a learning platform gave it tells.
struct HandIn: Equatable {
  /// The student's name, or user name, as the platform writes it.
  var student: String
  /// The platform's number for the student, if it gives one.
  var number: String?
  /// What is left of the path: the student's own name for the file.
  var path: String
  /// Which of several attempts it is; a larger one is a later one.
  var attempt: Attempt
  var isLate = false

  struct Attempt: Comparable {
    /// The time in the name, or a number that grows with time.
    var order: Double = 0
    /// The number that was added to the file's own name, as in `Sigmoid-2.swift`.
    var repetition = 0
    /// When the file was last changed: the last resort.
    var modified: Date = .distantPast

    static func < (a: Attempt, b: Attempt) -> Bool {
      (a.order, a.repetition, a.modified) < (b.order, b.repetition, b.modified)
    }
  }
}

extension HandIn {
  /// Reads a path inside the download.
  ///
  /// | platform | example |
  /// |---|---|
  /// | Moodle | `Ada Lovelace_1234_assignsubmission_file_/Sigmoid.swift` |
  /// | Canvas | `lovelaceada_LATE_1234_5678_Sigmoid-1.swift` |
  /// | Blackboard | `Exercise 3_alovelace_attempt_2026-11-21-10-30-00_Sigmoid.swift` |
  /// | Brightspace | `1234-5678 - Ada Lovelace - Nov 21, 2026 1030 AM/Sigmoid.swift` |
  /// | a folder a student | `ada/03-Perceptrons/Sigmoid.swift` |
  ///
  /// - Returns: `nil` for a file that belongs to nobody: loose, under a name that says nothing.
  init?(path: String, modified: Date) {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    let (first, rest) = (parts[0], parts.count > 1 ? parts[1] : nil)
    guard
      let found = Self.moodle(first, rest) ?? Self.blackboard(first, rest)
        ?? Self.brightspace(first, rest) ?? Self.canvas(first, rest)
        ?? rest.map({ HandIn(student: first, number: nil, path: $0, attempt: Attempt()) })
    else { return nil }
    self = found
    attempt.modified = modified
  }

  private static func moodle(_ first: String, _ rest: String?) -> HandIn? {
    guard
      let match = first.wholeMatch(of: /(.+?)_(\d+)_assignsubmission_(?:file|onlinetext)_?(.*)/),
      let path = rest ?? (match.3.isEmpty ? nil : String(match.3))
    else { return nil }
    return HandIn(
      student: String(match.1), number: String(match.2), path: path, attempt: Attempt())
  }

  private static func canvas(_ first: String, _ rest: String?) -> HandIn? {
    guard let match = first.wholeMatch(of: /([^_]+)(_LATE)?_(\d+)_(\d+)_(.+)/) else { return nil }
    let path = [String(match.5), rest].compactMap(\.self).joined(separator: "/")
    return HandIn(
      student: String(match.1), number: String(match.3), path: path,
      attempt: Attempt(order: Double(String(match.4)) ?? 0), isLate: match.2 != nil)
  }

  private static func blackboard(_ first: String, _ rest: String?) -> HandIn? {
    guard
      let match = first.wholeMatch(
        of: /.+?_([^_]+)_attempt_(\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_?(.*)/),
      let path = rest ?? (match.3.isEmpty ? nil : String(match.3))
    else { return nil }
    return HandIn(
      student: String(match.1), number: nil, path: path,
      attempt: Attempt(order: time(String(match.2), "yyyy-MM-dd-HH-mm-ss")))
  }

  private static func brightspace(_ first: String, _ rest: String?) -> HandIn? {
    guard let rest, let match = first.wholeMatch(of: /(\d+)-\d+ ?- ?(.+?) ?- ?([A-Z][a-z]{2}.+)/)
    else { return nil }
    return HandIn(
      student: String(match.2), number: String(match.1), path: rest,
      attempt: Attempt(order: time(String(match.3), "MMM d, yyyy hmm a")))
  }

  private static func time(_ text: String, _ format: String) -> Double {
    let reader = DateFormatter()
    reader.locale = Locale(identifier: "en_US_POSIX")
    reader.timeZone = TimeZone(identifier: "UTC")
    reader.dateFormat = format
    return reader.date(from: text)?.timeIntervalSince1970 ?? 0
  }
}
