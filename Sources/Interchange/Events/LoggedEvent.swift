public import Foundation

/// One entry of an event file.
public struct LoggedEvent: Sendable, Equatable {
  /// When it was written, in seconds since 1 January 1970.
  public var time: Double
  /// The step of training that it belongs to.
  public var step: Int
  /// What was written.
  public var content: Content

  /// What an event says.
  public enum Content: Sendable, Equatable {
    /// The version of the format, which begins a file: `brain.Event:2`.
    case version(String)
    /// Values with their tags.
    case summary([(tag: String, value: Value)])
    /// Something that this reader does not look into.
    case other

    /// Whether two contents are the same.
    public static func == (left: Self, right: Self) -> Bool {
      switch (left, right) {
      case (.version(let left), .version(let right)): left == right
      case (.summary(let left), .summary(let right)):
        left.count == right.count && zip(left, right).allSatisfy { $0 == $1 }
      case (.other, .other): true
      default: false
      }
    }
  }

  /// A value that TensorBoard draws.
  public enum Value: Sendable, Equatable {
    /// A number, drawn as a point of a curve.
    case scalar(Float)
    /// A text, in Markdown.
    case text(String)
    /// The distribution of many numbers.
    case histogram(LoggedHistogram)
    /// A picture as the content of a PNG file.
    case image(width: Int, height: Int, png: Data)
    /// Something that this reader does not look into.
    case other
  }

  /// The numbers of the fields, from event.proto, summary.proto and tensor.proto of TensorFlow.
  enum Fields {
    enum Event { static let (time, step, version, summary, source) = (1, 2, 3, 5, 10) }
    static let value = 1
    enum Value {
      static let (tag, scalar, image, histogram, tensor, metadata) = (1, 2, 4, 5, 8, 9)
    }
    enum Image { static let (height, width, colours, content) = (1, 2, 3, 4) }
    enum Histogram {
      static let (minimum, maximum, count, sum, squares, limits, counts) = (1, 2, 3, 4, 5, 6, 7)
    }
    enum Tensor { static let (type, shape, content, floats, strings) = (1, 2, 4, 5, 8) }
    enum TensorType { static let (float, string) = (Int64(1), Int64(7)) }
    static let plugin = 1
    static let pluginName = 1
    static let dimension = 2
    static let dimensionSize = 1
    static let sourceWriter = 1
  }
}
