// Terms and factors that are left out.
extension MutationRules {
  private static let sums: Set = ["+", "-"]
  private static let products: Set = ["*", "/", "%"]
  /// Words behind which an expression begins or before which it ends.
  private static let limits: Set = [
    "return", "in", "else", "if", "while", "guard", "for", "switch", "case", "where", "let", "var",
    "try", "throw", "await", "repeat", "is", "as",
  ]

  /// `a + b` becomes `a`, and `b`; the same for products.
  func droppedOperands(at index: Int) -> [Mutation] {
    let token = tokens[index]
    let isSum = token.isBinary(Self.sums)
    guard isSum || token.isBinary(Self.products) else { return [] }
    let rule = isSum ? "term left out" : "factor left out"
    var found: [Mutation] = []
    let right = rightOperand(of: index, isSum: isSum)
    if !right.isEmpty {
      let start = tokens[index - 1].range.upperBound
      found.append(
        Mutation(rule, .init(range: start..<bytes(right).upperBound, text: "")))
    }
    if let left = leftOperand(of: index, isSum: isSum), token.text != "/", token.text != "%" {
      let end = tokens[index + 1].range.lowerBound
      let sign = token.text == "-" ? "-" : ""
      found.append(
        Mutation(rule, .init(range: bytes(left).lowerBound..<end, text: sign)))
    }
    return found
  }

  private func rightOperand(of index: Int, isSum: Bool) -> Range<Int> {
    var end = index + 1
    while end < body.tokens.upperBound {
      let token = tokens[end]
      if end > index + 1, startsStatement(end) { break }
      if token.kind == .binaryOperator, !isSum || !token.isBinary(Self.products) { break }
      if token.kind == .mark {
        if Brackets.closing.contains(token.text) || [",", ":", ";"].contains(token.text) { break }
        if token.isMark("{"), isCondition(end) { break }
        if Brackets.opening.contains(token.text) {
          end = Brackets.end(from: end, in: tokens)
          continue
        }
      }
      if token.kind == .word, Self.limits.contains(token.text), token.text != "try" { break }
      end += 1
    }
    return (index + 1)..<end
  }

  /// The operand on the left, if the operator is the first of its chain.
  private func leftOperand(of index: Int, isSum: Bool) -> Range<Int>? {
    var start = index
    while start > body.tokens.lowerBound {
      let token = tokens[start - 1]
      if start < index, startsStatement(start) { break }
      if token.kind == .binaryOperator {
        if token.isBinary(Self.products), isSum {
          start -= 1
          continue
        }
        if token.isBinary(isSum ? Self.sums : Self.products) { return nil }
        break
      }
      if token.kind == .mark {
        if Brackets.opening.contains(token.text) || [",", ":", ";"].contains(token.text) { break }
        if Brackets.closing.contains(token.text) {
          start = Brackets.start(from: start - 1, in: tokens, downTo: body.tokens.lowerBound)
          continue
        }
      }
      if token.kind == .word, Self.limits.contains(token.text) { break }
      start -= 1
    }
    return start < index ? start..<index : nil
  }

  /// Whether a brace opens the block of an `if`, `while`, `for`, `guard` or `switch`, not a closure.
  private func isCondition(_ brace: Int) -> Bool {
    var index = brace - 1
    while index >= body.tokens.lowerBound {
      if Brackets.closing.contains(tokens[index].text), tokens[index].kind == .mark {
        index = Brackets.start(from: index, in: tokens, downTo: body.tokens.lowerBound)
      } else if ["if", "while", "for", "guard", "switch"].contains(tokens[index].text) {
        return true
      } else if startsStatement(index) {
        return false
      }
      index -= 1
    }
    return false
  }
}
