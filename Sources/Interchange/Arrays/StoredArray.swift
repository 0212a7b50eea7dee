import Foundation
public import Tensors

/// An array as it stands in a file.
///
/// The elements keep the type that they have in the file until they are asked for as a tensor, so
/// that nothing is rounded unnoticed:
///
/// ```swift
/// let array = try readNumPy(at: url)
/// array.elementType      // .float64
/// array.roundedCount     // 3: so many elements change when they become `Float`
/// array.tensor
/// ```
public struct StoredArray: Sendable {
  /// The extents of the axes.
  public let shape: [Int]
  /// The type of the elements in the file.
  public let elementType: ElementType
  /// The order of the bytes of each element in the file.
  public let byteOrder: ByteOrder
  /// The order of the elements in the file.
  public let axisOrder: AxisOrder
  /// The elements, with `elementType.size` bytes each.
  let bytes: Data

  /// The number of elements.
  public var count: Int { bytes.count / elementType.size }

  /// Describes `bytes`, which have room for exactly the elements of that shape.
  ///
  /// The shape must have been checked by `StoredArray.byteCount`.
  init(
    shape: [Int], elementType: ElementType, byteOrder: ByteOrder = .littleEndian,
    axisOrder: AxisOrder = .rowMajor, bytes: Data
  ) {
    require(
      Self.byteCount(shape, elementType) == bytes.count,
      "StoredArray: \(bytes.count) bytes for \(shape) elements of type \(elementType)")
    self.shape = shape
    self.elementType = elementType
    self.byteOrder = byteOrder
    self.axisOrder = axisOrder
    self.bytes = bytes
  }

  /// How many bytes an array of this shape takes, or nil if the extents are negative or beyond
  /// sense.
  ///
  /// An extent of 0 must not hide the others, because a tensor multiplies them too.
  static func byteCount(_ shape: [Int], _ elementType: ElementType) -> Int? {
    var product = elementType.size
    for extent in shape where extent != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow, extent > 0, next <= 1 << 56 else { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }

  /// The elements as a tensor, in row-major order, each the nearest `Float`.
  ///
  /// False and true become 0 and 1. `roundedCount` says how many elements are not exact.
  public var tensor: Tensor {
    Tensor(shape: shape) { decode(into: $0) }
  }

  /// How many elements a `Float` does not hold exactly.
  ///
  /// A `Float` holds whole numbers up to 2^24, and six to nine decimal digits; beyond 3.4e38 it is
  /// infinite. Only the types `int32`, `int64`, `uint32`, `uint64` and `float64` can have such
  /// elements.
  public var roundedCount: Int {
    switch elementType {
    case .int32: counted(Int32.self) { Int32(exactly: Float($0)) != $0 }
    case .uint32: counted(UInt32.self) { UInt32(exactly: Float($0)) != $0 }
    case .int64: counted(Int64.self) { Int64(exactly: Float($0)) != $0 }
    case .uint64: counted(UInt64.self) { UInt64(exactly: Float($0)) != $0 }
    case .float64:
      counted(UInt64.self) {
        let value = Double(bitPattern: $0)
        return !value.isNaN && Double(Float(value)) != value
      }
    default: 0
    }
  }

  /// The elements as whole numbers in row-major order, as labels need them.
  ///
  /// It is nil if the elements are floating-point numbers, or one is beyond `Int.max`.
  public var integers: [Int]? {
    var result = [Int](repeating: 0, count: count)
    switch elementType {
    case .bool, .uint8: place(UInt8.self, in: &result) { Int($0) }
    case .int8: place(Int8.self, in: &result) { Int($0) }
    case .int16: place(Int16.self, in: &result) { Int($0) }
    case .uint16: place(UInt16.self, in: &result) { Int($0) }
    case .int32: place(Int32.self, in: &result) { Int($0) }
    case .uint32: place(UInt32.self, in: &result) { Int($0) }
    case .int64: place(Int64.self, in: &result) { Int($0) }
    case .uint64:
      guard counted(UInt64.self, where: { $0 > UInt64(Int.max) }) == 0 else { return nil }
      place(UInt64.self, in: &result) { Int(truncatingIfNeeded: $0) }
    case .float16, .bfloat16, .float32, .float64: return nil
    }
    if elementType == .bool { return result.map { $0 == 0 ? 0 : 1 } }
    return result
  }
}
