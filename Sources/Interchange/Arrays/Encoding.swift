import Foundation
import Tensors

/// A number that the chosen element type does not hold.
struct UnrepresentableElement: Error {
  /// Where in the tensor, in row-major order.
  let position: Int
  let value: Float
  let elementType: StoredArray.ElementType

  var expected: String {
    switch elementType {
    case .bool: "only 0 and 1 for the type bool"
    case .float16: "numbers up to \(HalfPrecision.largest) for the type float16"
    case .bfloat16: "numbers that bfloat16 holds"
    default: "whole numbers that fit the type \(elementType)"
    }
  }
  var found: String { "\(value) as element \(position)" }
  var advice: String {
    elementType == .float16
      ? "Write float32, or bfloat16, which reaches as far as float32." : "Write float32."
  }
}

extension StoredArray {
  /// The tensor's elements as a file holds them.
  ///
  /// A floating-point type takes the nearest number; whole numbers must be whole already.
  /// - Throws: `UnrepresentableElement`, also where a finite number would become infinite.
  static func encode(
    _ tensor: Tensor, as elementType: ElementType, byteOrder: ByteOrder = .littleEndian,
    axisOrder: AxisOrder = .rowMajor
  ) throws(UnrepresentableElement) -> Data {
    try tensor.withUnsafeScalars { (scalars) -> Result<Data, UnrepresentableElement> in
      let writer = ElementWriter(
        scalars: scalars, shape: tensor.shape, elementType: elementType,
        isBig: byteOrder == .bigEndian, isColumnMajor: axisOrder == .columnMajor)
      do throws(UnrepresentableElement) {
        return .success(try writer.encode())
      } catch {
        return .failure(error)
      }
    }.get()
  }

  /// Whole numbers as a file holds them, eight bytes each.
  static func encode(_ integers: [Int]) -> Data {
    var data = Data(capacity: integers.count * 8)
    for integer in integers { data.append(contentsOf: Int64(integer).littleEndianBytes) }
    return data
  }
}

private struct ElementWriter {
  let scalars: UnsafeBufferPointer<Float>
  let shape: [Int]
  let elementType: StoredArray.ElementType
  let isBig: Bool
  let isColumnMajor: Bool

  func encode() throws(UnrepresentableElement) -> Data {
    switch elementType {
    case .bool: try write { $0 == 0 ? 0 : $0 == 1 ? UInt8(1) : nil }
    case .uint8: try write { UInt8(exactly: $0) }
    case .int8: try write { Int8(exactly: $0) }
    case .int16: try write { Int16(exactly: $0) }
    case .uint16: try write { UInt16(exactly: $0) }
    case .int32: try write { Int32(exactly: $0) }
    case .uint32: try write { UInt32(exactly: $0) }
    case .int64: try write { Int64(exactly: $0) }
    case .uint64: try write { UInt64(exactly: $0) }
    case .float16:
      try write { finite($0, HalfPrecision.encode($0), infinity: 0x7C00) }
    case .bfloat16:
      try write { finite($0, HalfPrecision.encodeBrain($0), infinity: 0x7F80) }
    case .float32: try write { $0.bitPattern }
    case .float64: try write { Double($0).bitPattern }
    }
  }

  private func finite(_ value: Float, _ bits: UInt16, infinity: UInt16) -> UInt16? {
    bits & 0x7FFF == infinity && value.isFinite ? nil : bits
  }

  private func write<Bits: FixedWidthInteger>(
    _ convert: (Float) -> Bits?
  ) throws(UnrepresentableElement) -> Data {
    var bad: Int?
    var data = Data(count: scalars.count * MemoryLayout<Bits>.size)
    data.withUnsafeMutableBytes { raw in
      func put(_ position: Int, _ offset: Int) {
        guard let bits = convert(scalars[offset]) else {
          bad = min(offset, bad ?? offset)
          return
        }
        raw.storeBytes(
          of: isBig ? bits.bigEndian : bits.littleEndian,
          toByteOffset: position * MemoryLayout<Bits>.size, as: Bits.self)
      }
      if isColumnMajor {
        ColumnMajor.forEach(shape, put)
      } else {
        for position in scalars.indices { put(position, position) }
      }
    }
    if let bad {
      throw UnrepresentableElement(
        position: bad, value: scalars[bad], elementType: elementType)
    }
    return data
  }
}
