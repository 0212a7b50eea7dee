/// The body of a function, an initializer or a computed property in a file of tokens.
struct FunctionBody {
  /// The name by which a report calls it.
  let name: String
  /// The tokens between the braces, as indices into the file's tokens.
  let tokens: Range<Int>
  /// The bytes between the braces.
  let bytes: Range<Int>
  /// The type of the result, without blanks; empty where there is none.
  let result: String
}

extension FunctionBody {
  /// Finds the outermost bodies of a file, in order; what is declared inside a body belongs to it.
  static func all(in tokens: [SwiftToken]) -> [FunctionBody] {
    var bodies: [FunctionBody] = []
    var index = 0
    while index < tokens.count {
      guard let body = body(declaredAt: index, in: tokens) else {
        index += 1
        continue
      }
      bodies.append(body)
      index = body.tokens.upperBound
    }
    return bodies
  }

  private static func body(declaredAt index: Int, in tokens: [SwiftToken]) -> FunctionBody? {
    let token = tokens[index]
    guard token.kind == .word, index == 0 || !tokens[index - 1].isMark(".") else { return nil }
    switch token.text {
    case "func": return function(at: index, named: tokens[index + 1].text, in: tokens)
    case "init", "subscript":
      guard index + 1 < tokens.count,
        tokens[index + 1].isMark("(") || tokens[index + 1].text.hasPrefix("?")
      else { return nil }
      return function(at: index, named: token.text, in: tokens)
    case "var": return property(at: index, in: tokens)
    default: return nil
    }
  }

  private static func function(
    at index: Int, named name: String, in tokens: [SwiftToken]
  ) -> FunctionBody? {
    var arrow: Int?
    var position = index + 1
    while position < tokens.count {
      let token = tokens[position]
      if token.isMark("(") || token.isMark("[") {
        position = Brackets.end(from: position, in: tokens)
        continue
      }
      if token.text == "->" { arrow = position }
      if token.isMark("{") {
        let result = arrow.map { type(tokens[($0 + 1)..<position]) } ?? ""
        return make(name, open: position, result: result, in: tokens)
      }
      // A requirement of a protocol has no body.
      if token.isMark("}") || ["func", "var", "let", "init", "struct"].contains(token.text) {
        return nil
      }
      position += 1
    }
    return nil
  }

  /// `var name: Type { … }`, where the braces hold a getter.
  private static func property(at index: Int, in tokens: [SwiftToken]) -> FunctionBody? {
    var position = index + 2
    guard position < tokens.count, tokens[position].isMark(":") else { return nil }
    while position < tokens.count, !tokens[position].isMark("{") {
      if tokens[position].startsLine || tokens[position].text == "=" { return nil }
      position =
        tokens[position].isMark("(") || tokens[position].isMark("[")
        ? Brackets.end(from: position, in: tokens) : position + 1
    }
    guard position + 1 < tokens.count else { return nil }
    let accessors: Set = ["get", "set", "willSet", "didSet", "_read", "_modify", "mutating"]
    guard !accessors.contains(tokens[position + 1].text) else { return nil }
    return make(
      tokens[index + 1].text, open: position, result: type(tokens[(index + 3)..<position]),
      in: tokens)
  }

  private static func make(
    _ name: String, open: Int, result: String, in tokens: [SwiftToken]
  ) -> FunctionBody? {
    let end = Brackets.end(from: open, in: tokens)
    guard end - 1 > open + 1, tokens[end - 1].isMark("}") else { return nil }
    return FunctionBody(
      name: name, tokens: (open + 1)..<(end - 1),
      bytes: tokens[open].range.upperBound..<tokens[end - 1].range.lowerBound,
      result: result == "Void" ? "" : result)
  }

  private static func type(_ tokens: ArraySlice<SwiftToken>) -> String {
    tokens.prefix { !$0.isWord("where") }.map(\.text).joined()
  }
}

/// Matching brackets.
enum Brackets {
  static let opening: Set = ["(", "[", "{"]
  static let closing: Set = [")", "]", "}"]

  /// The index behind the bracket that closes the one at `start`.
  static func end(from start: Int, in tokens: [SwiftToken]) -> Int {
    var depth = 0
    for index in start..<tokens.count where tokens[index].kind == .mark {
      if opening.contains(tokens[index].text) { depth += 1 }
      if closing.contains(tokens[index].text) { depth -= 1 }
      if depth == 0 { return index + 1 }
    }
    return tokens.count
  }

  /// The index of the bracket that the one at `end` closes.
  static func start(from end: Int, in tokens: [SwiftToken], downTo first: Int) -> Int {
    var depth = 0
    for index in (first...end).reversed() where tokens[index].kind == .mark {
      if closing.contains(tokens[index].text) { depth += 1 }
      if opening.contains(tokens[index].text) { depth -= 1 }
      if depth == 0 { return index }
    }
    return first
  }
}
