public import Foundation

/// What is left of a submission to compare it with others: hashes of short runs of tokens.
///
/// Names, numbers and texts are taken out first, so that a copy with other names leaves the same prints.
/// Of neighbouring hashes only the smallest is kept (Schleimer, Wilkerson and Aiken 2003, "Winnowing").
public struct Prints: Codable, Equatable, Sendable {
  /// The hashes of runs of tokens, sorted, without those that the stubs leave too.
  public let runs: [UInt64]
  /// The digest of each attempted file's tokens with their names, by the exercise's file.
  public let files: [String: String]

  /// How many tokens a run has.
  static let run = 12
  /// Of how many neighbouring runs one is kept.
  static let window = 4

  /// Takes the prints of some files.
  ///
  /// - Parameters:
  ///   - files: The texts, by the exercise's file.
  ///   - stubs: The stubs, by the same names: what everybody was given.
  public init(of files: [String: Data], without stubs: [String: Data]) {
    var given: Set<UInt64> = []
    for (_, stub) in stubs { given.formUnion(Self.hashes(Self.tokens(stub))) }
    var runs: Set<UInt64> = []
    var digests: [String: String] = [:]
    for (name, data) in files {
      let tokens = Self.tokens(data)
      if let stub = stubs[name], Self.tokens(stub) == tokens { continue }
      runs.formUnion(Self.winnowed(Self.hashes(tokens)))
      digests[name] = Digest(tokens.map(\.text).joined(separator: " ").utf8).text
    }
    self.runs = runs.subtracting(given).sorted()
    self.files = digests
  }

  private static func tokens(_ data: Data) -> [SwiftTokens.Token] {
    SwiftTokens(String(decoding: data, as: UTF8.self)).tokens
  }

  private static let keywords: Set<String> = [
    "func", "let", "var", "if", "else", "guard", "for", "in", "while", "repeat", "switch", "case",
    "default", "return", "break", "continue", "throw", "throws", "try", "do", "catch", "struct",
    "enum", "class", "extension", "import", "public", "private", "where", "inout", "nil", "true",
    "false", "map", "reduce", "zip", "matmul", "dot", "exp", "log", "sum", "mean", "max", "min",
  ]

  /// A hash for every run of tokens.
  static func hashes(_ tokens: [SwiftTokens.Token]) -> [UInt64] {
    let words = tokens.map { token in
      switch token.kind {
      case .word: keywords.contains(token.text) ? token.text : "name"
      case .number: "0"
      case .string: "\"\""
      case .symbol: token.text
      }
    }
    guard words.count >= run else { return [] }
    return (0...words.count - run).map { start in
      let text = words[start..<start + run].joined(separator: " ")
      return UInt64(Digest(text.utf8).text, radix: 16) ?? 0
    }
  }

  /// The smallest hash of every window.
  static func winnowed(_ hashes: [UInt64]) -> Set<UInt64> {
    guard hashes.count > window else { return Set(hashes) }
    return Set((0...hashes.count - window).compactMap { hashes[$0..<$0 + window].min() })
  }
}
