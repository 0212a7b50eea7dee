/// One small change of a source file, of the kind that a slip of the pen makes.
struct Mutation: Equatable {
  /// What kind of change it is, as in `sign`.
  let rule: String
  /// What is replaced, in bytes of the file, each by a text; they do not overlap.
  let edits: [Edit]

  struct Edit: Equatable {
    let range: Range<Int>
    let text: String
  }

  init(_ rule: String, _ edits: Edit...) {
    self.rule = rule
    self.edits = edits
  }

  /// The bytes of `range`, with the change.
  func applied(to source: [UInt8], in range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var position = range.lowerBound
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      result += source[position..<edit.range.lowerBound]
      result += Array(edit.text.utf8)
      position = edit.range.upperBound
    }
    return result + source[position..<range.upperBound]
  }
}

/// A mutation of an exercise's solution, under a name that stays the same while the lines stay the same.
struct Mutant: Equatable {
  /// The exercise and four digits that follow from the change, as in `03.5-1f3a`.
  let id: String
  /// The function that is changed.
  let function: String
  let mutation: Mutation
  /// The line as it is, and as it becomes.
  let before: String
  let after: String

  var description: String { "\(id) in \(function) (\(mutation.rule)): \(before)  →  \(after)" }
}

/// A solution and its mutants.
struct MutatedSource {
  let exercise: String
  let source: [UInt8]
  let bodies: [(body: FunctionBody, mutants: [Mutant])]

  /// Changes whenever the rules do, so that remembered results are not taken for new ones.
  static let version = 2

  var mutants: [Mutant] { bodies.flatMap(\.mutants) }

  init(exercise: String, text: String) {
    self.exercise = exercise
    let source = Array(text.utf8)
    self.source = source
    let tokens = SwiftTokenizer.tokens(of: source)
    var used: Set<String> = []
    bodies = FunctionBody.all(in: tokens).map { body in
      var results: Set<[UInt8]> = [Array(source[body.bytes])]
      let mutants = MutationRules(tokens: tokens, source: source, body: body).mutations
        .filter { results.insert($0.applied(to: source, in: body.bytes)).inserted }
        .map { Self.name($0, body, exercise, source, &used) }
      return (body, mutants)
    }
  }

  private static func name(
    _ mutation: Mutation, _ body: FunctionBody, _ exercise: String, _ source: [UInt8],
    _ used: inout Set<String>
  ) -> Mutant {
    let newline = UInt8(ascii: "\n")
    let first = mutation.edits.map(\.range.lowerBound).min() ?? 0
    let last = mutation.edits.map(\.range.upperBound).max() ?? 0
    let start = (source[..<first].lastIndex(of: newline) ?? -1) + 1
    let end = source[last...].firstIndex(of: newline) ?? source.count
    func line(_ bytes: [UInt8]) -> String {
      String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        .joined(separator: " ")
    }
    let before = line(Array(source[start..<end]))
    let after = line(mutation.applied(to: source, in: start..<end))
    let seed = "\(body.name)|\(before)|\(after)"
    var repetition = 0
    var id: String
    repeat {
      id = "\(exercise)-\(digits(of: seed + String(repeating: "+", count: repetition)))"
      repetition += 1
    } while !used.insert(id).inserted
    return Mutant(id: id, function: body.name, mutation: mutation, before: before, after: after)
  }

  /// Four hexadecimal digits of a text (FNV-1a).
  private static func digits(of text: String) -> String {
    var hash: UInt32 = 2_166_136_261
    for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let digits = String((hash >> 16) ^ (hash & 0xffff), radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
