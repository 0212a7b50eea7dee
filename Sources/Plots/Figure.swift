public import Foundation

/// The width and height of a drawing, in pixels.
public struct FigureSize: Sendable, Equatable {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int

  /// Makes a size from a width and a height in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A picture that can be drawn as an SVG file and in a terminal.
///
/// A figure is a value and knows nothing of files or screens. Equal figures give equal bytes.
public protocol Figure: Sendable {
  /// The heading above the drawing; may be empty.
  var title: String { get }

  /// The size of the SVG drawing.
  var size: FigureSize { get }

  /// Draws the figure as a self-contained SVG document: no scripts, no references to other files, a
  /// light background of its own, and a title and a description for screen readers. The text begins
  /// with `<svg`, so that it can also stand inside another drawing.
  func svg() -> String

  /// Draws the figure with characters, as lines that are at most `columns` characters wide and end
  /// in a line feed.
  func terminal(columns: Int, style: TerminalStyle) -> String
}

extension Figure {
  /// Writes the SVG drawing to a file: all of it or, on an error, nothing.
  ///
  /// An existing file is replaced.
  ///
  /// - Throws: `PlotsError.cannotWriteFile`.
  public func write(svgTo url: URL) throws(PlotsError) {
    do {
      try Data(svg().utf8).write(to: url, options: .atomic)
    } catch {
      throw .cannotWriteFile(url, reason: PlotsError.reason(error))
    }
  }
}
