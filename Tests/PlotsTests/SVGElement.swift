import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of a parsed SVG drawing.
final class SVGElement {
  let name: String
  let attributes: [String: String]
  var children: [SVGElement] = []
  var text = ""

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// The element and everything below it, in document order.
  var all: [SVGElement] { [self] + children.flatMap(\.all) }

  /// The texts of all `text` elements, in order.
  var texts: [String] { all.filter { $0.name == "text" }.map(\.text) }

  func number(_ attribute: String) -> Double { Double(attributes[attribute] ?? "") ?? .nan }

  static func parsed(_ source: String) throws -> SVGElement {
    let reader = Reader()
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = reader
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "not well-formed: \(String(describing: parser.parserError))")
    return try #require(reader.root)
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var root: SVGElement?
    private var stack: [SVGElement] = []

    func parser(
      _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      let element = SVGElement(name: elementName, attributes: attributes)
      stack.last?.children.append(element)
      if root == nil { root = element }
      stack.append(element)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      stack.last?.text += string
    }

    func parser(
      _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      stack.removeLast()
    }
  }
}

/// Removes ANSI codes.
func withoutCodes(_ text: String) -> String {
  guard text.utf8.contains(0x1B) else { return text }
  // By hand: a regular expression takes seconds over all the figures.
  var plain: [UInt8] = []
  var isCode = false
  for byte in text.utf8 {
    if byte == 0x1B {
      isCode = true
    } else if !isCode {
      plain.append(byte)
    } else if UInt8(ascii: "A")...UInt8(ascii: "z") ~= byte, byte != UInt8(ascii: "[") {
      isCode = false
    }
  }
  return String(decoding: plain, as: UTF8.self)
}

/// The absolute places of the commands M and L of path data, with what follows until the next
/// command.
func places(_ data: String) -> [(x: Double, y: Double)] {
  data.matches(of: /[ML ](-?[0-9.]+) (-?[0-9.]+)/).compactMap { match in
    guard let x = Double(match.1), let y = Double(match.2) else { return nil }
    return (x, y)
  }
}
