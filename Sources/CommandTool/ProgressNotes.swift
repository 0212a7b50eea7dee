import Course
import Foundation
import Grading

/// What the tool remembers between two calls: the last grades of the student's own answers, and how many
/// hints were shown.
///
/// Both lie under `.build`. Without them nothing is lost that a new `grade` would not bring back.
struct ProgressNotes: Codable {
  var grades: [String: Grade] = [:]
  var hints: [String: Int] = [:]

  private static func file(in package: CoursePackage) -> URL {
    package.notes.appendingPathComponent("progress.json")
  }

  /// Reads the notes; a missing or damaged file counts as empty.
  init(from package: CoursePackage) {
    if let data = try? Data(contentsOf: Self.file(in: package)),
      let notes = try? JSONDecoder().decode(ProgressNotes.self, from: data)
    {
      self = notes
    }
  }

  /// Writes the notes, in one piece.
  func save(in package: CoursePackage) throws {
    try FileManager.default.createDirectory(at: package.notes, withIntermediateDirectories: true)
    try JSONEncoder().encode(self).write(to: Self.file(in: package), options: .atomic)
  }

  /// The first exercise, in the order of the book, that has not passed.
  var next: ExerciseCard? {
    Catalogue.exercises.first { grades[$0.id]?.status != .passed }
  }
}
