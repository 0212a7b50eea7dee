import Foundation
import Grading
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Gradebook

@Suite("The platforms' files")
struct PlatformFilesTests {
  private func object(_ value: some Encodable) throws -> [String: Any] {
    let data = try JSONEncoder().encode(value)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test("Gradescope: a score, and a test with number, score and status for every exercise")
  func gradescope() throws {
    let file = try object(GradescopeResults(SampleClass.three[1]))
    #expect(file["score"] as? Double == 4)
    #expect(file["stdout_visibility"] as? String == "hidden")
    let tests = try #require(file["tests"] as? [[String: Any]])
    #expect(tests.map { $0["number"] as? String } == ["03.1", "03.2"])
    #expect(tests.map { $0["score"] as? Double } == [2, 2])
    #expect(tests.map { $0["max_score"] as? Double } == [4, 6])
    #expect(tests.map { $0["status"] as? String } == ["failed", "failed"])
    #expect((tests[0]["output"] as? String)?.contains("expected 1, got 2") == true)
  }

  @Test("Exercism, version 3: a test for every check, linked to its task")
  func exercism() throws {
    let file = try object(ExercismResults(SampleClass.three[1].exercises))
    #expect(file["version"] as? Int == 3)
    #expect(file["status"] as? String == "fail")
    #expect(file["message"] == nil)
    let tests = try #require(file["tests"] as? [[String: Any]])
    #expect(tests.map { $0["task_id"] as? Int } == [1, 1, 2, 2, 2])
    #expect(tests.map { $0["status"] as? String } == ["pass", "fail", "fail", "fail", "pass"])
    #expect(tests[0]["message"] == nil)
    #expect(
      try object(ExercismResults(SampleClass.three[0].exercises))["status"] as? String == "pass")
  }

  @Test("Exercism: where nothing compiles, the status is error and the message says why")
  func exercismError() throws {
    let broken = Grade(
      id: "03.2", title: "t", points: 6, status: .doesNotCompile, note: "A.swift:1")
    let file = try object(ExercismResults([broken]))
    #expect(file["status"] as? String == "error")
    #expect(file["message"] as? String == "A.swift:1")
  }

  @Test("a text is cut to bytes, whatever its characters")
  func cut() {
    #expect(ExercismResults.cut("short", to: 500) == "short")
    let long = ExercismResults.cut(String(repeating: "ü", count: 400), to: 500)
    #expect(long.utf8.count <= 500)
    #expect(long.hasSuffix("truncated."))
  }

  @Test("JUnit: the counts are those of the elements, and any text can be read back")
  func junit() throws {
    var result = SampleClass.three[1]
    let evil = "]]> <a>&\"\u{1B}[2J\u{0}\n`"
    result.exercises[0].checks[1].message = evil
    let text = JUnitReport(results: [result, SampleClass.three[2]]).text
    let reader = ElementReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(
      reader.count == [
        "testsuites": 1, "testsuite": 2, "testcase": 7, "failure": 3,
        "error": 1, "skipped": 1,
      ])
    #expect(reader.attributes["testsuites"]?["tests"] == "7")
    #expect(reader.attributes["testsuites"]?["failures"] == "3")
    #expect(reader.attributes["testsuites"]?["errors"] == "1")
    #expect(reader.attributes["testsuites"]?["skipped"] == "1")
    #expect(reader.texts.contains { $0.hasPrefix("]]> <a>&\"\u{FFFD}[2J") })
  }

  @Test("feedback: nothing that somebody printed leaves its fence")
  func feedback() {
    var result = SampleClass.three[1]
    result.exercises[0].output = "````\n# not a heading"
    let text = Feedback(result: result).text
    #expect(text.contains("`````text"))
    #expect(text.contains("4 of 10 points."))
    #expect(text.contains("your code adds"))
    #expect(Feedback.inline("<b>|x|\n") == "\\<b\\>\\|x\\| ")
  }
}

/// Counts the elements of a document.
private final class ElementReader: NSObject, XMLParserDelegate {
  var count: [String: Int] = [:]
  var attributes: [String: [String: String]] = [:]
  var texts: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    count[name, default: 0] += 1
    self.attributes[name] = attributes
    texts.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if !texts.isEmpty { texts[texts.count - 1] += text }
  }
}
