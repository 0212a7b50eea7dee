/// A number for the height and a number for the width of an image; a literal stands for both.
///
/// ```swift
/// let stride: PerAxis = 2
/// let padding = PerAxis(height: 0, width: 1)
/// ```
public struct PerAxis: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The number along the height.
  public var height: Int
  /// The number along the width.
  public var width: Int

  /// Makes a pair of numbers.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Makes a pair of equal numbers.
  public init(_ both: Int) {
    self.init(height: both, width: both)
  }

  /// Makes a pair of equal numbers.
  public init(integerLiteral both: Int) {
    self.init(both)
  }

  /// Both numbers, as `2` or `[1, 2]`.
  public var description: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}
