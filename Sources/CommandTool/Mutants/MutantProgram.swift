/// The text of a solution that holds all its mutants, each behind a number.
///
/// One build then serves every mutant: the environment variable `DESCENT_MUTANT` says which one runs.
///
///     public func f(_ x: Float) throws -> Float {
///       if ActiveMutant.number == 17 {
///         return x + 1
///       }
///       return x - 1
///     }
struct MutantProgram {
  let text: String
  /// The lines of each mutant, by its number, to see which ones the compiler refuses.
  let lines: [(lines: ClosedRange<Int>, number: Int)]

  /// Makes the program.
  ///
  /// - Parameters:
  ///   - numbers: The number of each mutant, by its id; one that has none is left out.
  init(_ mutated: MutatedSource, numbers: [String: Int]) {
    let source = mutated.source
    let tokens = SwiftTokenizer.tokens(of: source)
    var text = "import Course\n"
    var lines: [(ClosedRange<Int>, Int)] = []
    var position = 0
    func string(_ bytes: some Sequence<UInt8>) -> String {
      String(decoding: Array(bytes), as: UTF8.self)
    }
    for (body, mutants) in mutated.bodies {
      text += string(source[position..<body.bytes.lowerBound])
      position = body.bytes.upperBound
      let rules = MutationRules(tokens: tokens, source: source, body: body)
      let lead = rules.isSingleExpression ? "return " : ""
      let tail = body.result.isEmpty ? "\nreturn" : ""
      func trimmed(_ bytes: [UInt8]) -> String {
        lead + String(string(bytes).drop { $0 == " " || $0 == "\n" })
      }
      for mutant in mutants {
        guard let number = numbers[mutant.id] else { continue }
        let copy = trimmed(mutant.mutation.applied(to: source, in: body.bytes))
        text += "\nif ActiveMutant.number == \(number) {\n"
        let start = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        text += "\(copy)\(tail)\n}"
        lines.append((start...(text.utf8.count { $0 == UInt8(ascii: "\n") } + 1), number))
      }
      text += "\n" + trimmed(Array(source[body.bytes]))
    }
    self.text = text + string(source[position...])
    self.lines = lines
  }

  /// The mutant that a line belongs to.
  func number(at line: Int) -> Int? { lines.first { $0.lines.contains(line) }?.number }
}
