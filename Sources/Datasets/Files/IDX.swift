public import Foundation
public import Tensors

/// An array from an IDX file, the format in which MNIST is published (LeCun, Cortes, Burges, 1998).
///
/// A file is: two zero bytes, the type of the elements, the number of axes, the size of each axis
/// (four bytes), then the elements, the last axis running fastest. All numbers are big-endian.
public struct IDXArray: Sendable, Equatable {
  /// What the elements are; the raw value is the file's code.
  public enum ElementType: UInt8, Sendable, CaseIterable {
    /// 0...255.
    case unsignedByte = 0x08
    /// -128...127.
    case byte = 0x09
    /// 16 bits with a sign.
    case short = 0x0B
    /// 32 bits with a sign.
    case int = 0x0C
    /// Floating point, 32 bits.
    case float = 0x0D
    /// Floating point, 64 bits.
    case double = 0x0E

    /// How many bytes an element takes.
    public var size: Int {
      switch self {
      case .unsignedByte, .byte: 1
      case .short: 2
      case .int, .float: 4
      case .double: 8
      }
    }
  }

  /// The sizes of the axes.
  public let shape: [Int]
  /// The type of the elements in the file.
  public let elementType: ElementType
  /// The name of the file, for messages.
  public let file: String

  /// The elements as they are in the file.
  private let bytes: ArraySlice<UInt8>

  /// How many elements there are.
  public var count: Int { bytes.count / elementType.size }

  /// The elements as a tensor of `shape`; integers beyond 2^24 and doubles are rounded.
  public var tensor: Tensor {
    let scalars: [Float] =
      switch elementType {
      case .unsignedByte: bytes.map { Float($0) }
      case .byte: bytes.map { Float(Int8(bitPattern: $0)) }
      case .short: elements { Float(Int16(truncatingIfNeeded: $0)) }
      case .int: elements { Float(Int32(truncatingIfNeeded: $0)) }
      case .float: elements { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
      case .double: elements { Float(Double(bitPattern: $0)) }
      }
    return Tensor(scalars, shape: shape)
  }

  /// The elements as whole numbers, as labels need them.
  ///
  /// Throws `unsupported` if the file holds floating-point numbers.
  public func integers() throws(DataFileError) -> [Int] {
    switch elementType {
    case .unsignedByte: return bytes.map { Int($0) }
    case .byte: return bytes.map { Int(Int8(bitPattern: $0)) }
    case .short: return elements { Int(Int16(truncatingIfNeeded: $0)) }
    case .int: return elements { Int(Int32(truncatingIfNeeded: $0)) }
    case .float, .double:
      throw DataFileError(
        .unsupported, file: file, at: .byte(2), expected: "whole numbers",
        found: "elements of type \(elementType)")
    }
  }

  private func elements<Element>(_ convert: (UInt64) -> Element) -> [Element] {
    let size = elementType.size
    return stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { start in
      convert(bytes[start..<start + size].reduce(0) { $0 << 8 | UInt64($1) })
    }
  }

  /// Reads an unpacked IDX file.
  init(
    _ bytes: [UInt8], header: IDXHeader, file: String
  ) throws(DataFileError) {
    guard bytes.count >= header.fileSize else {
      throw DataFileError(
        .truncated, file: file, at: .byte(bytes.count),
        expected: "\(header.fileSize) bytes for the shape \(header.shape)",
        found: "\(bytes.count)")
    }
    guard bytes.count == header.fileSize else {
      throw DataFileError(
        .oversized, file: file, at: .byte(header.fileSize),
        expected: "the end of the file after the shape \(header.shape)",
        found: "\(bytes.count - header.fileSize) more bytes")
    }
    shape = header.shape
    elementType = header.elementType
    self.file = file
    self.bytes = bytes[header.size...]
  }
}

/// What an IDX file says about itself before the elements.
struct IDXHeader {
  let elementType: IDXArray.ElementType
  let shape: [Int]
  /// Bytes of the header.
  let size: Int
  /// Bytes of the whole file, unpacked.
  let fileSize: Int

  /// The longest header: 255 axes.
  static let longest = 4 + 4 * 255

  /// Reads the header from the first bytes of an unpacked file.
  init(
    _ bytes: [UInt8], maximumCount: Int, file: String
  ) throws(DataFileError) {
    guard bytes.count >= 4 else {
      throw DataFileError(
        .truncated, file: file, at: .byte(bytes.count), expected: "an IDX header of 4 bytes",
        found: "\(bytes.count) bytes")
    }
    guard bytes[0] == 0, bytes[1] == 0 else {
      throw DataFileError(
        .corrupt, file: file, at: .byte(0), expected: "an IDX file, which begins 00 00",
        found: hex(bytes[..<2]), advice: "Check that it is an IDX file or a gzip of one.")
    }
    guard let elementType = IDXArray.ElementType(rawValue: bytes[2]) else {
      throw DataFileError(
        .unsupported, file: file, at: .byte(2),
        expected: "an element type 08, 09, 0b, 0c, 0d or 0e", found: hex(bytes[2...2]))
    }
    self.elementType = elementType
    let rank = Int(bytes[3])
    size = 4 + 4 * rank
    guard bytes.count >= size else {
      throw DataFileError(
        .truncated, file: file, at: .byte(bytes.count), expected: "the sizes of \(rank) axes",
        found: "the end of the file")
    }
    shape = (0..<rank).map { axis in
      bytes[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) }
    }

    // Four-byte sizes multiply to more than an Int holds. An axis of size 0 must not hide that,
    // because a tensor computes with the other sizes.
    var product = 1
    for length in shape where length > 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      guard !overflow, next <= maximumCount else {
        throw DataFileError(
          .oversized, file: file, at: .byte(4), expected: "at most \(maximumCount) elements",
          found: "the shape \(shape)")
      }
      product = next
    }
    fileSize = size + (shape.contains(0) ? 0 : product * elementType.size)
  }
}

/// Reads an IDX file, packed by gzip or not.
///
///     let images = try readIDX(at: url).tensor    // [60000, 28, 28], values 0...255
///
/// - Parameters:
///   - url: The file; whether it is packed is seen from its content, not from its name.
///   - maximumCount: The most elements to accept, so that a damaged size cannot fill the memory.
/// - Throws: `DataFileError`.
public func readIDX(
  at url: URL, maximumCount: Int = 1 << 30
) throws(DataFileError) -> IDXArray {
  try parseIDX(
    try readBytes(at: url), file: url.lastPathComponent, maximumCount: maximumCount)
}

/// Reads the content of an IDX file, packed by gzip or not.
package func parseIDX(
  _ bytes: [UInt8], file: String, maximumCount: Int = 1 << 30
) throws(DataFileError) -> IDXArray {
  let maximumCount = min(maximumCount, 1 << 48)  // eight bytes for each still fit an Int
  guard isGzip(bytes) else {
    let header = try IDXHeader(bytes, maximumCount: maximumCount, file: file)
    return try IDXArray(bytes, header: header, file: file)
  }
  // The header first: its size is then the limit for all the rest, whatever the file unpacks to.
  let beginning = try gunzipPrefix(bytes, count: IDXHeader.longest, file: file)
  let header = try IDXHeader(beginning, maximumCount: maximumCount, file: file)
  let content = try gunzip(bytes, file: file, limit: header.fileSize)
  return try IDXArray(content, header: header, file: file)
}
