import Foundation
import Grading
import Plots
import Testing

@testable import Gradebook

@Suite("The analysis of a class")
struct AnalysisTests {
  @Test("difficulty, scores and misconceptions")
  func items() {
    let analysis = Analysis(SampleClass.three)
    #expect(analysis.scores == [0, 4, 10])
    #expect(analysis.median == 4)
    #expect(abs(analysis.mean - 14.0 / 3) < 1e-12)
    // 4, 2 and 0 of 4 points; 6, 2 and 0 of 6.
    #expect(abs(analysis.items[0].difficulty - 0.5) < 1e-12)
    #expect(abs(analysis.items[1].difficulty - (1 + 1.0 / 3) / 3) < 1e-12)
    #expect(analysis.items[0].misconceptions.map(\.name) == ["adds"])
    #expect(analysis.items[0].misconceptions.map(\.count) == [1])
    #expect(analysis.items[0].attempts == 2)
    #expect(analysis.items[1].statuses == ["passed": 1, "failed": 1, "doesNotCompile": 1])
    #expect(analysis.histogram == [1, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  }

  @Test("discrimination is the correlation with the points elsewhere")
  func discrimination() {
    // NumPy: corrcoef([1, 0.5, 0], [6, 2, 0])[0, 1] = 0.981980506061966
    let value = Analysis(SampleClass.three).items[0].discrimination ?? 0
    #expect(abs(value - 0.981980506061966) < 1e-12)
    #expect(Analysis.correlation([1, 1, 1], [1, 2, 3]) == nil)
    #expect(Analysis.correlation([], []) == nil)
  }

  @Test("numbers are written with their decimals")
  func numbers() {
    #expect(Analysis.text(2.05, 1) == "2.1" || Analysis.text(2.05, 1) == "2.0")
    #expect(Analysis.text(0.5, 2) == "0.50")
    #expect(Analysis.text(-0.125, 3) == "-0.125")
    #expect(Analysis.text(-0.001, 1) == "0.0")
    #expect(Analysis.text(59.6, 0) == "60")
  }

  @Test("an empty class has an analysis too")
  func empty() {
    let analysis = Analysis([])
    #expect(analysis.mean == 0)
    #expect(analysis.report.contains("0 submissions"))
    #expect(analysis.figure.svg().hasPrefix("<svg"))
  }

  /// A function of its own kind for every number, long enough to leave prints.
  private func program(_ kind: Int, name: String = "value") -> String {
    let operators = ["+", "-", "*", "/", "%", "<", ">", "==", "&", "|"]
    var state = kind &* 7919 &+ 13
    let lines = (0..<20).map { _ in
      state = (state &* 1103 &+ 12345) % 100_003
      let words = (0..<5).map { place in "\(name) \(operators[(state / (place * 7 + 1)) % 10]) 2" }
      return "  let \(name) = (\(words.joined(separator: ") \(operators[state % 10]) (")))"
    }
    return "func \(name)() {\n\(lines.joined(separator: "\n"))\n}\n"
  }

  @Test("a copy with other names, comments and numbers is listed; others are not")
  func resemblance() {
    var results = (0..<12).map { SampleClass.result("s\($0)", [], text: program($0)) }
    let copy = program(3, name: "other").replacing("2", with: "7") + "// mine, all mine\n"
    results.append(SampleClass.result("copy", [], text: copy))
    let found = Resemblance(results)
    #expect(found.pairs.map { [$0.first, $0.second] } == [["s3", "copy"]])
    #expect(found.files == [])
    results.append(SampleClass.result("twin", [], text: program(5) + "\n// a comment\n"))
    let files = Resemblance(results).files
    #expect(files.map(\.submissions) == [["s5", "twin"]])
  }

  @Test("what most of a class writes is nobody's copy")
  func usual() {
    let same = (0..<12).map { SampleClass.result("s\($0)", [], text: program(1)) }
    #expect(Resemblance(same).pairs == [])
    #expect(Resemblance(same).files == [])
  }

  @Test("results survive a round trip, and count only on their own basis")
  func store() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = ResultStore(folder)
    for result in SampleClass.three { try store.write(result) }
    #expect(store.result("Zoë", basis: "b") == SampleClass.three[2])
    #expect(store.result("Zoë", basis: "other") == nil)
    #expect(store.all().results.count == 3)
    try Data("{".utf8).write(to: folder.appendingPathComponent("half.json"))
    #expect(store.all().damaged == ["half.json"])
  }
}
