// Conditions that always or never hold, and steps that are left out.
extension MutationRules {
  /// Every condition of an `if`, `while` or `guard` becomes `true`, and a single one also `false`.
  var conditionMutations: [Mutation] {
    body.tokens.flatMap { index -> [Mutation] in
      guard tokens[index].kind == .word, ["if", "while", "guard"].contains(tokens[index].text),
        !tokens[index - 1].isMark(".")
      else { return [] }
      let clauses = parts((index + 1)..<endOfConditions(index))
      return clauses.flatMap { clause -> [Mutation] in
        guard !clause.isEmpty, !["let", "var", "case"].contains(tokens[clause.lowerBound].text)
        else { return [] }
        let values = clauses.count == 1 ? ["true", "false"] : ["true"]
        return values.map { Mutation("condition", .init(range: bytes(clause), text: $0)) }
      }
    }
  }

  private func endOfConditions(_ keyword: Int) -> Int {
    var index = keyword + 1
    while index < body.tokens.upperBound {
      let token = tokens[index]
      if token.isMark("(") || token.isMark("[") {
        index = Brackets.end(from: index, in: tokens)
        continue
      }
      // Without parentheses no closure may stand in a condition: the brace opens the block.
      if token.isWord("else") || token.isMark("{") { return index }
      index += 1
    }
    return index
  }

  /// Assignments and calls that stand alone, left out one at a time.
  var statementMutations: [Mutation] {
    statements.compactMap { statement in
      let first = tokens[statement.lowerBound]
      guard first.kind == .word, !Self.keywords.contains(first.text) else { return nil }
      let isAssignment = topLevel(statement).contains {
        ["=", "+=", "-=", "*=", "/="].contains(tokens[$0].text)
      }
      let isCall =
        statement.count > 2 && tokens[statement.upperBound - 1].isMark(")")
        && !topLevel(statement).contains { tokens[$0].kind == .binaryOperator }
      guard isAssignment || isCall else { return nil }
      return Mutation("step left out", .init(range: bytes(statement), text: ""))
    }
  }

  private static let keywords: Set = [
    "let", "var", "return", "if", "guard", "for", "while", "repeat", "switch", "case", "default",
    "do", "func", "struct", "defer", "break", "continue", "throw", "else", "catch", "enum",
  ]

  /// The statements of the body and of the blocks in it, as far as lines tell them apart.
  private var statements: [Range<Int>] {
    body.tokens.compactMap { start in
      guard startsStatement(start), tokens[start].startsLine else { return nil }
      var end = start
      while end < body.tokens.upperBound, end == start || !startsStatement(end),
        !tokens[end].isMark("}"), !tokens[end].isMark(";")
      {
        end =
          Brackets.opening.contains(tokens[end].text) && tokens[end].kind == .mark
          ? Brackets.end(from: end, in: tokens) : end + 1
      }
      return start..<end
    }
  }

  private func topLevel(_ range: Range<Int>) -> [Int] {
    var found: [Int] = []
    var index = range.lowerBound
    while index < range.upperBound {
      found.append(index)
      index =
        Brackets.opening.contains(tokens[index].text) && tokens[index].kind == .mark
        ? Brackets.end(from: index, in: tokens) : index + 1
    }
    return found
  }

  // MARK: Results that do not depend on the input

  /// Every result becomes zero, or its opposite; of a tuple, one element at a time.
  var resultMutations: [Mutation] {
    if isSingleExpression {
      return constants(for: body.tokens, type: body.result)
    }
    return body.tokens.flatMap { index -> [Mutation] in
      guard tokens[index].isWord("return") else { return [] }
      let end =
        statements.first(where: { $0.lowerBound == index })?.upperBound
        ?? endOfInlineReturn(index)
      return constants(for: (index + 1)..<max(index + 1, end), type: body.result)
    }
  }

  /// A `return` on the line of its block: up to the closing brace.
  private func endOfInlineReturn(_ index: Int) -> Int {
    var end = index + 1
    while end < body.tokens.upperBound, !tokens[end].isMark("}"), !startsStatement(end) {
      end =
        Brackets.opening.contains(tokens[end].text) && tokens[end].kind == .mark
        ? Brackets.end(from: end, in: tokens) : end + 1
    }
    return end
  }

  /// Whether the body is one expression, whose value is the result without `return`.
  var isSingleExpression: Bool {
    guard !body.result.isEmpty else { return false }
    let first = tokens[body.tokens.lowerBound]
    if ["if", "switch"].contains(first.text) {
      return !body.tokens.contains { tokens[$0].isWord("return") }
    }
    return !Self.keywords.contains(first.text)
      && !topLevel(body.tokens).contains { tokens[$0].isWord("return") }
  }

  private func constants(for part: Range<Int>, type: String) -> [Mutation] {
    guard !part.isEmpty else { return [] }
    if type.hasPrefix("("), type.contains(","), tokens[part.lowerBound].isMark("("),
      Brackets.end(from: part.lowerBound, in: tokens) == part.upperBound
    {
      let types = type.dropFirst().dropLast().split(separator: ",").map { element in
        element.split(separator: ":").last.map(String.init) ?? String(element)
      }
      let elements = parts((part.lowerBound + 1)..<(part.upperBound - 1))
      guard types.count == elements.count else { return [] }
      return zip(elements, types).flatMap { element, type -> [Mutation] in
        let isLabelled =
          element.count > 2 && tokens[element.lowerBound].kind == .word
          && tokens[element.lowerBound + 1].isMark(":")
        let value = (element.lowerBound + (isLabelled ? 2 : 0))..<element.upperBound
        return constants(for: value, type: type)
      }
    }
    let range = bytes(part)
    let value = text(range)
    let replacements: [String] =
      switch type {
      case "Tensor", "Float", "Double", "Int": ["0 * (\(value))", "0 * (\(value)) + 1"]
      case "[Int]", "[Float]", "[Double]": ["(\(value)).map { 0 * $0 }"]
      case "Bool": ["!(\(value))", "true", "false"]
      default: []
      }
    return replacements.map { Mutation("constant result", .init(range: range, text: $0)) }
  }
}
