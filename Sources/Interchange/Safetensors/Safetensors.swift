public import Foundation
public import Tensors

/// What a safetensors file holds: tensors by name, and text about them.
public struct SafetensorsFile: Sendable {
  /// The arrays as they are in the file, by name; reading one costs nothing until it is asked for.
  public let arrays: [String: StoredArray]
  /// Text that the writer added, such as the step of training.
  public let metadata: [String: String]

  /// All arrays as tensors, each element the nearest `Float`.
  ///
  /// `arrays[name]?.roundedCount` says how many elements of an array are not exact.
  public var tensors: [String: Tensor] { arrays.mapValues(\.tensor) }
}

/// Reads a safetensors file, the format in which most models are published.
///
/// ```swift
/// let file = try readSafetensors(at: url)
/// file.arrays["encoder.weight"]?.shape     // [768, 512]
/// file.arrays["encoder.weight"]?.tensor
/// ```
///
/// The file may hold the types F64, F32, F16, BF16, I8 to I64, U8 to U64 and BOOL. Of a large file
/// only the header is read at once; such a file may be replaced or deleted while the arrays are in
/// use, but not shortened in place.
///
/// - Parameter url: The `.safetensors` file.
/// - Throws: `SafetensorsError`.
public func readSafetensors(at url: URL) throws(SafetensorsError) -> SafetensorsFile {
  try parseSafetensors(
    try contentOfFile(at: url, SafetensorsFault.self), file: url.lastPathComponent)
}

/// Writes tensors by name, sorted, so that the same tensors always make the same file.
///
/// - Parameters:
///   - tensors: The tensors by name; `__metadata__` is not a name.
///   - metadata: Text to keep with them.
///   - url: The `.safetensors` file; it is replaced in one step.
///   - elementType: The type to write. `float16` and `bfloat16` halve the file and round.
/// - Throws: `SafetensorsError`.
public func writeSafetensors(
  _ tensors: [String: Tensor], metadata: [String: String] = [:], to url: URL,
  as elementType: StoredArray.ElementType = .float32
) throws(SafetensorsError) {
  let file = url.lastPathComponent
  let sorted = try sortedForWriting(tensors, file: file)
  let header = try makeHeader(sorted, metadata: metadata, as: elementType, file: file)
  // All tensors of another type are converted first, because that can fail.
  let converted =
    elementType == .float32
    ? nil : try encodeElements(sorted, as: elementType, file: file)
  do {
    try writeAtomically(to: url) { (file) throws(FileWriteError) in
      try file.write(header)
      if let converted {
        for part in converted { try file.write(part) }
      } else {
        for (_, tensor) in sorted { try file.write(elementsOf: tensor) }
      }
    }
  } catch {
    throw SafetensorsError(error)
  }
}

/// Makes the content of a safetensors file.
package func encodeSafetensors(
  _ tensors: [String: Tensor], metadata: [String: String] = [:],
  as elementType: StoredArray.ElementType = .float32, file: String
) throws(SafetensorsError) -> Data {
  let sorted = try sortedForWriting(tensors, file: file)
  var data = try makeHeader(sorted, metadata: metadata, as: elementType, file: file)
  for part in try encodeElements(sorted, as: elementType, file: file) { data.append(part) }
  return data
}

/// Reads the content of a safetensors file.
package func parseSafetensors(
  _ data: Data, file: String
) throws(SafetensorsError) -> SafetensorsFile {
  let (header, start) = try SafetensorsHeader.read(data, file: file)
  var arrays: [String: StoredArray] = [:]
  for entry in header.entries {
    let (lower, upper) = (start + entry.offsets.lowerBound, start + entry.offsets.upperBound)
    arrays[entry.name] = StoredArray(
      shape: entry.shape, elementType: entry.elementType, bytes: data.part(lower..<upper))
  }
  return SafetensorsFile(arrays: arrays, metadata: header.metadata)
}

// MARK: Steps of writing

private typealias NamedTensors = [(key: String, value: Tensor)]

private func sortedForWriting(
  _ tensors: [String: Tensor], file: String
) throws(SafetensorsError) -> NamedTensors {
  guard tensors[SafetensorsHeader.metadataName] == nil else {
    throw SafetensorsError(
      .reservedName, file: file, expected: "names of tensors",
      found: quoted(SafetensorsHeader.metadataName))
  }
  return tensors.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
}

private func makeHeader(
  _ tensors: NamedTensors, metadata: [String: String], as elementType: StoredArray.ElementType,
  file: String
) throws(SafetensorsError) -> Data {
  var header = SafetensorsHeader(metadata: metadata)
  var free = 0
  for (name, tensor) in tensors {
    let end = free + tensor.count * elementType.size
    header.entries.append(
      SafetensorsHeader.Entry(
        name: name, elementType: elementType, shape: tensor.shape, offsets: free..<end))
    free = end
  }
  let data = header.encoded()
  guard data.count - 8 <= SafetensorsHeader.maximumLength else {
    throw SafetensorsError(
      .oversizedHeader, file: file,
      expected: "a header of at most \(SafetensorsHeader.maximumLength) bytes",
      found: "\(data.count - 8)", advice: "Write less metadata, or several files.")
  }
  return data
}

private func encodeElements(
  _ tensors: NamedTensors, as elementType: StoredArray.ElementType, file: String
) throws(SafetensorsError) -> [Data] {
  var parts: [Data] = []
  for (name, tensor) in tensors {
    do throws(UnrepresentableElement) {
      parts.append(try StoredArray.encode(tensor, as: elementType))
    } catch {
      throw SafetensorsError(
        .unrepresentable, file: file, expected: error.expected,
        found: "\(error.found) of \(quoted(name))", advice: error.advice)
    }
  }
  return parts
}
