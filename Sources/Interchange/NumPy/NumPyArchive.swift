public import Foundation
public import Tensors

/// Reads the arrays that `numpy.savez` or `numpy.savez_compressed` wrote, by name.
///
/// - Parameters:
///   - url: The `.npz` file, of less than 4 GB.
///   - maximumSize: The most bytes to unpack to, because a small packed file can fill the memory.
/// - Throws: `NumPyError`. Bytes are counted from the beginning of the archive, or, in an error
///   that names an array, of that array.
public func readNumPyArchive(
  at url: URL, maximumSize: Int = 1 << 32
) throws(NumPyError) -> [String: StoredArray] {
  try parseNumPyArchive(
    try contentOfFile(at: url, NumPyFault.self), file: url.lastPathComponent,
    maximumSize: maximumSize)
}

/// Writes tensors as `numpy.savez` would, sorted by name.
///
/// - Parameters:
///   - tensors: The tensors by the names under which `numpy.load` gives them.
///   - url: The `.npz` file; it is replaced in one step.
///   - elementType: The type to write, as for `writeNumPy`.
/// - Throws: `NumPyError`.
public func writeNumPyArchive(
  _ tensors: [String: Tensor], to url: URL,
  as elementType: StoredArray.ElementType = .float32
) throws(NumPyError) {
  try write(
    try encodeNumPyArchive(tensors, as: elementType, file: url.lastPathComponent), to: url)
}

/// Makes the content of a `.npz` file.
package func encodeNumPyArchive(
  _ tensors: [String: Tensor], as elementType: StoredArray.ElementType = .float32, file: String
) throws(NumPyError) -> Data {
  var members: [ZipArchive.Member] = []
  for (name, tensor) in tensors.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
    guard !name.isEmpty, name.utf8.count <= 1000, !name.utf8.contains(0) else {
      throw NumPyError(
        .invalidName, file: file, expected: "a name of 1 to 1000 bytes", found: quoted(name))
    }
    let content = try encodeNumPy(tensor, as: elementType, file: "\(file)/\(name).npy")
    members.append(ZipArchive.Member(name: name + ".npy", content: content))
  }
  guard let data = ZipArchive.encode(members) else {
    throw NumPyError(
      .unsupportedArchive, file: file, expected: "less than 4 GB and 65,535 arrays", found: "more",
      advice: "Use writeSafetensors.")
  }
  return data
}

/// Reads the arrays from the content of a `.npz` file.
package func parseNumPyArchive(
  _ data: Data, file: String, maximumSize: Int = 1 << 32
) throws(NumPyError) -> [String: StoredArray] {
  var arrays: [String: StoredArray] = [:]
  for member in try ZipArchive.read(data, file: file, limit: maximumSize) {
    guard member.name.hasSuffix(".npy") else {
      throw NumPyError(
        .unsupportedArchive, file: file, byte: member.start, expected: "only .npy files inside",
        found: quoted(member.name))
    }
    let name = String(member.name.dropLast(4))
    let array = try parseNumPy(member.content, file: "\(file)/\(member.name)")
    guard arrays.updateValue(array, forKey: name) == nil else {
      throw NumPyError(
        .duplicateName, file: file, byte: member.start, expected: "every name once",
        found: "\(quoted(name)) again")
    }
  }
  return arrays
}
