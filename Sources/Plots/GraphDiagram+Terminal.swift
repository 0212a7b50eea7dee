extension GraphDiagram {
  /// Lists the boxes in the order of the arrows, each with its lines and with the boxes before it.
  public func terminal(columns available: Int, style: TerminalStyle) -> String {
    let available = max(24, available)
    func cut(_ text: String) -> String {
      TextMeasure.truncated(text, columns: available, isUnicode: style.usesUnicode)
    }
    func shown(_ text: String) -> String {
      style.usesUnicode || text.utf8.allSatisfy { $0 < 128 } ? text : Self.plain(text)
    }
    let nameWidth = min(
      nodes.map { TextMeasure.columns(shown($0.label)) }.max() ?? 0, available / 3)
    let arrow = style.usesUnicode ? "←" : "<-"
    var lines = title.isEmpty ? [] : [cut(shown(title))]
    for box in order.nodes {
      let node = nodes[box]
      let name = TextMeasure.truncated(
        shown(node.label), columns: nameWidth, isUnicode: style.usesUnicode)
      var line = TextMeasure.padded(name, columns: nameWidth)
      if !node.details.isEmpty {
        line += "  " + node.details.map(shown).joined(separator: ", ")
      }
      let sources = edges.filter { $0.to == box }.map { edge in
        let label = edge.label.isEmpty ? "" : " (\(shown(edge.label)))"
        return shown(nodes[edge.from].label) + label
      }
      if !sources.isEmpty { line += "  \(arrow) " + sources.joined(separator: ", ") }
      while line.hasSuffix(" ") { line.removeLast() }
      var pen = Pen(isOn: style.usesColour)
      let colour = pen.change(foreground: node.kind.map(Palette.terminalCode), background: nil)
      lines.append(colour + cut(line) + pen.end())
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text with letters that every log can hold; signs of arithmetic become their ASCII cousins.
  private static func plain(_ text: String) -> String {
    let cousins: [Character: String] = [
      "·": "*", "×": "*", "−": "-", "→": "->", "←": "<-", "∂": "d", "Σ": "sum", "σ": "sigmoid",
    ]
    return text.map { character in
      character.isASCII ? String(character) : cousins[character] ?? "?"
    }.joined()
  }
}
