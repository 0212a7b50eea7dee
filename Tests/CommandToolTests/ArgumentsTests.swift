import Testing

@testable import CommandTool

@Suite("The command line")
struct ArgumentsTests {
  private let synopsis = Synopsis(
    verb: "grade", operands: "[EXERCISE]", operandCount: 0...1, summary: "",
    options: [.init("--json", "FILE", "a file"), .init("--solutions", "a switch")])

  @Test("options stand anywhere, with a space or an equals sign")
  func options() throws {
    for words in [["03.2", "--json", "f"], ["--json=f", "03.2"], ["--json", "f", "--", "03.2"]] {
      let arguments = try Arguments(words, for: synopsis)
      #expect(arguments.operands == ["03.2"])
      #expect(arguments["--json"] == "f")
      #expect(!arguments.has("--solutions"))
    }
    #expect(try Arguments(["--solutions"], for: synopsis).has("--solutions"))
  }

  @Test("what is not understood is said, with a guess")
  func mistakes() {
    #expect(throws: UsageError.self) { try Arguments(["a", "b"], for: synopsis) }
    #expect(throws: UsageError.self) { try Arguments(["--json"], for: synopsis) }
    #expect(throws: UsageError.self) { try Arguments(["--solutions=yes"], for: synopsis) }
    let error = #expect(throws: UsageError.self) { try Arguments(["--jsn", "f"], for: synopsis) }
    #expect(error?.description.contains("Did you mean --json?") == true)
  }

  @Test("numbers are numbers")
  func numbers() throws {
    let seeded = Synopsis(
      verb: "demo", operands: "", operandCount: 0...0, summary: "",
      options: [.init("--seed", "N", "a number")])
    #expect(try Arguments(["--seed", "7"], for: seeded).number("--seed") == 7)
    #expect(try Arguments([], for: seeded).number("--seed") == nil)
    #expect(throws: UsageError.self) {
      try Arguments(["--seed", "x"], for: seeded).number("--seed")
    }
  }

  @Test(
    "the distance between words",
    arguments: [("grade", "grade", 0), ("grad", "grade", 1), ("hnit", "hint", 2), ("", "abc", 3)])
  func distance(a: String, b: String, expected: Int) {
    #expect(editDistance(a, b) == expected)
    #expect(editDistance(b, a) == expected)
  }

  @Test("a guess is made only where it is close")
  func closeness() {
    #expect(closest(to: "grda", among: ["grade", "hint"]) == nil)
    #expect(closest(to: "hintt", among: ["grade", "hint"]) == "hint")
    #expect(closest(to: "xyz", among: ["grade", "hint"]) == nil)
  }

  @Test("every verb has a name and a summary of its own")
  func verbs() {
    let names = Tool.verbs.map { $0.synopsis.verb }
    #expect(Set(names).count == names.count)
    #expect(Tool.verbs.allSatisfy { !$0.synopsis.summary.isEmpty })
  }

  @Test("an unknown verb is a usage error")
  func unknownVerb() {
    let error = #expect(throws: UsageError.self) { try Tool.run(["garde"]) }
    #expect(error?.description.contains("Did you mean grade?") == true)
  }
}
