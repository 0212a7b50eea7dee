import Foundation

/// Reads the public functions and subscripts of tensors out of the module's source files.
enum PublicDeclarations {
  /// Each with the labels of its parameters, or the types of those that have none: `pow(Tensor, Float)`,
  /// `Tensor.sum(axis:, keepDimensions:)`.
  static func all() throws -> [String] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let sources = tests.deletingLastPathComponent().appendingPathComponent("Sources/Tensors")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    return try paths.filter { $0.hasSuffix(".swift") }.flatMap { path in
      let file = sources.appendingPathComponent(path)
      return declarations(in: try String(contentsOf: file, encoding: .utf8))
    }
  }

  private static func declarations(in text: String) -> [String] {
    var result: [String] = []
    // The type that the current line belongs to; nil for types other than Tensor.
    var context: String? = ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
      guard let first = words.first else { continue }
      if line.hasPrefix("}") { context = "" }
      if !line.hasPrefix(" "), !line.hasPrefix("/"),
        let kind = words.firstIndex(where: types.contains)
      {
        context = words[(kind + 1)...].first?.hasPrefix("Tensor") == true ? "Tensor." : nil
      }
      guard let context, first == "public",
        let kind = words.firstIndex(where: { $0 == "func" || $0.hasPrefix("subscript(") })
      else { continue }
      var signature = words[(words[kind] == "func" ? kind + 1 : kind)...].joined(separator: " ")
      while !signature.contains("{"), let next = lines.popFirst() {
        signature += next.drop { $0 == " " } + " "
      }
      result.append(context + normalized(signature))
    }
    return result
  }

  private static let types: Set<Substring> = ["extension", "struct", "enum", "class", "protocol"]

  private static func normalized(_ signature: String) -> String {
    let front = signature.prefix { $0 != "(" }
    let name = front.replacing(/<[A-Z].*>/, with: "").trimmingCharacters(in: .whitespaces)
    let isOperator = !(name.first?.isLetter ?? true)
    var parameters: [String] = [""]
    var depth = 0
    for character in signature.dropFirst(front.count) {
      if character == ")" || character == "]" { depth -= 1 }
      if depth == 0 { if character == ")" { break } }
      if character == "," && depth == 1 {
        parameters.append("")
      } else if depth > 0 {
        parameters[parameters.count - 1].append(character)
      }
      if character == "(" || character == "[" { depth += 1 }
    }
    let shown = parameters.compactMap { parameter -> String? in
      let halves = parameter.split(separator: ":", maxSplits: 1)
      guard halves.count == 2, let label = halves[0].split(separator: " ").first else { return nil }
      if label != "_" && !isOperator { return "\(label):" }
      let type = halves[1].prefix { $0 != "=" }.trimmingCharacters(in: .whitespaces)
      return type.replacing(/^(some|inout|repeat)\s/, with: "")
    }
    return "\(name)(\(shown.joined(separator: ", ")))"
  }
}
