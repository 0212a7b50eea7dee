public import Foundation
public import Tensors

/// Reads an array that `numpy.save` wrote.
///
/// ```swift
/// let weights = try readNumPy(at: url).tensor
/// let labels = try readNumPy(at: url).integers
/// ```
///
/// The elements may be whole or floating-point numbers or booleans, in any byte order and any order
/// of axes.
///
/// - Parameter url: The `.npy` file.
/// - Throws: `NumPyError`.
public func readNumPy(at url: URL) throws(NumPyError) -> StoredArray {
  try parseNumPy(try contentOfFile(at: url, NumPyFault.self), file: url.lastPathComponent)
}

/// Writes a tensor as `numpy.save` would: format 1.0.
///
/// - Parameters:
///   - tensor: The elements, of at most 64 axes.
///   - url: The `.npy` file; it is replaced in one step.
///   - elementType: The type to write. Floating-point types round; others take only numbers that
///     they hold. There is no `bfloat16` in NumPy.
///   - byteOrder: The byte that comes first.
///   - axisOrder: The axis that varies fastest.
/// - Throws: `NumPyError`.
public func writeNumPy(
  _ tensor: Tensor, to url: URL, as elementType: StoredArray.ElementType = .float32,
  byteOrder: StoredArray.ByteOrder = .littleEndian,
  axisOrder: StoredArray.AxisOrder = .rowMajor
) throws(NumPyError) {
  let file = url.lastPathComponent
  let isAsInMemory =
    elementType == .float32 && byteOrder == .littleEndian && axisOrder == .rowMajor
  guard isAsInMemory else {
    let data = try encodeNumPy(
      tensor, as: elementType, byteOrder: byteOrder, axisOrder: axisOrder, file: file)
    return try write(data, to: url)
  }
  let header = try makeHeader(tensor, elementType, byteOrder, axisOrder, file: file)
  do {
    try writeAtomically(to: url) { (file) throws(FileWriteError) in
      try file.write(header)
      try file.write(elementsOf: tensor)
    }
  } catch {
    throw NumPyError(error)
  }
}

/// Writes whole numbers, such as labels, as an array `[count]` of type `int64`.
///
/// - Throws: `NumPyError`.
public func writeNumPy(_ integers: [Int], to url: URL) throws(NumPyError) {
  let header = NumPyHeader(
    elementType: .int64, byteOrder: .littleEndian, axisOrder: .rowMajor, shape: [integers.count])
  try write(header.encoded() + StoredArray.encode(integers), to: url)
}

/// Reads an array from the content of a `.npy` file.
package func parseNumPy(_ data: Data, file: String) throws(NumPyError) -> StoredArray {
  let (header, start) = try NumPyHeader.read(data, file: file)
  guard let count = StoredArray.byteCount(header.shape, header.elementType) else {
    throw NumPyError(
      .impossibleShape, file: file, byte: start, expected: "an array that a memory could hold",
      found: "the shape \(header.shape)")
  }
  let expected = "\(count) bytes for the shape \(header.shape) of type \(header.elementType)"
  let available = data.count - start
  guard available >= count else {
    throw NumPyError(
      .truncated, file: file, byte: data.count, expected: expected, found: "\(available)")
  }
  guard available == count else {
    throw NumPyError(
      .trailingBytes, file: file, byte: start + count, expected: expected,
      found: "\(available - count) more")
  }
  return StoredArray(
    shape: header.shape, elementType: header.elementType, byteOrder: header.byteOrder,
    axisOrder: header.axisOrder, bytes: data.part(start..<data.count))
}

/// Makes the content of a `.npy` file.
func encodeNumPy(
  _ tensor: Tensor, as elementType: StoredArray.ElementType,
  byteOrder: StoredArray.ByteOrder = .littleEndian,
  axisOrder: StoredArray.AxisOrder = .rowMajor, file: String
) throws(NumPyError) -> Data {
  var data = try makeHeader(tensor, elementType, byteOrder, axisOrder, file: file)
  do throws(UnrepresentableElement) {
    data.append(
      try StoredArray.encode(
        tensor, as: elementType, byteOrder: byteOrder, axisOrder: axisOrder))
  } catch {
    throw NumPyError(
      .unrepresentable, file: file, expected: error.expected, found: error.found,
      advice: error.advice)
  }
  return data
}

/// Makes the bytes before the elements.
private func makeHeader(
  _ tensor: Tensor, _ elementType: StoredArray.ElementType, _ byteOrder: StoredArray.ByteOrder,
  _ axisOrder: StoredArray.AxisOrder, file: String
) throws(NumPyError) -> Data {
  guard elementType != .bfloat16 else {
    throw NumPyError(
      .unsupportedType, file: file, expected: "a type that NumPy has", found: "bfloat16",
      advice: "Write float32, or use safetensors.")
  }
  guard tensor.rank <= NumPyHeader.maximumRank else {
    throw NumPyError(
      .impossibleShape, file: file, expected: "at most \(NumPyHeader.maximumRank) axes",
      found: "\(tensor.rank)", advice: "Reshape the tensor.")
  }
  return NumPyHeader(
    elementType: elementType, byteOrder: byteOrder, axisOrder: axisOrder, shape: tensor.shape
  ).encoded()
}

/// Replaces a file, with this format's error.
func write(_ data: Data, to url: URL) throws(NumPyError) {
  do {
    try writeAtomically(data, to: url)
  } catch {
    throw NumPyError(error)
  }
}
