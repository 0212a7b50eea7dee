public import Foundation

/// Writes a file so that at every moment its name stands for the whole old or the whole new
/// content.
///
/// A program that is killed halfway through writing a checkpoint must not lose the previous one.
/// The content therefore goes to another file in the same folder first. When the disk has it, the
/// file is renamed, which a file system does in one step, and then the folder is written out too.
/// (The order matters: without the first wait, a loss of power can leave the new name on an empty
/// file. Pillai et al., All file systems are not created equal, 2014.)
///
/// What a killed program leaves behind is a hidden file ending in `.partial`; the next writer of
/// the same file removes it. A symbolic link stays a link, and a file that is replaced keeps its
/// permissions.
///
/// - Parameters:
///   - data: The content.
///   - url: The file, in a folder that exists.
/// - Throws: `FileWriteError`.
public func writeAtomically(_ data: Data, to url: URL) throws(FileWriteError) {
  try writeAtomically(to: url) { (file) throws(FileWriteError) in try file.write(data) }
}

/// Writes a file piece by piece, so that its name stands for the whole old or the whole new
/// content.
///
/// ```swift
/// try writeAtomically(to: url) { (file) throws(FileWriteError) in
///   try file.write(header)
///   try file.write(body)
/// }
/// ```
///
/// - Parameters:
///   - url: The file, in a folder that exists.
///   - content: Writes the pieces; if it throws, the old file stays.
/// - Throws: `FileWriteError`.
public func writeAtomically(
  to url: URL, _ content: (borrowing PartialFile) throws(FileWriteError) -> Void
) throws(FileWriteError) {
  guard url.isFileURL else {
    throw FileWriteError(
      file: url.absoluteString, expected: "the address of a file", found: "another address",
      advice: "Make it with URL(fileURLWithPath:).")
  }
  let file = PartialFile.Names(url)
  let partial = try PartialFile(file)
  do throws(FileWriteError) {
    try content(partial)
    try partial.finish()
  } catch {
    partial.remove()
    throw error
  }
}
