import Foundation
import Grading

/// A folder whose subfolders are submissions.
public struct ClassFolder: Sendable {
  /// The submissions, in the order of their names.
  public let submissions: [Submission]
  /// What lies in the folder and is no submission, in sentences.
  public let notes: [String]

  /// Reads the folder at `path`; `nil` where there is none.
  public init?(path: String) {
    guard let folder = OpenFolder(path: path) else { return nil }
    var submissions: [Submission] = []
    var notes: [String] = []
    var taken: Set<String> = []
    for entry in folder.entries(atMost: 100_000) {
      guard entry.kind == .folder, let inner = folder.folder(entry.name) else {
        notes.append("\(entry.shown): not a folder; not graded")
        continue
      }
      guard entry.text != "__MACOSX" else { continue }
      let key = Self.key(for: entry.name, taken: &taken)
      submissions.append(SubmissionReader.read(inner, name: entry.shown, key: key))
    }
    self.submissions = submissions
    self.notes = notes
  }

  /// A name for files: the folder's own where every system takes it, with a mark where it does not, or
  /// where it differs from another only in what some systems do not tell apart.
  static func key(for name: [UInt8], taken: inout Set<String>) -> String {
    let text = String(decoding: name, as: UTF8.self)
    var safe = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.value < 32 || scalar.value == 127
            || "/\\:*?\"<>|\u{FFFD}".unicodeScalars.contains(scalar)
            ? "_" : scalar
        }))
    if safe.utf8.count > 100 { safe = String(safe.prefix(40)) }
    let isUsual = safe == text && String(validating: name, as: UTF8.self) != nil
    if !isUsual || taken.contains(safe.lowercased()) {
      safe += "-" + Digest(name).text.prefix(8)
    }
    taken.insert(safe.lowercased())
    return safe
  }
}
