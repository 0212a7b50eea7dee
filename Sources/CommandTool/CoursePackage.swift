import Course
import Foundation

/// The package that the tool works on: the folder with the manifest, and what lies where inside it.
struct CoursePackage {
  let root: URL

  init(root: URL) { self.root = root }

  /// Finds the package: the folder that the tool was started in, or one above it.
  init() throws {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let manifest = folder.appendingPathComponent("Package.swift")
      if let text = try? String(contentsOf: manifest, encoding: .utf8),
        text.contains("name: \"Descent\"")
      {
        root = folder
        return
      }
      let parent = folder.deletingLastPathComponent()
      guard parent.path != folder.path else { break }
      folder = parent
    }
    throw Failure(
      "this is not the course's folder, nor is one above it: "
        + "\(FileManager.default.currentDirectoryPath)\n"
        + "Change to the folder that holds Package.swift, Chapters and Exercises, and try again.")
  }

  /// A file or folder by its path inside the package.
  func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  /// The stub or answer of an exercise.
  func file(of exercise: ExerciseCard, in submission: String) -> URL {
    let chapter = Catalogue.chapter(of: exercise)?.folder ?? ""
    return url("\(submission)/\(chapter)/\(exercise.file)")
  }

  /// The folder with what stands in for a file that does not compile: a class has stubs, no solutions.
  var replacements: String {
    let hasSolutions = FileManager.default.fileExists(atPath: url("Solutions").path)
    return hasSolutions ? "Solutions" : StudentPackage.stubs
  }

  /// Makes sure that there are answers to grade or run.
  func require(_ submission: String) throws {
    guard FileManager.default.fileExists(atPath: url(submission).path) else {
      throw Failure(
        "there is no folder \(submission). "
          + "The copy of the course that a class receives comes without solutions.")
    }
  }

  /// Where the tool keeps what it can make again: the last grades, the hints shown, the demos' figures.
  var notes: URL { url(".build/descent") }
}

/// Something that keeps the tool from doing what was asked, in words for the person who asked.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Writes a value as JSON, readable and in one piece or not at all.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  var data = try encoder.encode(value)
  data.append(UInt8(ascii: "\n"))
  do {
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw Failure("cannot write \(path): \(error.localizedDescription)")
  }
}
