/// An array of `Float` with a shape.
public struct Tensor: Sendable {
  /// The extent of every axis.
  public let shape: [Int]
  /// The elements in row-major order.
  public private(set) var scalars: [Float]

  /// Makes a tensor from its elements in row-major order.
  public init(_ scalars: [Float], shape: [Int]) {
    self.scalars = scalars
    self.shape = shape
  }
}
