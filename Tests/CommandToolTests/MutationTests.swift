import Testing

@testable import CommandTool

/// What the rules make of small functions.
@Suite("Automatic mutants")
struct MutationTests {
  /// The bodies of all mutants of a function, in one line each.
  private func mutants(_ body: String, result: String = "-> Float") -> [String] {
    let text = "func f(_ a: Float, _ b: Float) throws \(result) {\n\(body)\n}\n"
    let source = MutatedSource(exercise: "03.1", text: text)
    return source.bodies.flatMap { body, mutants in
      mutants.map { mutant in
        let bytes = mutant.mutation.applied(to: source.source, in: body.bytes)
        return String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
          .joined(separator: " ")
      }
    }
  }

  @Test("signs, terms and a constant result")
  func sums() {
    let found = mutants("a - b * 2")
    for body in [
      "a + b * 2", "a", "-b * 2", "a - b / 2", "a - b", "a - 2", "a - b * 3", "a - b * 1",
      "0 * (a - b * 2)", "0 * (a - b * 2) + 1",
    ] {
      #expect(found.contains(body), "\(body) is not among \(found)")
    }
    #expect(found.count == 10)
  }

  @Test("a chain loses each of its terms once")
  func chains() {
    let found = mutants("a + b - 4 / a")
    for body in ["b - 4 / a", "a - 4 / a", "a + b", "a + b - 4"] {
      #expect(found.contains(body), "\(body) is not among \(found)")
    }
  }

  @Test("comparisons include or exclude the tie, or turn around")
  func comparisons() {
    let found = mutants("return a < b ? a : b")
    #expect(found.contains("return a <= b ? a : b"))
    #expect(found.contains("return a >= b ? a : b"))
  }

  @Test("axes and ranges off by one, flags, negative axes")
  func indices() {
    let found = mutants("return x.sum(axis: -1, keepDimensions: true)", result: "-> Tensor")
    for body in [
      "return x.sum(axis: 1, keepDimensions: true)",
      "return x.sum(axis: -2, keepDimensions: true)",
      "return x.sum(axis: -0, keepDimensions: true)",
      "return x.sum(axis: -1, keepDimensions: false)",
      "return x.mean(axis: -1, keepDimensions: true)",
    ] {
      #expect(found.contains(body), "\(body) is not among \(found)")
    }
    let loop = mutants("for i in 0..<3 { total += i }\nreturn total")
    #expect(loop.contains("for i in 0...3 { total += i } return total"))
    #expect(loop.contains("for i in 0..<3 { total -= i } return total"))
    #expect(loop.contains("for i in 0..<3 { total = i } return total"))
  }

  @Test("calls are left out, arguments exchanged")
  func calls() {
    let found = mutants("return exp(matmul(a, b.transposed()))", result: "-> Tensor")
    #expect(found.contains("return (matmul(a, b.transposed()))"))
    #expect(found.contains("return exp(matmul(a, b))"))
    #expect(found.contains("return exp(matmul(b.transposed(), a))"))
    #expect(!mutants("return dot(a, b)").contains("return dot(b, a)"))
  }

  @Test("steps are left out, conditions always or never hold")
  func statements() {
    let found = mutants(
      "var x = a\nx += b\nguard x > 0 else { return 0 }\nwhile x < 9, b > 0 {\nx *= 2\n}\nreturn x")
    for body in [
      "var x = a guard x > 0 else { return 0 } while x < 9, b > 0 { x *= 2 } return x",
      "var x = a x += b guard true else { return 0 } while x < 9, b > 0 { x *= 2 } return x",
      "var x = a x += b guard false else { return 0 } while x < 9, b > 0 { x *= 2 } return x",
      "var x = a x += b guard x > 0 else { return 0 } while true, b > 0 { x *= 2 } return x",
      "var x = a x += b guard x > 0 else { return 0 } while x < 9, b > 0 { } return x",
      "var x = a x += b guard x > 0 else { return 0 * (0) + 1 } "
        + "while x < 9, b > 0 { x *= 2 } return x",
    ] {
      #expect(found.contains(body), "\(body) is not among \(found)")
    }
  }

  @Test("of a tuple each element becomes constant by itself")
  func tuples() {
    let found = mutants("return (sum: a + b, count: 2)", result: "-> (sum: Float, count: Int)")
    #expect(found.contains("return (sum: 0 * (a + b), count: 2)"))
    #expect(found.contains("return (sum: a + b, count: 0 * (2))"))
  }

  @Test("comments, strings and declarations stay as they are")
  func untouched() {
    let text = """
      /// a + b
      private let epsilon: Float = 1e-7
      func f(_ x: Float = 1) -> String {
        // 1 + 2
        "a + \\("b" + "c") < 3"  /* 4 */
      }
      """
    #expect(MutatedSource(exercise: "03.1", text: text).mutants.isEmpty)
  }

  @Test("names of mutants differ, and stay when another function changes")
  func names() {
    let function = "func f(_ x: Float) -> Float {\n  x + x + 1\n}\n"
    let one = MutatedSource(exercise: "03.1", text: function).mutants.map(\.id)
    #expect(Set(one).count == one.count)
    let other = "func g(_ x: Float) -> Float { 2 * x }\n" + function
    #expect(
      MutatedSource(exercise: "03.1", text: other).mutants.filter { $0.function == "f" }
        .map(\.id) == one)
  }

  @Test("the program holds the function as it was and every mutant behind its number")
  func program() {
    let source = MutatedSource(
      exercise: "03.1",
      text: """
        public func half(_ x: Float) throws -> Float {
          x / 2
        }
        func note(_ x: Int) { print(-x) }
        """)
    let numbers = Dictionary(
      uniqueKeysWithValues: source.mutants.enumerated().map { ($1.id, $0 + 1) })
    let program = MutantProgram(source, numbers: numbers)
    #expect(program.text.contains("if ActiveMutant.number == 1 {\nreturn x * 2\n\n}"))
    #expect(program.text.contains("}\nreturn x / 2\n}"))
    #expect(program.text.contains("print(x) \nreturn\n}\nprint(-x) }"))
    let lines = program.text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.firstIndex { $0.hasPrefix("return x * 2") }
    #expect(line.flatMap { program.number(at: $0 + 1) } == 1)
    #expect(program.number(at: 2) == nil)
  }

  @Test("methods, initializers and computed properties have bodies, requirements have none")
  func bodies() {
    let text = """
      protocol P { func g(_ x: Int) -> Int }
      public struct Layer<T: Sendable>: P where T: Equatable {
        var weights: [Float] = { [1] }()
        public var count: Int { weights.count }
        var both: Int { get { 1 } set { print(newValue) } }
        init(_ n: Int = 2) { weights = [Float(n)] }
        subscript(i: Int) -> Float { weights[i] }
        mutating func step(_ f: (Float) -> Float) async throws -> (a: Float, b: [Int]) where T: Hashable {
          func inner() -> Int { 3 }
          return (weights.map { f($0) }[0], [inner()])
        }
      }
      """
    let bodies = FunctionBody.all(in: SwiftTokenizer.tokens(of: Array(text.utf8)))
    #expect(bodies.map(\.name) == ["count", "init", "subscript", "step"])
    #expect(bodies.map(\.result) == ["Int", "", "Float", "(a:Float,b:[Int])"])
  }

  @Test("every survivor must be explained, and nothing else")
  func survivors() {
    var outcome = MutantOutcome(tried: 40, killed: 38)
    outcome.survivors = ["03.1-aaaa": "one", "03.1-bbbb": "two"]
    func problems(_ text: String) -> [String] {
      MutantAudit.report(
        ["03.1": outcome], explained: MutantAudit.explanations(in: text), in: "Mutants.md"
      ).problems
    }
    let one = "- `03.1-aaaa` `x` → `y`: dividing by one\n  changes nothing.\n"
    let two = "- `03.1-bbbb` `x` → `z`: both branches are the same.\n"
    #expect(problems(one + two) == [])
    #expect(problems(one).count == 1)
    #expect(problems(one + "- `03.1-bbbb`\n").count == 1)
    #expect(problems(one + two + "- `03.1-cccc` `x` → `w`: this one is killed.\n").count == 1)
    outcome.killed = 30
    #expect(problems(one + two).contains { $0.contains("only 30 of 38") })
  }
}
