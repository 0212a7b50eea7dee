public import Foundation
import Synchronization

/// The file in which a test run leaves its grades for the command-line tool: one line of JSON each.
public enum Records {
  /// The environment variable that names the file.
  public static let variable = "DESCENT_RECORDS"

  /// The environment variable that names a file with the key of the seal on every line.
  ///
  /// The file is read once, before any code under test runs, and removed. Without the variable the lines
  /// have no seal: a student's own run has nobody to deceive.
  public static let keyVariable = "DESCENT_RECORDS_KEY"

  /// The environment variable that names the exercises to grade, separated by spaces; all if it is unset.
  public static let selection = "DESCENT_ONLY"

  /// What the code under test need not see.
  static let variables = [variable, keyVariable]

  /// Whether an exercise is to be graded in this run.
  package static func wants(_ id: String) -> Bool {
    guard let ids = ProcessInfo.processInfo.environment[selection] else { return true }
    return ids.split(separator: " ").contains(Substring(id))
  }

  /// Reads the key, if there is one: to be called before any code under test runs.
  package static func prepare() { _ = seal }

  private static let seal: Seal? = {
    guard let path = ProcessInfo.processInfo.environment[keyVariable],
      let text = try? String(contentsOfFile: path, encoding: .utf8)
    else { return nil }
    try? FileManager.default.removeItem(atPath: path)
    return Seal(text)
  }()

  /// Keeps two threads from writing at the same time.
  private static let turn = Mutex(())

  /// Appends a grade, if this process was asked to keep records.
  package static func append(_ grade: Grade) {
    guard let path = ProcessInfo.processInfo.environment[variable],
      let content = try? JSONEncoder().encode(grade)
    else { return }
    turn.withLock { _ in
      if !FileManager.default.fileExists(atPath: path) {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
      }
      guard let file = FileHandle(forWritingAtPath: path) else { return }
      defer { try? file.close() }
      let line = seal.map { Data($0.line(content, number: 0)) } ?? content + Data("\n".utf8)
      _ = try? file.seekToEnd()
      try? file.write(contentsOf: line)
    }
  }

  /// Reads the grades that a test run left; of two for the same id, the later one counts.
  public static func read(from file: URL) -> [Grade] {
    read(lines(of: file).map { Data($0) })
  }

  /// Reads the grades that bear the seal; what was written without the key does not count.
  package static func read(from file: URL, sealed seal: Seal) -> [Grade] {
    read(lines(of: file).compactMap { seal.content(of: $0, number: 0) }.map { Data($0) })
  }

  private static func lines(of file: URL) -> [Data.SubSequence] {
    ((try? Data(contentsOf: file)) ?? Data()).split(separator: UInt8(ascii: "\n"))
  }

  private static func read(_ lines: [Data]) -> [Grade] {
    var grades: [Grade] = []
    for line in lines {
      guard let grade = try? JSONDecoder().decode(Grade.self, from: line) else { continue }
      grades.removeAll { $0.id == grade.id }
      grades.append(grade)
    }
    return grades
  }
}
