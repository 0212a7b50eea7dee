import Course
import Foundation

/// Sorts what a learning platform lets an instructor download into one folder a student.
struct ClassImport {
  /// A student, with the latest attempt at every file.
  struct Student: Equatable {
    var name: String
    var number: String?
    var isLate = false
    /// The file to take, by its place in the course: `03-Perceptrons/Sigmoid.swift`.
    var files: [String: Source] = [:]

    struct Source: Equatable {
      var path: String
      var attempt: HandIn.Attempt
    }
  }

  private(set) var students: [Student] = []
  /// What could not be placed, and why.
  private(set) var leftovers: [(path: String, reason: String)] = []

  /// The largest file that is taken, in bytes: nobody writes more for an exercise.
  static let largest = 1 << 20

  // MARK: Reading

  /// Looks through a download.
  init(of folder: URL) throws {
    guard let contents = FileManager.default.enumerator(atPath: folder.path) else {
      throw Failure("there is no folder \(folder.path)")
    }
    let paths = contents.compactMap { $0 as? String }.sorted()
    for path in paths {
      let file = folder.appendingPathComponent(path)
      let attributes = (try? FileManager.default.attributesOfItem(atPath: file.path)) ?? [:]
      // Links are left alone: they could lead anywhere.
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      add(
        path, size: attributes[.size] as? Int ?? 0,
        modified: attributes[.modificationDate] as? Date ?? .distantPast)
    }
  }

  init() {}

  /// Places one file.
  mutating func add(_ path: String, size: Int, modified: Date) {
    func leave(_ reason: String) { leftovers.append((path, reason)) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // What a Macintosh leaves in archives.
    if path.contains("__MACOSX/") || name.hasPrefix("._") { return }
    if name.lowercased().hasSuffix(".zip") { return leave("unpack it first") }
    guard name.lowercased().hasSuffix(".swift") else { return }
    guard size <= Self.largest else { return leave("is larger than a megabyte") }
    guard var handIn = HandIn(path: path, modified: modified) else {
      return leave("the name does not say whose it is")
    }
    guard let place = Self.place(of: &handIn) else {
      return leave("no exercise has a file of this name, or several chapters have one")
    }
    let index = students.firstIndex {
      $0.name == handIn.student && ($0.number == handIn.number)
    }
    var student =
      index.map { students[$0] } ?? Student(name: handIn.student, number: handIn.number)
    if let known = student.files[place], known.attempt > handIn.attempt { return }
    student.files[place] = .init(path: path, attempt: handIn.attempt)
    student.isLate = student.isLate || handIn.isLate
    if let index { students[index] = student } else { students.append(student) }
  }

  /// Where a file belongs, by its chapter's folder if it lies in one, by its name otherwise.
  private static func place(of handIn: inout HandIn) -> String? {
    let parts = handIn.path.split(separator: "/").map(String.init)
    guard let last = parts.last else { return nil }
    let folders = Set(parts.dropLast().map { $0.lowercased() })
    let named = Catalogue.chapters.filter { folders.contains($0.folder.lowercased()) }
    let chapters = named.isEmpty ? Catalogue.chapters : named
    func places(_ name: String) -> [String] {
      chapters.flatMap { chapter in
        chapter.exercises.filter { $0.file.lowercased() == name.lowercased() }
          .map { "\(chapter.folder)/\($0.file)" }
      }
    }
    var found = places(last)
    // A platform or a browser adds a number to a file that is handed in again: Sigmoid-1, Sigmoid (2).
    if found.isEmpty, let match = last.wholeMatch(of: /(.+?)(?:-| ?\()(\d+)\)?\.(?i:swift)/) {
      found = places("\(match.1).swift")
      handIn.attempt.repetition = Int(match.2) ?? 0
    }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: Writing

  /// The name of each student's folder: the student's own, with the number where two have the same.
  var folders: [String] {
    let names = students.map { Self.folderName($0.name) }
    return students.indices.map { index in
      let isTwice = names.count { $0.lowercased() == names[index].lowercased() } > 1
      return isTwice ? "\(names[index]) \(students[index].number ?? "\(index + 1)")" : names[index]
    }
  }

  private static func folderName(_ name: String) -> String {
    let safe = name.map { $0 == "/" || $0 == ":" || $0.isNewline ? "-" : $0 }
    let text = String(safe).trimmingCharacters(in: .whitespaces)
    return text.isEmpty || text.hasPrefix(".") ? "student \(text.drop { $0 == "." })" : text
  }

  /// Copies the files into one folder a student, and lists the class in `students.csv`.
  func write(from download: URL, to folder: URL) throws {
    let files = FileManager.default
    if let inside = try? files.contentsOfDirectory(atPath: folder.path), !inside.isEmpty {
      throw Failure("\(folder.path) is not empty. Name a folder that does not exist yet.")
    }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    var rows = [["folder", "name", "number", "files", "late"]]
    for (student, name) in zip(students, folders) {
      for (place, source) in student.files {
        let target = folder.appendingPathComponent("\(name)/\(place)")
        try files.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        // The content only: no links, no rights, no dates.
        try Data(contentsOf: download.appendingPathComponent(source.path)).write(to: target)
      }
      rows.append([
        name, student.name, student.number ?? "", "\(student.files.count)",
        student.isLate ? "late" : "",
      ])
    }
    let table = rows.map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
    try Data(table.utf8).write(to: folder.appendingPathComponent("students.csv"))
  }

  /// A field of a table with commas, quoted where it has to be (RFC 4180).
  private static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
