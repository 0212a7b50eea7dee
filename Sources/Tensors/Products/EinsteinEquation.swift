/// The text of an `einsum`, taken apart: a name for every axis of every operand and of the result.
struct EinsteinEquation {
  /// The names of the operands' axes.
  ///
  /// Letters are their codes; the axes of an ellipsis are -1, -2, … counted from the last one, so
  /// that they align as in broadcasting.
  private(set) var inputs: [[Int]] = []
  private(set) var output: [Int] = []
  /// What messages begin with.
  private let title: String

  private static let arrow = "->"

  init(_ text: String, _ shapes: [[Int]]) {
    title = "einsum \"\(text)\""
    let compact = text.filter { $0 != " " }
    let sides = Self.sides(compact)
    require(sides.count <= 2, "\(title): there must be at most one \(Self.arrow)")
    let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    require(
      terms.count == shapes.count,
      "\(title): the equation has \(terms.count) operands, but \(shapes.count) are given")
    var ellipsisRank: Int?
    for (number, (term, shape)) in zip(terms, shapes).enumerated() {
      let parts = Self.letters(term, title)
      let named = parts.before.count + parts.after.count
      require(
        parts.hasEllipsis ? shape.count >= named : shape.count == named,
        "\(title): operand \(number) has shape \(shape), but \"\(term)\" names "
          + "\(parts.hasEllipsis ? "at least " : "")\(named) axes")
      let rest = shape.count - named
      if parts.hasEllipsis { ellipsisRank = max(ellipsisRank ?? 0, rest) }
      inputs.append(parts.before + Self.ellipsis(rest) + parts.after)
    }
    if sides.count == 2 {
      let parts = Self.letters(sides[1], title)
      require(
        !parts.hasEllipsis || ellipsisRank != nil,
        "\(title): the result has an ellipsis, but no operand has one")
      output =
        parts.before + (parts.hasEllipsis ? Self.ellipsis(ellipsisRank ?? 0) : []) + parts.after
    } else {
      let all = inputs.joined().filter { $0 > 0 }
      let once = Set(all).filter { letter in all.count { $0 == letter } == 1 }
      output = Self.ellipsis(ellipsisRank ?? 0) + once.sorted()
    }
    checkOutput()
    checkExtents(shapes)
  }

  private func checkOutput() {
    for (index, label) in output.enumerated() {
      require(
        inputs.contains { $0.contains(label) },
        "\(title): the result names \(Self.name(label)), which no operand has")
      require(
        !output[..<index].contains(label),
        "\(title): the result names \(Self.name(label)) twice")
    }
  }

  /// Axes of one name must have one extent, or extent 1.
  private func checkExtents(_ shapes: [[Int]]) {
    var known: [Int: (extent: Int, operand: Int)] = [:]
    for (operand, (labels, shape)) in zip(inputs, shapes).enumerated() {
      for (label, extent) in zip(labels, shape) {
        if let other = known[label], other.extent != 1 {
          require(
            extent == other.extent || extent == 1,
            "\(title): \(Self.name(label)) has extent \(other.extent) in operand \(other.operand) "
              + "\(shapes[other.operand]) and \(extent) in operand \(operand) \(shape)")
        } else {
          known[label] = (extent, operand)
        }
      }
    }
  }

  /// The text on both sides of the arrow.
  private static func sides(_ text: String) -> [String] {
    var sides = [""]
    var rest = text[...]
    while let character = rest.first {
      if rest.hasPrefix(arrow) {
        sides.append("")
        rest = rest.dropFirst(2)
      } else {
        sides[sides.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return sides
  }

  /// The letters of one operand before and after its ellipsis.
  private static func letters(
    _ term: String, _ title: String
  ) -> (before: [Int], hasEllipsis: Bool, after: [Int]) {
    var before: [Int] = []
    var after: [Int] = []
    var hasEllipsis = false
    var rest = term.utf8[...]
    while let code = rest.first {
      if rest.starts(with: "...".utf8) {
        require(!hasEllipsis, "\(title): \"\(term)\" has more than one ellipsis")
        hasEllipsis = true
        rest = rest.dropFirst(3)
        continue
      }
      let isLetter = (65...90).contains(code) || (97...122).contains(code)
      require(
        isLetter,
        "\(title): \"\(term)\" may consist of letters and one ellipsis \"...\" only")
      if hasEllipsis { after.append(Int(code)) } else { before.append(Int(code)) }
      rest = rest.dropFirst()
    }
    return (before, hasEllipsis, after)
  }

  /// The names of the axes that an ellipsis stands for.
  private static func ellipsis(_ rank: Int) -> [Int] { (0..<rank).map { $0 - rank } }

  private static func name(_ label: Int) -> String {
    label < 0
      ? "axis \(label) of the ellipsis"
      : "index \(Unicode.Scalar(UInt8(label)).description)"
  }
}
