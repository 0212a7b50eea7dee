import Foundation

/// Reads a whole file.
///
/// Throws `missing` or `unreadable`.
func readBytes(at url: URL) throws(DataFileError) -> [UInt8] {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
    throw DataFileError(
      .missing, file: url.path, expected: "a file", found: "nothing of that name")
  }
  guard !isFolder.boolValue else {
    throw DataFileError(.unreadable, file: url.path, expected: "a file", found: "a folder")
  }
  do {
    return [UInt8](try Data(contentsOf: url))
  } catch {
    throw DataFileError(
      .unreadable, file: url.path, expected: "a readable file",
      found: "an error: \(error.localizedDescription)")
  }
}
