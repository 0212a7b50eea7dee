public import Foundation

/// A file that could not be written; whatever had its name before is unchanged.
///
/// There is one exception, which the message names: when only the last step fails, the new file is
/// in its place but might not survive a loss of power.
public struct FileWriteError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
  /// The file that was to be written.
  public let file: String
  /// What was to happen.
  public let expected: String
  /// What the system said instead.
  public let found: String
  /// What to try next.
  public let advice: String

  /// Describes the step that failed.
  init(file: String, expected: String, found: String, advice: String) {
    self.file = file
    self.expected = expected
    self.found = found
    self.advice = advice
  }

  /// Describes the step that failed with the system's error number.
  init(file: String, expected: String, systemError code: Int32) {
    let advice =
      switch code {
      case ENOENT, ENOTDIR: "Make the folder first, or correct the path."
      case EACCES, EPERM, EROFS: "Choose a folder that you may write to."
      case ENOSPC, EDQUOT: "Free some space on the disk."
      case EISDIR: "Choose a name that no folder has."
      case ENAMETOOLONG: "Choose a shorter name."
      default: "Check the disk and the path, then try again."
      }
    self.init(file: file, expected: expected, found: systemMessage(code), advice: advice)
  }

  /// One or two sentences for a person.
  public var description: String { "\(file): expected \(expected), found \(found). \(advice)" }

  /// The same text, for code that prints any error through Foundation.
  public var errorDescription: String? { description }
}

/// What the system calls an error number.
func systemMessage(_ code: Int32) -> String {
  "the error \"\(String(cString: strerror(code)))\""
}
