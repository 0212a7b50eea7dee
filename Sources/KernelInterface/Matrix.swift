/// A matrix in memory: element `(i, j)` is `start[i * rowStride + j * columnStride]`.
///
/// Exchanging the two strides transposes the matrix without moving an element.
public struct Matrix: Sendable {
  /// The element in row 0 and column 0.
  public nonisolated(unsafe) let start: UnsafePointer<Float>
  /// The distance in elements from one row to the next.
  public let rowStride: Int
  /// The distance in elements from one column to the next.
  public let columnStride: Int

  /// Describes a matrix by its first element and its strides.
  public init(_ start: UnsafePointer<Float>, rowStride: Int, columnStride: Int) {
    self.start = start
    self.rowStride = rowStride
    self.columnStride = columnStride
  }
}
