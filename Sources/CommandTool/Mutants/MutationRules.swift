/// Makes the mutations of one function: every place where a rule applies, changed once.
///
/// The rules are the slips that people make in this course: a sign, an axis or index off by one, a term or
/// factor left out, a comparison that includes or excludes the tie, arguments exchanged, a step left out,
/// a result that does not depend on the input.
struct MutationRules {
  let tokens: [SwiftToken]
  let source: [UInt8]
  let body: FunctionBody

  /// All mutations; some may give the same text.
  var mutations: [Mutation] {
    let single = body.tokens.flatMap { mutations(at: $0) }
    return single + conditionMutations + statementMutations + resultMutations
  }

  // MARK: One token

  private static let replacements: [String: [(rule: String, text: String)]] = [
    "+": [("sign", "-")], "-": [("sign", "+")],
    "*": [("operator", "/")], "/": [("operator", "*")], "%": [("operator", "/")],
    "+=": [("sign", "-="), ("accumulation", "=")], "-=": [("sign", "+="), ("accumulation", "=")],
    "*=": [("operator", "/="), ("accumulation", "=")],
    "/=": [("operator", "*="), ("accumulation", "=")],
    "<": [("comparison", "<="), ("comparison", ">=")],
    ">": [("comparison", ">="), ("comparison", "<=")],
    "<=": [("comparison", "<"), ("comparison", ">")],
    ">=": [("comparison", ">"), ("comparison", "<")],
    "==": [("comparison", "!=")], "!=": [("comparison", "==")],
    "&&": [("logic", "||")], "||": [("logic", "&&")],
    "..<": [("range", "...")], "...": [("range", "..<")],
  ]

  /// Names that are taken for each other.
  private static let exchanges: [String: String] = [
    "true": "false", "false": "true", "min": "max", "max": "min", "minimum": "maximum",
    "maximum": "minimum", "argmin": "argmax", "argmax": "argmin", "sum": "mean", "mean": "sum",
    "sin": "cos", "cos": "sin", "continue": "break", "break": "continue", "zeros": "ones",
    "ones": "zeros", "prefix": "suffix", "suffix": "prefix", "first": "last", "last": "first",
    "floor": "ceil", "ceil": "floor", "$0": "$1", "$1": "$0",
  ]

  /// Functions of one argument that are left out.
  private static let functions: Set = [
    "exp", "log", "abs", "sqrt", "tanh", "sigmoid", "relu", "softmax", "logSoftmax", "expf", "logf",
    "square", "sin", "cos", "fabsf", "sqrtf", "gelu", "softplus", "log1p", "expm1", "tanhf",
  ]

  /// Functions whose arguments may be exchanged without effect.
  private static let commutative: Set = ["dot", "min", "max", "minimum", "maximum", "equal"]

  private func mutations(at index: Int) -> [Mutation] {
    let token = tokens[index]
    func replace(_ rule: String, _ text: String) -> Mutation {
      Mutation(rule, .init(range: token.range, text: text))
    }
    switch token.kind {
    case .binaryOperator:
      let swaps = (Self.replacements[token.text] ?? []).map { replace($0.rule, $0.text) }
      return swaps + droppedOperands(at: index)
    case .prefixOperator where token.text == "-": return [replace("sign", "")]
    case .prefixOperator where token.text == "!": return [replace("logic", "")]
    case .integer: return integerMutations(at: index)
    case .decimal:
      let isZero = Double(token.text.replacing("_", with: "")) == 0
      return [replace("constant", "(\(token.text) + 1)")]
        + (isZero ? [] : [replace("constant", "0")])
    case .word: return wordMutations(at: index)
    default: return []
    }
  }

  private func integerMutations(at index: Int) -> [Mutation] {
    let token = tokens[index]
    guard let number = Int(token.text.replacing("_", with: "")) else { return [] }
    func replace(_ number: Int) -> Mutation {
      Mutation("off by one", .init(range: token.range, text: "\(number)"))
    }
    if tokens[index - 1].isMark(".") { return [replace(number ^ 1)] }
    return [replace(number + 1)] + (number > 0 ? [replace(number - 1)] : [])
  }

  private func wordMutations(at index: Int) -> [Mutation] {
    let token = tokens[index]
    var found: [Mutation] = []
    if let other = Self.exchanges[token.text] {
      found.append(Mutation("name", .init(range: token.range, text: other)))
    }
    guard index + 1 < tokens.count, tokens[index + 1].isMark("("), !tokens[index + 1].startsLine
    else { return found }
    let end = Brackets.end(from: index + 1, in: tokens)
    let isMethod = tokens[index - 1].isMark(".")
    if isMethod, end == index + 3 {
      let dot = tokens[index - 1].range.lowerBound
      found.append(
        Mutation("call left out", .init(range: dot..<tokens[end - 1].range.upperBound, text: "")))
    }
    if !isMethod, Self.functions.contains(token.text) {
      found.append(Mutation("call left out", .init(range: token.range, text: "")))
    }
    if let swapped = exchangedArguments(of: index, end: end) { found.append(swapped) }
    return found
  }

  /// `f(a, b)` becomes `f(b, a)`.
  private func exchangedArguments(of name: Int, end: Int) -> Mutation? {
    guard !Self.commutative.contains(tokens[name].text) else { return nil }
    let arguments = parts((name + 2)..<(end - 1))
    guard arguments.count == 2,
      arguments.allSatisfy({ part in !part.isEmpty && !part.contains { tokens[$0].isMark(":") } })
    else { return nil }
    let (first, second) = (bytes(arguments[0]), bytes(arguments[1]))
    return Mutation(
      "arguments exchanged", .init(range: first, text: text(second)),
      .init(range: second, text: text(first)))
  }
}

// MARK: Text and structure

extension MutationRules {
  func bytes(_ part: Range<Int>) -> Range<Int> {
    tokens[part.lowerBound].range.lowerBound..<tokens[part.upperBound - 1].range.upperBound
  }

  func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

  /// The parts of a list of tokens that commas separate, outside all brackets.
  func parts(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if Brackets.opening.contains(tokens[index].text), tokens[index].kind == .mark {
        index = Brackets.end(from: index, in: tokens)
        continue
      }
      if tokens[index].isMark(",") {
        parts.append(start..<index)
        start = index + 1
      }
      index += 1
    }
    return parts + (start < range.upperBound ? [start..<range.upperBound] : [])
  }

  /// Whether a new statement starts at a token: a new line that does not go on with the last one.
  func startsStatement(_ index: Int) -> Bool {
    guard index > body.tokens.lowerBound else { return true }
    let (token, last) = (tokens[index], tokens[index - 1])
    if last.isMark("{") || last.isMark(";") || last.isWord("in") { return true }
    guard token.startsLine, !token.isMark("."), token.kind != .binaryOperator,
      !Brackets.closing.contains(token.text)
    else { return false }
    return last.kind != .binaryOperator && !last.isMark(",") && !last.isMark(":")
      && !last.isMark("(") && !last.isMark("[") && !last.isMark(".")
  }
}
