import Course
import Foundation

/// Reads one submission: finds the exercises' files in it, wherever they lie, and says what it left out.
///
/// Files may lie loose or in folders that are named like the chapters, at any depth. A name decides: the
/// exercise `03.5` is in `Sigmoid.swift`.
struct SubmissionReader {
  /// A Swift file that was found.
  private struct Candidate {
    let folder: OpenFolder
    let entry: OpenFolder.Entry
    /// The chapter in whose folder it lies.
    let chapter: ChapterCard?
    /// Whether it lies in the chapter's folder itself.
    let isDirect: Bool
    let depth: Int
    let path: String
  }

  private var submission: Submission
  private var candidates: [Candidate] = []
  private var seen = 0

  /// Reads the submission that lies in `folder`.
  static func read(_ folder: OpenFolder, name: String, key: String) -> Submission {
    var reader = SubmissionReader(submission: Submission(name: name, key: key))
    reader.walk(folder, path: "", chapter: nil, isDirect: false, depth: 0)
    reader.take()
    return reader.submission
  }

  private init(submission: Submission) { self.submission = submission }

  private mutating func walk(
    _ folder: OpenFolder, path: String, chapter: ChapterCard?, isDirect: Bool, depth: Int
  ) {
    for entry in folder.entries(atMost: IntakeLimits.entries) {
      seen += 1
      guard seen <= IntakeLimits.entries else {
        if seen == IntakeLimits.entries + 1 {
          note("holds more than \(IntakeLimits.entries) files; the rest was not looked at")
        }
        return
      }
      let shown = path + entry.shown
      guard let name = entry.text else {
        note("\(shown): the name is not UTF-8; not used")
        continue
      }
      switch entry.kind {
      case .folder:
        guard name != "__MACOSX" else { continue }
        guard depth < IntakeLimits.depth else {
          note("\(shown): lies too deep; not looked at")
          continue
        }
        guard let inner = folder.folder(entry.name) else {
          note("\(shown): cannot be opened")
          continue
        }
        let named = Catalogue.chapters.first { $0.folder.lowercased() == name.lowercased() }
        walk(
          inner, path: shown + "/", chapter: named ?? chapter, isDirect: named != nil,
          depth: depth + 1)
      case .file, .link, .other:
        guard name.lowercased().hasSuffix(".swift") else {
          if entry.kind == .link { note("\(shown): a link; not followed") }
          continue
        }
        candidates.append(
          Candidate(
            folder: folder, entry: entry, chapter: chapter, isDirect: isDirect, depth: depth,
            path: shown))
      }
    }
  }

  private mutating func note(_ text: String) { submission.notes.append(text) }

  /// Decides which file is which, the surest first.
  private mutating func take() {
    let order = candidates.enumerated().sorted { a, b in
      let ranks = [a, b].map { ($0.element.chapter == nil ? 1 : 0, $0.element.depth, $0.offset) }
      return ranks[0] < ranks[1]
    }
    for (_, candidate) in order {
      guard let file = exerciseFile(candidate) else { continue }
      guard submission.answers[file] == nil else {
        note("\(candidate.path): another file is used for \(file)")
        continue
      }
      submission.answers[file] = answer(candidate)
    }
  }

  /// The exercise's file that a candidate stands for; `nil` where it stands for none.
  private mutating func exerciseFile(_ candidate: Candidate) -> String? {
    let name = candidate.entry.shown
    func files(_ chapter: ChapterCard) -> [String] {
      Set(chapter.exercises.map(\.file)).filter { $0.lowercased() == name.lowercased() }
        .map { "\(chapter.folder)/\($0)" }
    }
    if let chapter = candidate.chapter {
      if let file = files(chapter).first { return file }
      if candidate.isDirect {
        help(chapter, candidate)
      } else {
        note("\(candidate.path): no exercise has this file; not used")
      }
      return nil
    }
    let matches = Catalogue.chapters.flatMap(files)
    if matches.count == 1 { return matches[0] }
    note(
      matches.isEmpty
        ? "\(candidate.path): no exercise has this file; not used"
        : "\(candidate.path): could be \(matches.joined(separator: " or ")); "
          + "put it into the chapter's folder; not used")
    return nil
  }

  private func answer(_ candidate: Candidate) -> Submission.Answer {
    switch candidate.entry.kind {
    case .link: return .refused("is a link, and links are not followed")
    case .folder, .other: return .refused("is not an ordinary file")
    case .file: break
    }
    switch candidate.folder.read(candidate.entry.name, atMost: IntakeLimits.fileSize) {
    case .tooLarge(let size):
      return .refused("has \(size) bytes; \(IntakeLimits.fileSize) are allowed")
    case .refused(let reason): return .refused(reason)
    case .data(let data):
      if let reason = AnswerRules.objection(to: data, allowing: candidate.chapter) {
        return .refused(reason)
      }
      return .text(data)
    }
  }

  /// Takes a file that a chapter's answers may need, as it is taken when a student runs `swift test`.
  private mutating func help(_ chapter: ChapterCard, _ candidate: Candidate) {
    let name = candidate.entry.shown
    let isPlain = name.utf8.allSatisfy {
      $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard isPlain, name.lowercased() != "main.swift",
      submission.helpers.count < IntakeLimits.helpers
    else { return note("\(candidate.path): no exercise has this file; not used") }
    switch candidate.folder.read(candidate.entry.name, atMost: IntakeLimits.fileSize) {
    case .data(let data) where candidate.entry.kind == .file:
      if let reason = AnswerRules.objection(to: data, allowing: chapter) {
        return note("\(candidate.path): \(reason); not used")
      }
      submission.helpers["\(chapter.folder)/\(name)"] = data
    default: note("\(candidate.path): cannot be read; not used")
    }
  }
}
