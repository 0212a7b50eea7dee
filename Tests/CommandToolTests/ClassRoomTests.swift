import Course
import Foundation
import Testing

@testable import CommandTool

@Suite("What a class hands in and receives")
struct ClassRoomTests {
  private func student(_ path: String) -> String? {
    HandIn(path: path, modified: .distantPast).map { "\($0.student)|\($0.number ?? "")|\($0.path)" }
  }

  @Test("the names that platforms give are read")
  func names() {
    #expect(
      student("Ada Lovelace_12_assignsubmission_file_/Sigmoid.swift")
        == "Ada Lovelace|12|Sigmoid.swift")
    #expect(
      student("Ada Lovelace_12_assignsubmission_file_Sigmoid.swift")
        == "Ada Lovelace|12|Sigmoid.swift")
    #expect(student("lovelaceada_12_34_Sigmoid.swift") == "lovelaceada|12|Sigmoid.swift")
    #expect(
      student("Exercise 3_ada_attempt_2026-11-21-10-30-00_Sigmoid.swift")
        == "ada||Sigmoid.swift")
    #expect(
      student("12-34 - Ada Lovelace - Nov 21, 2026 1030 AM/Sigmoid.swift")
        == "Ada Lovelace|12|Sigmoid.swift")
    #expect(
      student("Zoë Müller/03-Perceptrons/Sigmoid.swift")
        == "Zoë Müller||03-Perceptrons/Sigmoid.swift")
    #expect(student("Sigmoid.swift") == nil)
    #expect(HandIn(path: "a_LATE_1_2_S.swift", modified: .distantPast)?.isLate == true)
  }

  @Test("of several attempts the latest counts, whatever the order of the files")
  func attempts() {
    let files = [
      "Ex_ada_attempt_2026-11-20-23-00-00_Sigmoid.swift",
      "Ex_ada_attempt_2026-11-21-01-00-00_Sigmoid.swift",
      "Ex_ada_attempt_2026-11-19-23-59-00_Sigmoid.swift",
    ]
    for order in [files, files.reversed()] {
      var found = ClassImport()
      for file in order { found.add(file, size: 10, modified: .distantPast) }
      #expect(found.students.count == 1)
      #expect(found.students[0].files["03-Perceptrons/Sigmoid.swift"]?.path == files[1])
    }
    var canvas = ClassImport()
    for name in ["Sigmoid-2.swift", "Sigmoid.swift", "sigmoid-1.swift"] {
      canvas.add("ada_1_7_\(name)", size: 10, modified: .distantPast)
    }
    #expect(
      canvas.students[0].files["03-Perceptrons/Sigmoid.swift"]?.path == "ada_1_7_Sigmoid-2.swift")
  }

  @Test("what cannot be placed is listed with the reason")
  func leftovers() {
    var found = ClassImport()
    found.add("ada_1_7_Homework.swift", size: 10, modified: .distantPast)
    found.add("ada_1_7_all.zip", size: 10, modified: .distantPast)
    found.add("ada/Sigmoid.swift", size: 2 << 20, modified: .distantPast)
    found.add("Sigmoid.swift", size: 10, modified: .distantPast)
    found.add("ada/notes.txt", size: 10, modified: .distantPast)
    found.add("__MACOSX/ada/._Sigmoid.swift", size: 10, modified: .distantPast)
    #expect(found.students.isEmpty)
    #expect(found.leftovers.count == 4)
  }

  @Test("a download becomes one folder a student, with a list of the class")
  func writing() throws {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let download = root.appendingPathComponent("download")
    let files = [
      "Li, \"Mei\"_1_assignsubmission_file_/Sigmoid.swift": "mei",
      "Kim_2_assignsubmission_file_/03-Perceptrons/StepActivation.swift": "kim two",
      "Kim_3_assignsubmission_file_/StepActivation.swift": "kim three",
    ]
    for (path, text) in files {
      let url = download.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    try FileManager.default.createSymbolicLink(
      atPath: download.appendingPathComponent("link.swift").path, withDestinationPath: "/etc/passwd"
    )
    let target = root.appendingPathComponent("class")
    let found = try ClassImport(of: download)
    try found.write(from: download, to: target)
    func text(_ path: String) -> String? {
      try? String(contentsOf: target.appendingPathComponent(path), encoding: .utf8)
    }
    #expect(text("Li, \"Mei\"/03-Perceptrons/Sigmoid.swift") == "mei")
    #expect(text("Kim 2/03-Perceptrons/StepActivation.swift") == "kim two")
    #expect(text("Kim 3/03-Perceptrons/StepActivation.swift") == "kim three")
    #expect(text("students.csv")?.contains("\"Li, \"\"Mei\"\"\",\"Li, \"\"Mei\"\"\",1,1,") == true)
    #expect(throws: Failure.self) { try found.write(from: download, to: target) }
  }

  @Test("a class receives no right answers")
  func stripping() {
    let text = """
      let exercise = Exercise<F>(
        "03.1", reference: { alternatives($0) },
        alternatives: [
          .init("a, b]", { x in [x, x][0] }),
        ],
        checks: [])
      """
    #expect(
      StudentPackage.withoutAlternatives(text) == """
        let exercise = Exercise<F>(
          "03.1", reference: { alternatives($0) },
          checks: [])
        """)
  }
}
