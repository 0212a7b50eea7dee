import Course
import Foundation
import Testing

@testable import Gradebook

@Suite("What no answer may hold")
struct AnswerRulesTests {
  private let chapter = Catalogue.chapters[0]

  private func objection(_ text: String) -> String? {
    AnswerRules.objection(to: Data(text.utf8), allowing: chapter)
  }

  @Test(
    "modules that hold answers or grades",
    arguments: [
      "import Perceptrons", "public import Perceptrons", "@testable import PerceptronsChecks",
      "import func Perceptrons.stepActivation", "import `Perceptrons`", "import\n  Grading",
      "import /* a comment */ Descent", "import Tensors; import Perceptrons", "import Testing",
      "#if true\nimport PerceptronsChecks\n#endif",
    ])
  func closedModules(text: String) {
    #expect(objection(text)?.contains("imports") == true)
  }

  @Test(
    "what is allowed",
    arguments: [
      "import Course\nimport Tensors\nimport Foundation", "// import Perceptrons",
      "let text = \"import Perceptrons\"", "/* /* */ import Grading */ let x = 1",
      "let important = 1", "struct main {}", "import struct Tensors.Tensor",
    ])
  func open(text: String) {
    #expect(objection(text) == nil)
  }

  @Test(
    "attributes that reach behind the language",
    arguments: [
      "@_silgen_name(\"x\") func f()", "let s = \"\\({ @_cdecl(\"x\") func f() {} }())\"",
      "@main struct P {}", "#sourceLocation(file: \"a\", line: 1)",
    ])
  func attributes(text: String) {
    #expect(objection(text) != nil)
  }

  @Test("what is no text")
  func noText() {
    #expect(AnswerRules.objection(to: Data([0x61, 0]), allowing: nil)?.contains("zero") == true)
    #expect(
      AnswerRules.objection(to: Data([0x61, 0xE9]), allowing: nil)?.contains("UTF-8") == true)
  }
}
