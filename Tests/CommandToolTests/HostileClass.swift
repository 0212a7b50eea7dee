import Course
import Foundation

@testable import CommandTool

/// A class of submissions that try everything, made from the texts in `Tests/Fixtures/hostile` and from
/// what no repository can hold: links, pipes, empty folders, names that are no text.
///
/// Each submission has one hostile file in the place of exercise 03.1. Beside it lie innocent ones: five
/// right answers, one wrong answer to 03.7, and none to 03.5.
struct HostileClass {
  let package: CoursePackage
  let folder: URL

  /// What becomes of the innocent exercises, whatever the hostile one does.
  static let innocent = [
    "03.2": "passed", "03.3": "passed", "03.4": "passed", "03.5": "notAttempted",
    "03.6": "passed", "03.7": "failed", "03.8": "passed",
  ]

  /// What becomes of the hostile exercise, by the submission.
  static let expected = [
    "trap": "crashed", "force-unwrap": "crashed", "endless-loop": "timedOut",
    "endless-recursion": "crashed", "huge-allocation": "crashed", "process-burst": "crashed",
    "escaping-process": "passed", "exit-zero": "exited", "exit-77": "notAttempted",
    "output-flood": "crashed", "writes-outside": "passed", "deletes-marker": "passed",
    "reads-solutions": "failed", "compile-error": "doesNotCompile",
    "changed-signature": "doesNotCompile", "top-level-code": "doesNotCompile",
    "forged-results": "exited", "imports-the-answer": "refused",
    "calls-the-answer-by-symbol": "refused", "main-attribute": "refused",
    "source-location": "refused", "declares-another-answer": "doesNotCompile",
    "kills-its-parent": "crashed", "ignores-signals": "timedOut",
    "prints-what-a-report-prints": "failed",
    // Made here.
    "huge-file": "refused", "links": "refused", "pipe": "refused", "not-utf8": "refused",
    "a program's main.swift": "passed", "Zoë's Abgabe (2), lose Dateien": "passed",
    "name-\u{FFFD}": "passed",
  ]

  private static let hostileFile = "StepActivation.swift"
  private static let right = """
    import Course
    import Tensors

    public func stepActivation(_ scores: Tensor) throws -> [Int] {
      scores.scalars.map { $0 >= 0 ? 1 : -1 }
    }
    """
  private static let wrong = """
    import Course
    import Tensors

    public func oneVersusRest(weights: Tensor, biases: Tensor, examples: Tensor) throws -> [Int] {
      Array(repeating: 0, count: examples.shape[0])
    }
    """

  /// Writes the class into an empty folder.
  ///
  /// - Parameter names: The submissions to write; `nil` writes all.
  func write(_ names: Set<String>? = nil) throws {
    let fixtures = package.url("Tests/Fixtures/hostile")
    for (name, _) in Self.expected where names?.contains(name) ?? true {
      let text = try? Data(contentsOf: fixtures.appendingPathComponent(name + ".txt"))
      if let text {
        try submission(name, text)
      } else {
        try special(name)
      }
    }
    if names?.contains("empty folder") ?? true {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("empty folder"), withIntermediateDirectories: true)
    }
    if names?.contains("one file") ?? true {
      let alone = folder.appendingPathComponent("one file")
      try FileManager.default.createDirectory(at: alone, withIntermediateDirectories: true)
      try Data(Self.right.utf8).write(to: alone.appendingPathComponent(Self.hostileFile))
    }
  }

  /// Writes the innocent files of a submission, and `hostile` beside them.
  @discardableResult
  private func submission(_ name: String, _ hostile: Data?, inside path: String = "03-Perceptrons")
    throws -> URL
  {
    let files = FileManager.default
    let target = folder.appendingPathComponent(name).appendingPathComponent(path)
    try files.createDirectory(at: target, withIntermediateDirectories: true)
    let others = Catalogue.exercises.filter { ["2", "3", "4", "6", "8"].contains($0.id.suffix(1)) }
    for exercise in others where exercise.id.hasPrefix("03.") {
      try files.copyItem(
        at: package.file(of: exercise, in: "Solutions"),
        to: target.appendingPathComponent(exercise.file))
    }
    try Data(Self.wrong.utf8).write(to: target.appendingPathComponent("OneVersusRest.swift"))
    try hostile?.write(to: target.appendingPathComponent(Self.hostileFile))
    return target
  }

  private func special(_ name: String) throws {
    let files = FileManager.default
    let right = Data(Self.right.utf8)
    switch name {
    case "huge-file":
      try submission(name, right + Data(repeating: UInt8(ascii: " "), count: 5_000_000))
    case "links":
      let target = try submission(name, nil)
      try files.createSymbolicLink(
        at: target.appendingPathComponent(Self.hostileFile),
        withDestinationURL: package.url("Solutions/03-Perceptrons/\(Self.hostileFile)"))
      try files.createSymbolicLink(
        atPath: target.appendingPathComponent("loop").path, withDestinationPath: ".")
      try files.createSymbolicLink(
        atPath: target.appendingPathComponent("up").path, withDestinationPath: "..")
    case "pipe":
      let target = try submission(name, nil)
      mkfifo(target.appendingPathComponent(Self.hostileFile).path, 0o600)
    case "not-utf8":
      try submission(name, right + Data("// Jos\u{E9}".unicodeScalars.map { UInt8($0.value) }))
    case "a program's main.swift":
      let target = try submission(name, right)
      try Data("print(1)\n".utf8).write(to: target.appendingPathComponent("main.swift"))
    case "Zoë's Abgabe (2), lose Dateien": try submission(name, right, inside: "neue Dateien/final")
    default:
      // A folder and a file whose names are no text: bytes that never stand in UTF-8.
      let target = try submission("renamed", right)
      try right.write(to: target.appendingPathComponent("other"))
      rename(
        bytes(target.path) + [47] + bytes("other"),
        to: bytes(target.path) + [47, 0xFF, 0xFE]
          + bytes(".swift"))
      let whole = folder.appendingPathComponent("renamed").path
      rename(bytes(whole), to: bytes(folder.path) + [47] + bytes("name-") + [0xFF])
    }
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func rename(_ old: [UInt8], to new: [UInt8]) {
    (old + [0]).withUnsafeBufferPointer { old in
      (new + [0]).withUnsafeBufferPointer { new in
        old.withMemoryRebound(to: CChar.self) { old in
          new.withMemoryRebound(to: CChar.self) { new in
            _ = Foundation.rename(old.baseAddress!, new.baseAddress!)
          }
        }
      }
    }
  }
}
