import Foundation

extension StoredArray {
  /// Writes the elements, in row-major order, as `Float`.
  func decode(into scalars: UnsafeMutableBufferPointer<Float>) {
    switch elementType {
    case .bool: place(UInt8.self, in: scalars) { $0 == 0 ? 0 : 1 }
    case .uint8: place(UInt8.self, in: scalars) { Float($0) }
    case .int8: place(Int8.self, in: scalars) { Float($0) }
    case .int16: place(Int16.self, in: scalars) { Float($0) }
    case .uint16: place(UInt16.self, in: scalars) { Float($0) }
    case .int32: place(Int32.self, in: scalars) { Float($0) }
    case .uint32: place(UInt32.self, in: scalars) { Float($0) }
    case .int64: place(Int64.self, in: scalars) { Float($0) }
    case .uint64: place(UInt64.self, in: scalars) { Float($0) }
    case .float16: place(UInt16.self, in: scalars) { HalfPrecision.decode($0) }
    case .bfloat16: place(UInt16.self, in: scalars) { HalfPrecision.decodeBrain($0) }
    case .float32: place(UInt32.self, in: scalars) { Float(bitPattern: $0) }
    case .float64: place(UInt64.self, in: scalars) { Float(Double(bitPattern: $0)) }
    }
  }

  /// Writes the elements, in row-major order, as `convert` makes them of the file's bits.
  func place<Bits: FixedWidthInteger, Element>(
    _: Bits.Type, in result: UnsafeMutableBufferPointer<Element>, convert: (Bits) -> Element
  ) {
    bytes.withUnsafeBytes { raw in
      let isBig = byteOrder == .bigEndian
      func element(_ position: Int) -> Element {
        // A file may put an element at any address.
        let bits = raw.loadUnaligned(
          fromByteOffset: position * MemoryLayout<Bits>.size, as: Bits.self)
        return convert(isBig ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
      switch axisOrder {
      case .rowMajor:
        for position in 0..<result.count { result[position] = element(position) }
      case .columnMajor:
        ColumnMajor.forEach(shape) { position, offset in result[offset] = element(position) }
      }
    }
  }

  func place<Bits: FixedWidthInteger, Element>(
    _ type: Bits.Type, in result: inout [Element], convert: (Bits) -> Element
  ) {
    result.withUnsafeMutableBufferPointer { place(type, in: $0, convert: convert) }
  }

  /// How many elements have a property.
  func counted<Bits: FixedWidthInteger>(_: Bits.Type, where holds: (Bits) -> Bool) -> Int {
    bytes.withUnsafeBytes { raw in
      let isBig = byteOrder == .bigEndian
      return stride(from: 0, to: raw.count, by: MemoryLayout<Bits>.size).count { offset in
        let bits = raw.loadUnaligned(fromByteOffset: offset, as: Bits.self)
        return holds(isBig ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
    }
  }
}

/// The order in which the first axis varies fastest.
enum ColumnMajor {
  /// Calls `body` with every position in column-major order and the row-major offset of its
  /// element.
  static func forEach(_ shape: [Int], _ body: (_ position: Int, _ offset: Int) -> Void) {
    guard !shape.contains(0) else { return }
    var strides = shape
    var count = 1
    for axis in shape.indices.reversed() {
      strides[axis] = count
      count *= shape[axis]
    }
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    for position in 0..<count {
      body(position, offset)
      // One step along the first axis; an axis that is through starts again and moves the next.
      for axis in shape.indices {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= strides[axis] * shape[axis]
        index[axis] = 0
      }
    }
  }
}
