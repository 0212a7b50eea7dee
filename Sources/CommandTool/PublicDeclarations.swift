/// What a file of answers declares publicly: the part of it that the tests call.
struct PublicDeclarations {
  /// Each declaration as it is written, without its body.
  let texts: [String]

  init(in source: String) {
    var texts: [String] = []
    var current: [Substring] = []
    for line in source.split(separator: "\n") {
      if line.hasPrefix("public ") || line.hasPrefix("  public ") {
        current = []
      } else {
        guard !current.isEmpty else { continue }
      }
      let head = line.prefix { $0 != "{" }
      if !head.allSatisfy(\.isWhitespace) { current.append(head.trimmed) }
      let start = current[0].drop { $0 == " " }
      let hasNoBody = ["public let ", "public var ", "public typealias "].contains {
        start.hasPrefix($0)
      }
      let text = current.joined()
      let isClosed = text.count { $0 == "(" } == text.count { $0 == ")" }
      if head.endIndex < line.endIndex || hasNoBody && isClosed {
        texts.append(current.joined(separator: "\n"))
        current = []
      }
    }
    self.texts = texts
  }

  /// The declarations without their spaces and line breaks: how a line is broken changes nothing.
  var meanings: Set<String> { Set(texts.map(Self.meaning)) }

  /// The declarations that another file lacks.
  func missing(in other: PublicDeclarations) -> [String] {
    let known = other.meanings
    return texts.filter { !known.contains(Self.meaning($0)) }
  }

  private static func meaning(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}

extension Substring {
  /// The text without the spaces at its end.
  fileprivate var trimmed: Substring {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
