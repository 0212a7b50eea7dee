import Course
import Foundation
import Testing

@testable import Gradebook

@Suite("Reading what was handed in")
struct IntakeTests {
  /// Reads one submission that consists of some files.
  private func submission(_ files: [String: String]) throws -> Submission {
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: base) }
    for (path, text) in files {
      let file = base.appendingPathComponent("Ada").appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let folder = try #require(ClassFolder(path: base.path))
    return try #require(folder.submissions.first)
  }

  private let path = "03-Perceptrons/Sigmoid.swift"

  @Test(
    "an exercise's file is found wherever it lies",
    arguments: [
      "Sigmoid.swift", "03-Perceptrons/Sigmoid.swift", "my work/v2 (ü)/Sigmoid.swift",
      "Exercises/03-Perceptrons/Sigmoid.swift", "03-perceptrons/sigmoid.swift",
      "03-Perceptrons/final/Sigmoid.swift",
    ])
  func found(place: String) throws {
    let submission = try submission([place: "let x = 1"])
    #expect(submission.answers == [path: .text(Data("let x = 1".utf8))])
    #expect(submission.notes == [])
  }

  @Test("the file in the chapter's folder wins, and the other is named")
  func twice() throws {
    let submission = try submission(["Sigmoid.swift": "loose", "a/\(path)": "in its folder"])
    #expect(submission.answers == [path: .text(Data("in its folder".utf8))])
    #expect(submission.notes == ["Sigmoid.swift: another file is used for \(path)"])
  }

  @Test("files beside the answers go along, programs and strangers do not")
  func helpers() throws {
    let submission = try submission([
      path: "a", "03-Perceptrons/Helper.swift": "b", "03-Perceptrons/main.swift": "c",
      "Loose.swift": "d", "notes.txt": "e",
    ])
    #expect(submission.helpers == ["03-Perceptrons/Helper.swift": Data("b".utf8)])
    #expect(submission.notes.count == 2)
  }

  @Test("a name for files is harmless and unique")
  func keys() {
    var taken: Set<String> = []
    func key(_ name: String) -> String { ClassFolder.key(for: Array(name.utf8), taken: &taken) }
    #expect(key("Zoë Müller") == "Zoë Müller")
    #expect(key("zoë müller").hasPrefix("zoë müller-"))
    #expect(key("a\nb").hasPrefix("a_b-"))
    #expect(key(String(repeating: "x", count: 250)).utf8.count < 60)
    let bytes = ClassFolder.key(for: [0x61, 0xFF], taken: &taken)
    #expect(bytes.hasPrefix("a_-"))
  }

  @Test("tokens: comments and space do not count, texts are one token")
  func tokens() {
    func texts(_ text: String) -> [String] { SwiftTokens(text).tokens.map(\.text) }
    #expect(texts("a /* b /* c */ d */+1.5e3 // e\nf") == ["a", "+", "1", ".", "5e3", "f"])
    #expect(texts("\"a \\\" b\" c") == ["\"a \\\" b\"", "c"])
    #expect(
      texts("#\"a\"b\"# c \"\"\"\nd\"e\n\"\"\" f") == [
        "#\"a\"b\"#", "c", "\"\"\"\nd\"e\n\"\"\"", "f",
      ])
    #expect(texts("\"open\nnext") == ["\"open", "next"])
    #expect(texts("`import` $0 π") == ["`import`", "$0", "π"])
  }
}
